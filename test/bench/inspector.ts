/** The runtime's debugger, asked how much memory the Worker and its objects hold. */

/** The Worker of workers.ts among Miniflare's own. */
const WORKER = 'core:user:bench'

const WAKE_EVERY_MS = 100

/** Numbers of questions, since answers come in any order. */
let asked = 0

export interface Inspector {
  /** JavaScript's memory in use once everything unused is gone. */
  heldBytes: () => Promise<number>
  close: () => void
}

/** @param wake a request to the Worker: one that sleeps does not answer its debugger */
export async function connectInspector(port: number, wake: () => Promise<void>): Promise<Inspector> {
  const found = await fetch(`http://127.0.0.1:${port}/json/list`)
  const targets = (await found.json()) as { id: string; webSocketDebuggerUrl: string }[]
  const target = targets.find(({ id }) => id === WORKER)
  if (target === undefined) {
    throw new Error('The runtime has no debugger.')
  }
  const socket = new WebSocket(target.webSocketDebuggerUrl)
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true })
    socket.addEventListener('error', reject, { once: true })
  })
  const ask = (method: string) =>
    new Promise<Record<string, number>>((resolve) => {
      asked += 1
      const id = asked
      const waking = setInterval(() => void wake().catch(() => undefined), WAKE_EVERY_MS)
      const listen = ({ data }: MessageEvent) => {
        const answer = JSON.parse(String(data)) as { id?: number; result?: Record<string, number> }
        if (answer.id === id) {
          clearInterval(waking)
          socket.removeEventListener('message', listen)
          resolve(answer.result ?? {})
        }
      }
      socket.addEventListener('message', listen)
      socket.send(JSON.stringify({ id, method }))
    })
  await ask('HeapProfiler.enable')
  return {
    async heldBytes() {
      await ask('HeapProfiler.collectGarbage')
      return (await ask('Runtime.getHeapUsage')).usedSize ?? Number.NaN
    },
    close: () => socket.close(),
  }
}

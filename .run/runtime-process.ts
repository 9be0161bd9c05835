/**
 * workerd's process, which Miniflare starts and does not show. Killed alone, Node would leave it running with the port and
 * the state; so a shell beside it reads from a pipe that closes with Node, and ends it then.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { subscribe } from 'node:diagnostics_channel'

/** @param onExit called at each exit, also when Miniflare stops the runtime or replaces it at a reload */
export function followRuntime(onExit: () => void): void {
  subscribe('child_process', (message) => {
    const { process: child } = message as { process: ChildProcess }
    child.once('spawn', () => {
      if (/workerd/.test(child.spawnfile)) {
        const guard = guardOf(child)
        child.once('exit', () => {
          guard?.kill()
          onExit()
        })
      }
    })
  })
}

/** In a process group of its own: Ctrl-C in a terminal reaches the whole group. */
function guardOf({ pid }: ChildProcess): ChildProcess | null {
  if (process.platform === 'win32') {
    return null
  }
  const guard = spawn('sh', ['-c', `read -r _; kill -9 ${pid}`], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  guard.unref()
  return guard
}

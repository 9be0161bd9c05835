/** Cryptography works in threads of its own: while it does, virtual time must not move on. */

const THREADED = ['sign', 'verify', 'encrypt', 'decrypt', 'digest', 'importKey', 'deriveBits'] as const
const { subtle } = crypto
const calls = { pending: 0, answered: 0 }
let waiting: (() => void)[] = []

for (const name of THREADED) {
  const real = subtle[name].bind(subtle) as (...args: unknown[]) => Promise<unknown>
  const counted = async (...args: unknown[]) => {
    calls.pending += 1
    try {
      return await real(...args)
    } finally {
      calls.pending -= 1
      calls.answered += 1
      const ready = waiting
      waiting = []
      for (const go of ready) {
        go()
      }
    }
  }
  Object.defineProperty(subtle, name, { value: counted, configurable: true })
}

/** Calls of `crypto.subtle` under way, and those that have answered. */
export const cryptography: Readonly<typeof calls> = calls

/** Waits for the next answer, in place of turning the event loop thousands of times. None may come while none is pending. */
export function nextAnswer(): Promise<void> {
  return new Promise((go) => {
    waiting.push(go)
  })
}

/** Parts of the platform that are asked and never answer. */
import { vi } from 'vitest'

export function never(): Promise<never> {
  return new Promise(() => {})
}

/** A D1 statement. */
export function stalledStatement(): D1PreparedStatement {
  const statement: object = { bind: () => statement, all: never, first: never, run: never, raw: never }
  return statement as D1PreparedStatement
}

export const STALLED_D1 = { prepare: stalledStatement, batch: never, exec: never }
export const STALLED_KV = { get: never, getWithMetadata: never, list: never, put: never, delete: never }
/** A namespace whose objects have every method. */
export const STALLED_OBJECTS = {
  getByName: () => new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : never) }),
}

const startTimer = globalThis.setTimeout

/**
 * Timers ring so many times faster until mocks are restored: replaced ones would ring in objects that are not theirs.
 * @param onRing is handed what the timer was set to, ms
 */
export function hastenTimers(times: number, onRing: (ms: number) => void = () => {}): void {
  const hasty = (ring: () => void, ms = 0) => {
    return startTimer(() => {
      onRing(ms)
      ring()
    }, ms / times)
  }
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(hasty as never)
}

/** Whatever waits before it looks again waits this long at most, until mocks are restored. @param mostMs of real time */
export function shortenWaits(mostMs: number): void {
  const wait = scheduler.wait.bind(scheduler)
  vi.spyOn(scheduler, 'wait').mockImplementation((ms, options) => wait(Math.min(ms, mostMs), options))
}

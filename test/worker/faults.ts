/** Parts of the platform out of order: the very bindings the Worker holds, for as long as a test says. */
import { env } from 'cloudflare:workers'
import { vi } from 'vitest'

export type Part = 'D1' | 'KV' | 'queue' | 'journals' | 'sites'

export interface Outage {
  /** How often it was asked in vain. */
  asked: () => number
  end: () => void
}

/** Every call to the part fails from now on. */
export function outageOf(part: Part): Outage {
  const fail = vi.fn(() => Promise.reject(new Error(`${part}: Network connection lost.`)))
  const spies = spiesOn(part, fail)
  return { asked: () => fail.mock.calls.length, end: () => spies.forEach((spy) => void spy.mockRestore()) }
}

function spiesOn(part: Part, fail: () => Promise<never>): { mockRestore: () => void }[] {
  const failing = new Proxy({}, { get: () => fail })
  switch (part) {
    case 'D1':
      return [
        vi.spyOn(env.DB, 'prepare').mockReturnValue(statement(fail)),
        vi.spyOn(env.DB, 'batch').mockImplementation(fail),
      ]
    case 'KV':
      return [
        vi.spyOn(env.COPIES, 'get').mockImplementation(fail),
        vi.spyOn(env.COPIES, 'put').mockImplementation(fail),
      ]
    case 'queue':
      return [
        vi.spyOn(env.EVENTS, 'send').mockImplementation(fail),
        vi.spyOn(env.EVENTS, 'sendBatch').mockImplementation(fail),
      ]
    case 'journals':
      return [vi.spyOn(env.JOURNAL, 'getByName').mockReturnValue(failing as never)]
    case 'sites':
      return [vi.spyOn(env.THINKIFIC_SITE, 'getByName').mockReturnValue(failing as never)]
  }
}

function statement(fail: () => Promise<never>): D1PreparedStatement {
  const made = { bind: () => made, all: fail, first: fail, run: fail, raw: fail }
  return made as never
}

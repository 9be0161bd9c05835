/** Durable Objects with a limit to each call. One that a deploy resets leaves a call pending for minutes. */
import { withTimeout } from './timeout'

const OBJECT_ANSWERS_MS = 10_000
/** What calls the other side while a person waits, or runs the first slices of a job. */
const LONG_CALL_MS = 60_000
const LONG_CALLS = new Set([
  ...['lookUp', 'recheck', 'startJob', 'startImportWork', 'releaseParked', 'correctEmail', 'erase', 'forget'],
])
/** A journal's old receipts go in chunks, months of them after a pause. */
const SWEEP_MS = 5 * 60_000

export function limitObjects<Objects extends { getByName(name: string): object }>(objects: Objects): Objects {
  return new Proxy(objects, {
    get(target, name) {
      if (name === 'getByName') {
        return (id: string) => limitStub(target.getByName(id))
      }
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

function limitStub<Stub extends object>(stub: Stub): Stub {
  return new Proxy(stub, {
    get(target, name) {
      if (name === 'then') {
        return undefined
      }
      if (typeof name === 'symbol' || name === 'id' || name === 'name') {
        return Reflect.get(target, name)
      }
      return (...args: unknown[]) => {
        const calls = target as Record<string, (...args: unknown[]) => Promise<unknown>>
        return withTimeout(limitOf(name), Promise.resolve(calls[name]?.(...args)))
      }
    },
  })
}

function limitOf(method: string): number {
  if (method === 'sweep') {
    return SWEEP_MS
  }
  return LONG_CALLS.has(method) ? LONG_CALL_MS : OBJECT_ANSWERS_MS
}

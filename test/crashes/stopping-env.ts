/** Bindings that stop everything at one call: before it, or once it is done and its answer is lost. */
import type { Env } from '../../src/env'

export type Moment = 'before' | 'after'

export interface StoppingEnv {
  env: Env
  /** Calls so far. */
  readonly calls: number
  /** The numbers of those that can have changed what is stored. */
  readonly changes: number[]
}

/** @param at the call to stop at, from 1; 0 for none */
export function stoppingEnv(env: Env, at: number, moment: Moment): StoppingEnv {
  let calls = 0
  let stopped = false
  const changes: number[] = []
  /** After a crash nothing is called any more. */
  const count = async <T>(call: () => Promise<T>, reads = false): Promise<T> => {
    calls += 1
    if (!reads) {
      changes.push(calls)
    }
    const stops = calls === at
    stopped ||= stops && moment === 'before'
    if (stopped) {
      throw new Error('stopped')
    }
    const answer = await call()
    stopped ||= stops
    if (stopped) {
      throw new Error('stopped')
    }
    return answer
  }
  const objects = (namespace: object) => ({
    getByName: (name: string) => counting((namespace as DurableObjectNamespace).getByName(name), count),
  })
  return {
    env: {
      ...env,
      DB: countingD1(env.DB, count),
      COPIES: counting(env.COPIES, count),
      EVENTS: counting(env.EVENTS, count),
      JOURNAL: objects(env.JOURNAL) as Env['JOURNAL'],
      THINKIFIC_SITE: objects(env.THINKIFIC_SITE) as Env['THINKIFIC_SITE'],
    },
    get calls() {
      return calls
    },
    changes,
  }
}

type Count = <T>(call: () => Promise<T>, reads?: boolean) => Promise<T>
type Methods = Record<string, (...given: unknown[]) => Promise<unknown>>

/** The objects have methods of other names. */
const READS_OF_KV = new Set(['get', 'getWithMetadata', 'list'])

/** Every method is a call. */
function counting<Of extends object>(of: Of, count: Count): Of {
  return new Proxy(of, {
    get: (target, name) => {
      return typeof name === 'symbol' || name === 'then'
        ? undefined
        : (...given: unknown[]) =>
            count(() => (target as Methods)[name]?.(...given) ?? Promise.resolve(), READS_OF_KV.has(name))
    },
  })
}

function countingD1(d1: D1Database, count: Count): D1Database {
  const real = new WeakMap<object, D1PreparedStatement>()
  const wrap = (statement: D1PreparedStatement, reads: boolean): D1PreparedStatement => {
    const wrapped = {
      bind: (...values: unknown[]) => wrap(statement.bind(...values), reads),
      first: (column?: string) =>
        count<unknown>(() => (column === undefined ? statement.first() : statement.first(column)), reads),
      run: () => count(() => statement.run(), reads),
      all: () => count(() => statement.all(), reads),
      raw: () => count(() => statement.raw(), reads),
    } as D1PreparedStatement
    real.set(wrapped, statement)
    return wrapped
  }
  const opened = (statement: D1PreparedStatement) => real.get(statement) ?? statement
  return {
    prepare: (sql: string) => wrap(d1.prepare(sql), /^select\b/i.test(sql)),
    batch: (statements: D1PreparedStatement[]) => count(() => d1.batch(statements.map(opened))),
  } as D1Database
}

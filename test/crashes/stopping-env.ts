/** Bindings that stop everything at one call: before it, or once it is done and its answer is lost. */
import type { Env } from '../../src/env'

export type Moment = 'before' | 'after'

export interface StoppingEnv {
  env: Env
  /** Calls so far. */
  readonly calls: number
}

/** @param at the call to stop at, from 1; 0 for none */
export function stoppingEnv(env: Env, at: number, moment: Moment): StoppingEnv {
  let calls = 0
  let stopped = false
  /** After a crash nothing is called any more. */
  const count = async <T>(call: () => Promise<T>): Promise<T> => {
    calls += 1
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
  }
}

type Count = <T>(call: () => Promise<T>) => Promise<T>
type Methods = Record<string, (...given: unknown[]) => Promise<unknown>>

/** Every method is a call. */
function counting<Of extends object>(of: Of, count: Count): Of {
  return new Proxy(of, {
    get: (target, name) => {
      return typeof name === 'symbol' || name === 'then'
        ? undefined
        : (...given: unknown[]) => count(() => (target as Methods)[name]?.(...given) ?? Promise.resolve())
    },
  })
}

function countingD1(d1: D1Database, count: Count): D1Database {
  const real = new WeakMap<object, D1PreparedStatement>()
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const wrapped = {
      bind: (...values: unknown[]) => wrap(statement.bind(...values)),
      first: (column?: string) =>
        count<unknown>(() => (column === undefined ? statement.first() : statement.first(column))),
      run: () => count(() => statement.run()),
      all: () => count(() => statement.all()),
      raw: () => count(() => statement.raw()),
    } as D1PreparedStatement
    real.set(wrapped, statement)
    return wrapped
  }
  const opened = (statement: D1PreparedStatement) => real.get(statement) ?? statement
  return {
    prepare: (sql: string) => wrap(d1.prepare(sql)),
    batch: (statements: D1PreparedStatement[]) => count(() => d1.batch(statements.map(opened))),
  } as D1Database
}

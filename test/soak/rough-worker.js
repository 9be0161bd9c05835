/** The product's Worker among parts that stall, fail, answer late and are reset at random, beside its bundle as `product.js`. */
import product, * as objects from './product.js'

/** Of a hundred calls, how many go wrong. */
const SHARE = { send: 8, sendBatch: 3, get: 2, all: 0.5, batch: 0.5, fallback: 3 }
const OTHERS = 0.3
const LATE_MS = 12_000

let rough = false
const wrong = { failed: 0, stalled: 0, late: 0, reset: 0 }

async function call(name, run) {
  if (!rough || Math.random() * 100 >= (SHARE[name] ?? OTHERS)) {
    return run()
  }
  switch (Math.floor(Math.random() * 4)) {
    case 0:
      wrong.failed += 1
      throw new Error('Network connection lost.')
    case 1:
      wrong.stalled += 1
      return new Promise(() => {})
    case 2:
      wrong.late += 1
      await scheduler.wait(LATE_MS)
      return run()
    default:
      wrong.reset += 1
      await run()
      throw Object.assign(new Error('The object was reset.'), { retryable: true })
  }
}

/** A stub or a binding whose methods may go wrong. */
function shaky(target) {
  return new Proxy(target, {
    get(own, name) {
      if (typeof name === 'symbol' || name === 'then') {
        return undefined
      }
      return (...args) => call(name, () => own[name](...args))
    },
  })
}

function shakyObjects(objects) {
  return { getByName: (name) => shaky(objects.getByName(name)) }
}

const known = new WeakMap()

function shakyEnv(env) {
  const before = known.get(env)
  if (before !== undefined) {
    return before
  }
  const statement = (own) => ({
    own,
    bind: (...values) => statement(own.bind(...values)),
    ...Object.fromEntries(
      ['all', 'first', 'run', 'raw'].map((name) => [name, (...args) => call(name, () => own[name](...args))]),
    ),
  })
  const made = {
    ...env,
    EVENTS: shaky(env.EVENTS),
    COPIES: shaky(env.COPIES),
    JOURNAL: shakyObjects(env.JOURNAL),
    THINKIFIC_SITE: shakyObjects(env.THINKIFIC_SITE),
    DB: {
      prepare: (sql) => statement(env.DB.prepare(sql)),
      batch: (statements) => call('batch', () => env.DB.batch(statements.map(({ own }) => own))),
    },
  }
  known.set(env, made)
  return made
}

function resettable(Class) {
  return class extends Class {
    constructor(ctx, env) {
      super(ctx, shakyEnv(env))
    }

    async die() {
      this.ctx.abort('reset by the soak')
    }

    /** Events of these that have no receipt, and how many receipts are still open. */
    async missing(ids) {
      const { sql } = this.ctx.storage
      const receipts = new Set(
        sql
          .exec('SELECT key FROM receipts')
          .toArray()
          .map(({ key }) => key.slice(key.indexOf('.') + 1)),
      )
      const { open } = sql.exec('SELECT count(*) AS open FROM receipts WHERE closed IS NULL').one()
      const outcomes = sql
        .exec(
          `SELECT r.value ->> 'outcome' AS outcome, count(*) AS count FROM receipts, json_each(doc, '$.results') r GROUP BY 1`,
        )
        .toArray()
        .map(({ outcome, count }) => [outcome ?? 'open', count])
      return { lost: ids.filter((id) => !receipts.has(id)), open, outcomes: Object.fromEntries(outcomes) }
    }
  }
}

export const Journal = resettable(objects.Journal)
export const ThinkificSite = resettable(objects.ThinkificSite)

const CONTROLS = {
  rough: (on) => {
    rough = on
    return wrong
  },
  'reset journal': (name, env) =>
    env.JOURNAL.getByName(name)
      .die()
      .catch(() => null),
  'reset site': (name, env) =>
    env.THINKIFIC_SITE.getByName(name)
      .die()
      .catch(() => null),
  missing: ([name, ids], env) => env.JOURNAL.getByName(name).missing(ids),
}

export default {
  async fetch(request, env, ctx) {
    if (new URL(request.url).pathname === '/soak') {
      const { control, given } = await request.json()
      return Response.json((await CONTROLS[control](given, env)) ?? null)
    }
    return product.fetch(request, shakyEnv(env), ctx)
  },
  queue: (batch, env, ctx) => product.queue(batch, shakyEnv(env), ctx),
}

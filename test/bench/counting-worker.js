/**
 * The product's Worker with a counter on every binding, as the platform would bill them. It runs in the same runtime as
 * the product itself: plain JavaScript, beside the bundle as `product.js`.
 */
import product, * as objects from './product.js'

const counts = {}
/** Objects that were called. What their storage took is read in the object that took it: elsewhere a cursor may not be asked. */
const called = new Map()
/** Statements by what stands before them and counts. */
const bare = new WeakMap()

/** Counts what the objects' own storage reads, writes and sets alarms for. */
function counted(name, Class) {
  return class extends Class {
    #cursors

    constructor(ctx, env) {
      const cursors = []
      patch(ctx.storage, cursors)
      super(ctx, countedEnv(env))
      this.#cursors = cursors
    }

    benchRows() {
      const rows = { read: 0, written: 0 }
      for (const { rowsRead, rowsWritten } of this.#cursors.splice(0)) {
        rows.read += rowsRead
        rows.written += rowsWritten
      }
      return rows
    }
  }

  function patch(storage, cursors) {
    const exec = storage.sql.exec.bind(storage.sql)
    storage.sql.exec = (...given) => {
      const cursor = exec(...given)
      cursors.push(cursor)
      return cursor
    }
    const setAlarm = storage.setAlarm.bind(storage)
    storage.setAlarm = (...given) => {
      add(`${name} alarms set`)
      return setAlarm(...given)
    }
  }
}

export const Journal = counted('Journal', objects.Journal)
export const ThinkificSite = counted('ThinkificSite', objects.ThinkificSite)

export default {
  async fetch(request, env, ctx) {
    const url = new URL(request.url)
    if (url.pathname === '/bench/counts') {
      return Response.json(await taken(env))
    }
    if (url.pathname === '/bench/loaded') {
      return Response.json(globalThis.benchLoaded ?? [])
    }
    if (url.pathname === '/bench/journal') {
      return journal(await request.json(), env)
    }
    add('requests')
    return product.fetch(request, countedEnv(env), ctx)
  },

  async queue(batch, env, ctx) {
    add('batches')
    add('messages read', batch.messages.length)
    for (const message of batch.messages) {
      const ack = message.ack.bind(message)
      message.ack = () => {
        add('messages deleted')
        ack()
      }
    }
    await product.queue(batch, countedEnv(env), ctx)
  },
}

/** Calls a journal's verbs, for pages that need it full; answers what they answered. */
async function journal({ marketplace, calls }, env) {
  const stub = env.JOURNAL.getByName(marketplace)
  const answers = []
  for (const [verb, ...given] of calls) {
    answers.push((await stub[verb](...given)) ?? null)
  }
  return Response.json(answers)
}

function countedEnv(env) {
  return {
    ...env,
    DB: database(env.DB),
    COPIES: each(env.COPIES, { get: 'KV reads', put: 'KV writes' }),
    EVENTS: queue(env.EVENTS),
    JOURNAL: namespace(env, 'JOURNAL', 'Journal'),
    THINKIFIC_SITE: namespace(env, 'THINKIFIC_SITE', 'ThinkificSite'),
  }
}

function queue(events) {
  return {
    send: (...given) => {
      add('messages written')
      return events.send(...given)
    },
    sendBatch: (messages) => {
      add('messages written', messages.length)
      return events.sendBatch(messages)
    },
  }
}

function namespace(env, binding, what) {
  return {
    getByName: (name) => {
      called.set(`${binding} ${name}`, { binding, name, what })
      const stub = env[binding].getByName(name)
      return new Proxy(stub, {
        get:
          (_, verb) =>
          (...given) => {
            add(`${what} requests`)
            return stub[verb](...given)
          },
      })
    },
  }
}

function database(db) {
  return new Proxy(db, {
    get: (_, verb) => {
      if (verb === 'batch') {
        return async (statements) => {
          const results = await db.batch(statements.map((one) => bare.get(one) ?? one))
          for (const { meta } of results) {
            rows(meta)
          }
          return results
        }
      }
      if (verb === 'prepare') {
        return (sql) => statement(db.prepare(sql))
      }
      const value = db[verb]
      return typeof value === 'function' ? value.bind(db) : value
    },
  })
}

/** Only `all` and `run` say how many rows they took, so what is read otherwise is read twice, and counted once. */
function statement(prepared) {
  const counting = new Proxy(prepared, {
    get: (_, verb) => {
      if (verb === 'bind') {
        return (...values) => statement(prepared.bind(...values))
      }
      const value = prepared[verb]
      return typeof value !== 'function'
        ? value
        : async (...given) => {
            const isSaid = verb === 'all' || verb === 'run'
            const answer = await (isSaid ? value.apply(prepared, given) : prepared.all())
            rows(answer.meta)
            return isSaid ? answer : value.apply(prepared, given)
          }
    },
  })
  bare.set(counting, prepared)
  return counting
}

function rows({ rows_read: read, rows_written: written }) {
  add('D1 rows read', read)
  add('D1 rows written', written)
}

function each(binding, names) {
  return new Proxy(binding, {
    get:
      (_, verb) =>
      (...given) => {
        if (names[verb]) {
          add(names[verb])
        }
        return binding[verb](...given)
      },
  })
}

function add(what, howMany = 1) {
  counts[what] = (counts[what] ?? 0) + howMany
}

/** What was counted since the last time it was asked. */
async function taken(env) {
  for (const { binding, name, what } of called.values()) {
    const { read, written } = await env[binding].getByName(name).benchRows()
    add(`${what} rows read`, read)
    add(`${what} rows written`, written)
  }
  const all = { ...counts }
  for (const what of Object.keys(counts)) {
    delete counts[what]
  }
  return all
}

/**
 * The Worker's bindings, each of whose calls has a limit. The entry and every object take theirs from here, so that no
 * await on another part can be without one (.run/house/limited-env.ts).
 */
import type { Env } from '../env'
import { limitDatabase } from './limited-database'
import { limitObjects } from './limited-objects'
import { withTimeout } from './timeout'

/** Someone waits for the answer, and a queue answers within milliseconds or not at all: one hung for a minute before it refused. */
const QUEUE_ANSWERS_MS = 5_000
/** Two tries and the journal's have to fit into the five seconds that a sender waits for its answer. */
const QUEUE_TAKES_EVENT_MS = 2_000
/** A copy that does not come by then is no copy. */
const COPY_ANSWERS_MS = 2_000
/** A catalog of thousands of courses is megabytes. */
const COPY_TAKEN_MS = 10_000
const COPY_LIMITS = {
  get: COPY_ANSWERS_MS,
  getWithMetadata: COPY_ANSWERS_MS,
  list: COPY_ANSWERS_MS,
  put: COPY_TAKEN_MS,
  delete: COPY_TAKEN_MS,
}
const ASSET_LIMITS = { fetch: 2_000 }
const MAILER_LIMITS = { send: 10_000 }

type Jurisdiction = NonNullable<Env['JURISDICTION']>

const known = new WeakMap<Env, Env>()
const limitedBindings = new WeakMap<object, object>()

/** A binding that is replaced later is the one that is called. */
export function limitEnv(env: Env): Env {
  const before = known.get(env)
  if (before !== undefined) {
    return before
  }
  const limited = new Proxy(env, { get: (bindings, name) => limitBinding(bindings, name) })
  known.set(env, limited)
  return limited
}

function limitBinding(env: Env, name: string | symbol): unknown {
  switch (name) {
    case 'DB':
      return limitDatabase(env.DB)
    case 'COPIES':
      return limitMethods(env.COPIES, COPY_LIMITS)
    case 'EVENTS':
      return limitQueue(env.EVENTS)
    case 'JOURNAL':
      return limitObjects(within(env.JOURNAL, env.JURISDICTION))
    case 'THINKIFIC_SITE':
      return limitObjects(within(env.THINKIFIC_SITE, env.JURISDICTION))
    case 'NOTIFY_URL_RECEIVER':
      return limitObjects(within(env.NOTIFY_URL_RECEIVER, env.JURISDICTION))
    case 'MAILER':
      return env.MAILER && limitMethods(env.MAILER, MAILER_LIMITS)
    case 'ASSETS':
      return env.ASSETS && limitMethods(env.ASSETS, ASSET_LIMITS)
    default:
      return passUnlimited(name, Reflect.get(env, name))
  }
}

/** As D1's, one for each use: every event is sent by one, and a proxy takes longer than making it. */
function limitQueue(queue: Env['EVENTS']): Pick<Env['EVENTS'], 'send' | 'sendBatch'> {
  return {
    send: (message, options) => withTimeout(QUEUE_TAKES_EVENT_MS, queue.send(message, options)),
    sendBatch: (messages, options) => withTimeout(QUEUE_ANSWERS_MS, queue.sendBatch(messages, options)),
  }
}

/** An object is another one in each jurisdiction, so all are asked for in the one that the first deploy chose. */
function within<Objects extends { jurisdiction(name: Jurisdiction): Objects }>(
  objects: Objects,
  jurisdiction: Jurisdiction | undefined,
): Objects {
  return jurisdiction ? objects.jurisdiction(jurisdiction) : objects
}

/** Settings are text. A binding without limits would be awaited without end. */
function passUnlimited(name: string | symbol, value: unknown): unknown {
  if (typeof value === 'function' || (typeof value === 'object' && value !== null && !Array.isArray(value))) {
    throw new Error(`the binding ${String(name)} has no limits: give it some in limited-env.ts`)
  }
  return value
}

/** Once for each binding. */
function limitMethods<Binding extends object>(binding: Binding, limits: Record<string, number>): Binding {
  const before = limitedBindings.get(binding)
  if (before !== undefined) {
    return before as Binding
  }
  const unlimited: object = binding
  const methods = new Map<string | symbol, unknown>(
    Object.entries(limits).map(([name, ms]) => {
      return [name, (...args: unknown[]) => withTimeout(ms, Reflect.get(unlimited, name).apply(binding, args))]
    }),
  )
  const limited = new Proxy(binding, {
    get(target, name) {
      const value: unknown = methods.get(name) ?? Reflect.get(target, name)
      return typeof value === 'function' && !methods.has(name) ? value.bind(target) : value
    },
  })
  limitedBindings.set(binding, limited)
  return limited
}

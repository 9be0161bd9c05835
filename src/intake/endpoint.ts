/** Finds an endpoint's secrets, in D1 only when no nearer copy exists. */

import type { Env } from '../env'
import type { LogFields } from '../http/request-log'
import { withTimeout } from '../limits/timeout'
import type { WordMeaning } from '../model/word-meaning'
import { COPY_SECONDS, type OpenEndpoint, openSecrets, queryEndpoint, readCopy, writeCopy } from './endpoint-copy'
import { normalizeWord } from './formats/common-words'
import type { IsolateCache } from './isolate-cache'
import type { OpenSecret } from './senders/sender'
import type { WaitingRoom } from './waiting-room'

/** Lifetime of an isolate's copy. */
const ISOLATE_MS = 30_000
/** When neither D1 nor KV answers, an old copy is better than losing sales. */
const LAST_RESORT_MS = 600_000
/** As for KV (endpoint-copy.ts): the delay a sender sees for each that stalls. */
const D1_ANSWERS_MS = 2_000
/** How often posts that arrived together look whether one of them has found the endpoint. */
const ARRIVALS_LOOK_MS = 50
/** For KV and D1 together, while an old copy is at hand. */
const COPY_WAITS_MS = 2_000

/** What a post is worked on with; `log` is what the request's line will say. */
export interface PostContext {
  env: Env
  ctx: Pick<ExecutionContext, 'waitUntil'>
  log: LogFields
  /** Where the post came from; only refusals ask. */
  network: () => string
  isolate: IsolateCache
}

type EndpointLookup = OpenEndpoint | 'unknown' | 'unavailable'

/** `at`: when it was read, epoch ms. */
export interface CachedEndpoint {
  endpoint: OpenEndpoint | 'unknown'
  at: number
}

/** `at`: when it began, epoch ms. */
export interface LastLookup {
  at: number
  found: EndpointLookup
}

/**
 * The endpoint from the isolate, KV or D1, whichever answers first. `unavailable`: no copy and no D1. An old copy is
 * used where neither answers, or both take long.
 */
export function findEndpoint(id: string, context: PostContext): EndpointLookup | Promise<EndpointLookup> {
  const last = context.isolate.endpoints.get(id)
  const now = Date.now()
  if (last === undefined || last.endpoint === 'unknown' || now - last.at >= LAST_RESORT_MS) {
    return lookUpEndpoint(id, context)
  }
  if (now - last.at < ISOLATE_MS) {
    return last.endpoint
  }
  return renewEndpoint(id, last.endpoint, context)
}

async function renewEndpoint(id: string, old: OpenEndpoint, context: PostContext): Promise<EndpointLookup> {
  const looked = lookUpEndpoint(id, context)
  context.ctx.waitUntil(looked)
  const found = await withTimeout(COPY_WAITS_MS, looked).catch((): EndpointLookup => 'unavailable')
  return found === 'unavailable' ? old : found
}

/** Never throws. Posts that no copy answers share what one of them finds in D1: a launch may begin on a new isolate. */
async function lookUpEndpoint(id: string, context: PostContext): Promise<EndpointLookup> {
  const arrived = Date.now()
  const copy = await readCopy(id, context)
  if (copy !== null) {
    return cacheEndpoint(id, copy, context)
  }
  return readInTurn(id, context, {
    room: context.isolate.arrivals,
    everyMs: ARRIVALS_LOOK_MS,
    isAnswer: ({ at, found }) => at >= arrived || (typeof found !== 'string' && at >= arrived - D1_ANSWERS_MS),
  })
}

/** Reads D1 for a post that a copy refused. A look-up that began before it may not know its key yet. */
export function reloadEndpoint(id: string, context: PostContext): Promise<EndpointLookup> {
  const arrived = Date.now()
  const { waitingRoom: room, lookups } = context.isolate
  return readInTurn(id, context, { room, everyMs: lookups.everyMs, isAnswer: ({ at }) => at >= arrived })
}

interface Turn {
  room: WaitingRoom
  everyMs: number
  isAnswer(other: LastLookup): boolean
}

/** A post waits for its turn or for another's answer, since it must not be refused because of others. `unavailable` also when too many wait. */
async function readInTurn(id: string, context: PostContext, turn: Turn): Promise<EndpointLookup> {
  const { lookups, lastLookups } = context.isolate
  while (!lookups.take(id, Date.now())) {
    const post = turn.room.enter(Date.now())
    if (post === null) {
      return 'unavailable'
    }
    await scheduler.wait(turn.everyMs)
    turn.room.leave(post)
    const last = lastLookups.get(id)
    if (last !== undefined && turn.isAnswer(last)) {
      return last.found
    }
  }
  const at = Date.now()
  const found = await loadEndpoint(id, context)
  lastLookups.set(id, { at, found: typeof found === 'string' ? found : { ...found, fresh: false } })
  return found
}

async function loadEndpoint(id: string, context: PostContext): Promise<EndpointLookup> {
  const last = context.isolate.endpoints.get(id)
  try {
    const copy = await withTimeout(D1_ANSWERS_MS, queryEndpoint(id, context.env.DB))
    if (copy === null) {
      return cacheEndpoint(id, 'unknown', context)
    }
    // KV writes are the costliest step here; skip one nothing will read.
    if (last && Date.now() - last.at < COPY_SECONDS * 1000) {
      writeCopy(id, copy, context)
    }
    return cacheEndpoint(id, await openSecrets(id, copy, context, true), context)
  } catch {
    return 'unavailable'
  }
}

/** Later requests get the copy as one that is no longer fresh. */
function cacheEndpoint(id: string, endpoint: OpenEndpoint | 'unknown', { isolate }: PostContext): typeof endpoint {
  const kept = endpoint === 'unknown' ? endpoint : { ...endpoint, fresh: false }
  isolate.endpoints.set(id, { endpoint: kept, at: Date.now() })
  return endpoint
}

export function listValidSecrets(endpoint: OpenEndpoint, now: number): OpenSecret[] {
  return endpoint.secrets.filter((secret) => secret.validUntil === null || secret.validUntil > now)
}

/** What the endpoint's marketplace chose for a word of that format; null for one it chose nothing for. */
export function findChosenWord({ words }: OpenEndpoint, format: string, word: string): WordMeaning | null {
  if (words.length === 0) {
    return null
  }
  const normalized = normalizeWord(word)
  return words.find(([where, chosen]) => where === format && chosen === normalized)?.[2] ?? null
}

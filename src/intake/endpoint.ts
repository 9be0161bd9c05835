/** Finds an endpoint's secrets, in D1 only when no nearer copy exists. */

import type { Env } from '../env'
import type { LogFields } from '../http/request-log'
import { withTimeout } from '../limits/timeout'
import type { WordMeaning } from '../model/word-meaning'
import { unseal } from '../secrets/sealing'
import { normalizeWord } from './formats/words'
import type { IsolateCache } from './isolate-cache'
import type { OpenSecret } from './senders/sender'

/** Lifetime of an isolate's copy. */
const ISOLATE_MS = 30_000
/** KV's shortest expiry, and how long its copy is trusted. */
const COPY_SECONDS = 60
/** When neither D1 nor KV answers, an old copy is better than losing sales. */
const LAST_RESORT_MS = 600_000
/** For KV, and then for D1: where they stall, each costs a sender this much. */
const COPY_ANSWERS_MS = 2_000
const D1_ANSWERS_MS = 2_000
/** With an old copy at hand, for both. */
const COPY_WAITS_MS = 2_000

/** `validUntil` in epoch ms, null until rotated. */
interface SealedSecret {
  id: string
  kind: 'signing' | 'key'
  sealed: string
  validUntil: number | null
}

/** Stored in KV under `endpoint:<id>`. */
interface EndpointCopy {
  marketplace: string
  /** Failed payments that make a subscription delinquent; missing where none was chosen, and in copies of 0.1.0. */
  delinquentAt?: number
  secrets: SealedSecret[]
  /** What the marketplace chose for its senders' words; missing in copies that 0.1.0 made. */
  words?: ChosenWord[]
}

/** `word` as formats/words.ts normalizes it. */
type ChosenWord = [format: string, word: string, meaning: WordMeaning]

/** With opened secrets. `fresh`: read from D1 by this look-up. */
export interface Endpoint {
  id: string
  marketplace: string
  delinquentAt?: number
  secrets: (OpenSecret & { validUntil: number | null })[]
  words: ChosenWord[]
  fresh: boolean
}

/** What a post is worked on with; `log` is what the request's line will say. */
export interface PostContext {
  env: Env
  ctx: Pick<ExecutionContext, 'waitUntil'>
  log: LogFields
  /** Where the post came from; only refusals ask. */
  network: () => string
  isolate: IsolateCache
}

type EndpointLookup = Endpoint | 'unknown' | 'unavailable'

/** `at`: when it was read, epoch ms. */
export interface CachedEndpoint {
  endpoint: Endpoint | 'unknown'
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
export async function findEndpoint(id: string, context: PostContext): Promise<EndpointLookup> {
  const last = context.isolate.endpoints.get(id)
  const now = Date.now()
  if (last === undefined || last.endpoint === 'unknown' || now - last.at >= LAST_RESORT_MS) {
    return lookUpEndpoint(id, context)
  }
  if (now - last.at < ISOLATE_MS) {
    return last.endpoint
  }
  const looked = lookUpEndpoint(id, context)
  context.ctx.waitUntil(looked)
  const found = await withTimeout(COPY_WAITS_MS, looked).catch((): EndpointLookup => 'unavailable')
  return found === 'unavailable' ? last.endpoint : found
}

/** Never throws. */
async function lookUpEndpoint(id: string, context: PostContext): Promise<EndpointLookup> {
  const copy = await readCopy(id, context)
  return copy === null ? reloadEndpoint(id, context) : cacheEndpoint(id, copy, context)
}

/**
 * Reads D1. In a flood of wrong keys a post waits for the next look-up, since a new key must not be refused because of
 * others. `unavailable` also when too many wait.
 */
export async function reloadEndpoint(id: string, context: PostContext): Promise<EndpointLookup> {
  const { isolate } = context
  const arrived = Date.now()
  while (!isolate.lookups.take(id, Date.now())) {
    const post = isolate.waitingRoom.enter(Date.now())
    if (post === null) {
      return 'unavailable'
    }
    await scheduler.wait(isolate.lookups.everyMs)
    isolate.waitingRoom.leave(post)
    const last = isolate.lastLookups.get(id)
    if (last !== undefined && last.at >= arrived) {
      return last.found
    }
  }
  const at = Date.now()
  const found = await loadEndpoint(id, context)
  isolate.lastLookups.set(id, { at, found: typeof found === 'string' ? found : { ...found, fresh: false } })
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

function writeCopy(id: string, copy: EndpointCopy, { env, ctx }: PostContext): void {
  const kept = env.COPIES.put(endpointCopyKey(id), JSON.stringify(copy), { expirationTtl: COPY_SECONDS })
  ctx.waitUntil(kept.catch(() => undefined))
}

export function listValidSecrets(endpoint: Endpoint, now: number): OpenSecret[] {
  return endpoint.secrets.filter((secret) => secret.validUntil === null || secret.validUntil > now)
}

/** What the endpoint's marketplace chose for a word of that format; null for one it chose nothing for. */
export function findChosenWord({ words }: Endpoint, format: string, word: string): WordMeaning | null {
  if (words.length === 0) {
    return null
  }
  const normalized = normalizeWord(word)
  return words.find(([where, chosen]) => where === format && chosen === normalized)?.[2] ?? null
}

export function endpointCopyKey(id: string): string {
  return `endpoint:${id}`
}

/** What KV holds; a copy that is missing, odd or cannot be opened is no copy. */
async function readCopy(id: string, context: PostContext): Promise<Endpoint | null> {
  try {
    const read = context.env.COPIES.get<EndpointCopy>(endpointCopyKey(id), 'json')
    const copy = await withTimeout(COPY_ANSWERS_MS, read)
    return copy === null ? null : await openSecrets(id, copy, context, false)
  } catch {
    return null
  }
}

async function queryEndpoint(id: string, db: D1Database): Promise<EndpointCopy | null> {
  const { results } = await db
    .prepare(
      `SELECT endpoints.marketplace, delinquent_at AS delinquentAt, endpoint_secrets.id, kind, sealed,
         valid_until AS validUntil,
         (SELECT json_group_array(json_array(format, word, meaning)) FROM words
          WHERE words.marketplace = endpoints.marketplace) AS words
       FROM endpoints LEFT JOIN endpoint_secrets ON endpoint = endpoints.id WHERE endpoints.id = ?`,
    )
    .bind(id)
    .all<{ marketplace: string; delinquentAt: number | null; words: string } & (SealedSecret | { id: null })>()
  const [first] = results
  if (!first) {
    return null
  }
  const secrets = results.flatMap((row) =>
    row.id === null ? [] : [{ id: row.id, kind: row.kind, sealed: row.sealed, validUntil: row.validUntil }],
  )
  const { marketplace, delinquentAt } = first
  const words = JSON.parse(first.words) as ChosenWord[]
  return { marketplace, secrets, words, ...(delinquentAt === null ? {} : { delinquentAt }) }
}

/** Leaves out secrets that cannot be opened; throws when none is left, since the fault is ours. */
async function openSecrets(
  id: string,
  copy: EndpointCopy,
  { env, log }: PostContext,
  fresh: boolean,
): Promise<Endpoint> {
  const secrets: Endpoint['secrets'] = []
  for (const { sealed, ...secret } of copy.secrets) {
    try {
      const plain = await unseal(env.SEALING_KEYS, `endpoint:${copy.marketplace}:${id}:${secret.id}`, sealed)
      secrets.push({ ...secret, plain })
    } catch {
      log.unopened = secret.id
    }
  }
  if (secrets.length === 0 && copy.secrets.length > 0) {
    throw new Error('no secret of the endpoint can be opened')
  }
  const { marketplace, delinquentAt, words = [] } = copy
  return { id, marketplace, secrets, words, fresh, ...(delinquentAt === undefined ? {} : { delinquentAt }) }
}

/** Later requests get the copy as one that is no longer fresh. */
function cacheEndpoint(id: string, endpoint: Endpoint | 'unknown', { isolate }: PostContext): typeof endpoint {
  const kept = endpoint === 'unknown' ? endpoint : { ...endpoint, fresh: false }
  isolate.endpoints.set(id, { endpoint: kept, at: Date.now() })
  return endpoint
}

/** Finds an endpoint's secrets, in D1 only when no nearer copy exists. */

import type { Env } from '../env'
import type { LogFields } from '../http/request-log'
import { unseal } from '../secrets/sealing'
import { IsolateCache } from './isolate-cache'
import { RateLimiter } from './rate-limiter'
import type { OpenSecret } from './senders/sender'

/** Lifetime of an isolate's copy. */
const ISOLATE_MS = 30_000
/** KV's shortest expiry, and how long its copy is trusted. */
const COPY_SECONDS = 60
/** When neither D1 nor KV answers, an old copy is better than losing sales. */
const LAST_RESORT_MS = 600_000
/** D1 look-ups per endpoint and isolate, shared by all posts that wait for one. */
const LOOKUPS = { burst: 10, everyMs: 1_000 }
/** Posts waiting for a look-up per isolate, each with its body in memory. */
const MOST_WAITING = 100
const MOST_ENDPOINTS = 1_000

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
  secrets: SealedSecret[]
}

/** With opened secrets. `fresh`: read from D1 by this look-up. */
export interface Endpoint {
  id: string
  marketplace: string
  secrets: (OpenSecret & { validUntil: number | null })[]
  fresh: boolean
}

/** The log fields receive secrets that could not be opened. */
export interface LookupContext {
  env: Env
  ctx: Pick<ExecutionContext, 'waitUntil'>
  log: LogFields
}

type EndpointLookup = Endpoint | 'unknown' | 'unavailable'

interface CachedEndpoint {
  endpoint: Endpoint | 'unknown'
  at: number
}

const cache = new IsolateCache<CachedEndpoint>(MOST_ENDPOINTS)
const lookupLimit = new RateLimiter(LOOKUPS.burst, LOOKUPS.everyMs)
/** Last look-up and its start; it serves every post that asked before. */
const lastLookups = new IsolateCache<{ at: number; found: EndpointLookup }>(MOST_ENDPOINTS)
let waiting = 0

/** From the isolate, KV or D1, whichever answers first. `unavailable`: no copy and no D1. */
export async function findEndpoint(id: string, context: LookupContext): Promise<EndpointLookup> {
  const last = cache.get(id)
  const now = Date.now()
  if (last && last.endpoint !== 'unknown' && now - last.at < ISOLATE_MS) {
    return last.endpoint
  }
  const copy = await readCopy(id, context)
  if (copy) {
    return cacheEndpoint(id, copy)
  }
  const found = await reloadEndpoint(id, context)
  if (found !== 'unavailable' || !last || last.endpoint === 'unknown') {
    return found
  }
  return now - last.at < LAST_RESORT_MS ? last.endpoint : found
}

/**
 * Reads D1. In a flood of wrong keys a post waits for the next look-up, since a new key must not be refused because of
 * others. `unavailable` also when too many wait.
 */
export async function reloadEndpoint(id: string, context: LookupContext): Promise<EndpointLookup> {
  const arrived = Date.now()
  while (!lookupLimit.take(id, Date.now())) {
    if (waiting >= MOST_WAITING) {
      return 'unavailable'
    }
    waiting += 1
    await scheduler.wait(LOOKUPS.everyMs).finally(() => {
      waiting -= 1
    })
    const last = lastLookups.get(id)
    if (last !== undefined && last.at >= arrived) {
      return last.found
    }
  }
  const at = Date.now()
  const found = await loadEndpoint(id, context)
  lastLookups.set(id, { at, found: typeof found === 'string' ? found : { ...found, fresh: false } })
  return found
}

async function loadEndpoint(id: string, context: LookupContext): Promise<EndpointLookup> {
  const last = cache.get(id)
  try {
    const copy = await queryEndpoint(id, context.env.DB)
    if (copy === null) {
      return cacheEndpoint(id, 'unknown')
    }
    // KV writes are the costliest step here; skip one nothing will read.
    if (last && Date.now() - last.at < COPY_SECONDS * 1000) {
      writeCopy(id, copy, context)
    }
    return cacheEndpoint(id, await openSecrets(id, copy, context, true))
  } catch {
    return 'unavailable'
  }
}

function writeCopy(id: string, copy: EndpointCopy, { env, ctx }: LookupContext): void {
  const kept = env.COPIES.put(endpointCopyKey(id), JSON.stringify(copy), { expirationTtl: COPY_SECONDS })
  ctx.waitUntil(kept.catch(() => undefined))
}

export function listValidSecrets(endpoint: Endpoint, now: number): OpenSecret[] {
  return endpoint.secrets.filter((secret) => secret.validUntil === null || secret.validUntil > now)
}

export function endpointCopyKey(id: string): string {
  return `endpoint:${id}`
}

/** Null for a copy that is missing, malformed or cannot be opened. */
async function readCopy(id: string, context: LookupContext): Promise<Endpoint | null> {
  try {
    const copy = await context.env.COPIES.get<EndpointCopy>(endpointCopyKey(id), 'json')
    return copy === null ? null : await openSecrets(id, copy, context, false)
  } catch {
    return null
  }
}

async function queryEndpoint(id: string, db: D1Database): Promise<EndpointCopy | null> {
  const { results } = await db
    .prepare(
      `SELECT endpoints.marketplace, endpoint_secrets.id, kind, sealed, valid_until AS validUntil
       FROM endpoints LEFT JOIN endpoint_secrets ON endpoint = endpoints.id WHERE endpoints.id = ?`,
    )
    .bind(id)
    .all<{ marketplace: string } & (SealedSecret | { id: null })>()
  const [first] = results
  if (!first) {
    return null
  }
  const secrets = results.flatMap((row) =>
    row.id === null ? [] : [{ id: row.id, kind: row.kind, sealed: row.sealed, validUntil: row.validUntil }],
  )
  return { marketplace: first.marketplace, secrets }
}

/** Leaves out secrets that cannot be opened; throws when none is left, since the fault is ours. */
async function openSecrets(
  id: string,
  copy: EndpointCopy,
  { env, log }: LookupContext,
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
  return { id, marketplace: copy.marketplace, secrets, fresh }
}

/** Later requests get the copy as no longer fresh. */
function cacheEndpoint(id: string, endpoint: Endpoint | 'unknown'): typeof endpoint {
  cache.set(id, { endpoint: endpoint === 'unknown' ? endpoint : { ...endpoint, fresh: false }, at: Date.now() })
  return endpoint
}

/** An endpoint's secrets, found without D1 when anything nearer has a copy. */

import type { Env } from '../env'
import type { Told } from '../http/request-log'
import { open } from '../secrets/sealing'
import { Memory } from './isolate-cache'
import { Allowance } from './rate-limiter'
import type { OpenSecret } from './senders/sender'

/** How long an isolate uses its copy without asking. */
const ISOLATE_MS = 30_000
/** KV's shortest lifetime, and the longest a copy there may be believed. */
const COPY_SECONDS = 60
/** With D1 and KV both silent, an isolate's last copy is better than losing sales. */
const LAST_RESORT_MS = 600_000
/** Looks into D1 for one endpoint by one isolate: so many at once, then one a second, shared by all who wait for it. */
const LOOKS = { burst: 10, everyMs: 1_000 }
/** Posts an isolate lets wait for a look, each with its body in memory. */
const MOST_WAITING = 100
const MOST_ENDPOINTS = 1_000

/** A secret as D1 and KV keep it; `validUntil` in epoch ms, null until rotated. */
interface SealedSecret {
  id: string
  kind: 'signing' | 'key'
  sealed: string
  validUntil: number | null
}

/** What lies in KV under `endpoint:<id>`. */
export interface EndpointCopy {
  marketplace: string
  secrets: SealedSecret[]
}

/** An endpoint with its secrets opened. `fresh`: read from D1 by this very look. */
export interface Endpoint {
  id: string
  marketplace: string
  secrets: (OpenSecret & { validUntil: number | null })[]
  fresh: boolean
}

/** With what an endpoint is looked for; `told`: where the request's line learns which secret could not be opened. */
export interface Asked {
  env: Env
  ctx: Pick<ExecutionContext, 'waitUntil'>
  told: Told
}

export type Found = Endpoint | 'unknown' | 'unavailable'

interface Remembered {
  endpoint: Endpoint | 'unknown'
  at: number
}

const remembered = new Memory<Remembered>(MOST_ENDPOINTS)
const looks = new Allowance(LOOKS.burst, LOOKS.everyMs)
/** What the last look found, and when it began: it answers whoever asked before. */
const looked = new Memory<{ at: number; found: Found }>(MOST_ENDPOINTS)
let waiting = 0

/** The endpoint from the isolate, KV or D1, whichever answers first. `unavailable`: no copy and no D1. */
export async function findEndpoint(id: string, asked: Asked): Promise<Found> {
  const last = remembered.get(id)
  const now = Date.now()
  if (last && last.endpoint !== 'unknown' && now - last.at < ISOLATE_MS) return last.endpoint
  const copy = await copied(id, asked)
  if (copy) return remember(id, copy)
  const found = await lookAgain(id, asked)
  if (found !== 'unavailable' || !last || last.endpoint === 'unknown') return found
  return now - last.at < LAST_RESORT_MS ? last.endpoint : found
}

/**
 * The endpoint as D1 has it now. Where many ask, as under a flood of wrong keys, a post waits for the next look: a key
 * made a moment ago must not be refused for what others did. `unavailable` also where too many wait.
 */
export async function lookAgain(id: string, asked: Asked): Promise<Found> {
  const arrived = Date.now()
  while (!looks.take(id, Date.now())) {
    if (waiting >= MOST_WAITING) return 'unavailable'
    waiting += 1
    await scheduler.wait(LOOKS.everyMs).finally(() => {
      waiting -= 1
    })
    const last = looked.get(id)
    if (last !== undefined && last.at >= arrived) return last.found
  }
  const at = Date.now()
  const found = await look(id, asked)
  looked.set(id, { at, found: typeof found === 'string' ? found : { ...found, fresh: false } })
  return found
}

async function look(id: string, asked: Asked): Promise<Found> {
  const last = remembered.get(id)
  try {
    const copy = await read(id, asked.env.DB)
    if (copy === null) return remember(id, 'unknown')
    // A copy is the dearest thing of all: where nobody asks again while it lives, it is written for nothing.
    if (last && Date.now() - last.at < COPY_SECONDS * 1000) keep(id, copy, asked)
    return remember(id, await opened(id, copy, asked, true))
  } catch {
    return 'unavailable'
  }
}

function keep(id: string, copy: EndpointCopy, { env, ctx }: Asked): void {
  const kept = env.COPIES.put(copyKey(id), JSON.stringify(copy), { expirationTtl: COPY_SECONDS })
  ctx.waitUntil(kept.catch(() => undefined))
}

/** The secrets of an endpoint that still count. */
export function validSecrets(endpoint: Endpoint, now: number): OpenSecret[] {
  return endpoint.secrets.filter((secret) => secret.validUntil === null || secret.validUntil > now)
}

/** The KV key of an endpoint's copy. */
export function copyKey(id: string): string {
  return `endpoint:${id}`
}

/** What KV holds; a copy that is missing, odd or cannot be opened is no copy. */
async function copied(id: string, asked: Asked): Promise<Endpoint | null> {
  try {
    const copy = await asked.env.COPIES.get<EndpointCopy>(copyKey(id), 'json')
    return copy === null ? null : await opened(id, copy, asked, false)
  } catch {
    return null
  }
}

async function read(id: string, db: D1Database): Promise<EndpointCopy | null> {
  const { results } = await db
    .prepare(
      `SELECT endpoints.marketplace, endpoint_secrets.id, kind, sealed, valid_until AS validUntil
       FROM endpoints LEFT JOIN endpoint_secrets ON endpoint = endpoints.id WHERE endpoints.id = ?`,
    )
    .bind(id)
    .all<{ marketplace: string } & (SealedSecret | { id: null })>()
  const [first] = results
  if (!first) return null
  const secrets = results.flatMap((row) =>
    row.id === null ? [] : [{ id: row.id, kind: row.kind, sealed: row.sealed, validUntil: row.validUntil }],
  )
  return { marketplace: first.marketplace, secrets }
}

/** A secret that cannot be opened is left out; throws when that leaves none, since the fault is ours. */
async function opened(id: string, copy: EndpointCopy, { env, told }: Asked, fresh: boolean): Promise<Endpoint> {
  const secrets: Endpoint['secrets'] = []
  for (const { sealed, ...secret } of copy.secrets) {
    try {
      const plain = await open(env.SEALING_KEYS, `endpoint:${copy.marketplace}:${id}:${secret.id}`, sealed)
      secrets.push({ ...secret, plain })
    } catch {
      told.unopened = secret.id
    }
  }
  if (secrets.length === 0 && copy.secrets.length > 0) throw new Error('no secret of the endpoint can be opened')
  return { id, marketplace: copy.marketplace, secrets, fresh }
}

/** Later requests get the copy as one that is no longer fresh. */
function remember(id: string, endpoint: Endpoint | 'unknown'): typeof endpoint {
  remembered.set(id, { endpoint: endpoint === 'unknown' ? endpoint : { ...endpoint, fresh: false }, at: Date.now() })
  return endpoint
}

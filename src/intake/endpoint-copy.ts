/** What an endpoint's posts are checked with: sealed in D1, with a copy in KV, and opened. */
import { withTimeout } from '../limits/timeout'
import type { WordMeaning } from '../model/word-meaning'
import { unseal } from '../secrets/sealing'
import type { PostContext } from './endpoint'
import type { OpenSecret } from './senders/sender'

/** KV's shortest expiry, and how long its copy is trusted. */
export const COPY_SECONDS = 60
/** The delay a sender sees when KV stalls. */
const COPY_ANSWERS_MS = 2_000

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
  words?: CopiedWord[]
}

/** `word` as formats/common-words.ts normalizes it. */
type CopiedWord = [format: string, word: string, meaning: WordMeaning]

/** With opened secrets. `fresh`: read from D1 by this look-up. */
export interface OpenEndpoint {
  id: string
  marketplace: string
  delinquentAt?: number
  secrets: (OpenSecret & { validUntil: number | null })[]
  words: CopiedWord[]
  fresh: boolean
}

export function endpointCopyKey(id: string): string {
  return `endpoint:${id}`
}

/** What KV holds; a copy that is missing, odd or cannot be opened is no copy. */
export async function readCopy(id: string, context: PostContext): Promise<OpenEndpoint | null> {
  try {
    const read = context.env.COPIES.get<EndpointCopy>(endpointCopyKey(id), 'json')
    const copy = await withTimeout(COPY_ANSWERS_MS, read)
    return copy === null ? null : await openSecrets(id, copy, context, false)
  } catch {
    return null
  }
}

export function writeCopy(id: string, copy: EndpointCopy, { env, ctx }: PostContext): void {
  const kept = env.COPIES.put(endpointCopyKey(id), JSON.stringify(copy), { expirationTtl: COPY_SECONDS })
  ctx.waitUntil(kept.catch(() => undefined))
}

export async function queryEndpoint(id: string, db: D1Database): Promise<EndpointCopy | null> {
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
  const words = JSON.parse(first.words) as CopiedWord[]
  return { marketplace, secrets, words, ...(delinquentAt === null ? {} : { delinquentAt }) }
}

/** Leaves out secrets that cannot be opened; throws when none is left, since the fault is ours. */
export async function openSecrets(
  id: string,
  copy: EndpointCopy,
  { env, log }: PostContext,
  fresh: boolean,
): Promise<OpenEndpoint> {
  const secrets: OpenEndpoint['secrets'] = []
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

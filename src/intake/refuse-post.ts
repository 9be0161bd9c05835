/** Refuses posts: the answer, its count in the journal, and the pace of an address that keeps failing. */
import type { Env } from '../env'
import type { MarketEvent } from '../model/event'
import type { PostContext } from './endpoint'
import type { OpenEndpoint } from './endpoint-copy'
import type { Format } from './formats/format'
import { type Problem, problemResponse, retryAfter } from './problem'
import { toObject } from './reading/field-reader'
import { rewriteBody } from './reading/rewrite-body'
import { readWord } from './understand'

/** Answers and counts it in the journal: a mistyped key must not look like silence. @param event its entry in the log */
export function refuse(
  { env, ctx, log, network: readNetwork, isolate }: PostContext,
  endpoint: OpenEndpoint,
  refused: Problem,
  word: () => string | null = () => null,
  event: MarketEvent | null = null,
): Response {
  const at = Date.now()
  const network = readNetwork()
  log.outcome = 'refused'
  log.field = refused.field ?? null
  const isOften = !isolate.countedByNetwork.take(`${endpoint.id} ${network}`, at)
  if (!isOften && isolate.countedRefusals.take(endpoint.id, at)) {
    ctx.waitUntil(countRefusal(env, endpoint, { ...refused, word: word(), at, network }, event))
  }
  return problemResponse(refused)
}

export function refuseUnauthentic(
  context: PostContext,
  endpoint: OpenEndpoint,
  { reason, word }: Unauthentic,
): Response {
  const { failedPosts } = context.isolate
  if (failedPosts.take(`${endpoint.id} ${context.network()}`, Date.now())) {
    return refuse(context, endpoint, { status: 401, detail: reason }, word)
  }
  const detail = `Too many posts from this address were not authentic. ${reason}`
  return refuse(context, endpoint, { status: 429, detail, headers: retryAfter(failedPosts.waitSeconds) }, word)
}

interface Unauthentic {
  reason: string
  word: () => string | null
}

/** A stranger may have written it: shown only if it looks like a word. */
const PLAIN_WORD = /^[\w .:/-]{1,60}$/

export function peekWord(format: Format, body: string): string | null {
  const reading = format.read(body)
  const fields = 'value' in reading ? toObject(reading.value) : null
  const word = fields === null ? null : (readWord(fields) ?? readWord(rewriteBody(fields)))
  return word !== null && PLAIN_WORD.test(word) ? word : null
}

async function countRefusal(
  env: Env,
  { id, marketplace }: OpenEndpoint,
  refused: Problem & { word: string | null; at: number; network: string },
  event: MarketEvent | null,
) {
  try {
    const { status, detail: reason, at, word, field = null } = refused
    const from = await hashNetwork(env, refused.network)
    await env.JOURNAL.getByName(marketplace).refuse(
      { endpoint: id, at, status, reason, word, field, from },
      event && { id: event.id, customer: event.customer },
    )
  } catch {
    console.error(`endpoint ${id}: a refused post could not be counted`)
  }
}

/** Keyed: addresses themselves are never stored. */
async function hashNetwork({ AUTH_SECRET }: Env, network: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${AUTH_SECRET}:post:${network}`))
  return Buffer.from(digest).toString('hex', 0, 8)
}

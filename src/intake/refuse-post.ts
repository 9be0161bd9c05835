/** Refuses posts: the answer, its count in the journal, and the pace of an address that keeps failing. */
import type { Env } from '../env'
import type { MarketEvent } from '../model/event'
import { readRefusedTraits } from '../model/post-traits'
import { findChosenWord, type PostContext } from './endpoint'
import type { OpenEndpoint } from './endpoint-copy'
import type { HookRoute } from './hook-routes'
import { type Problem, problemResponse, retryAfter } from './problem'
import type { Post } from './senders/sender'
import { understand } from './understand'

/** A post with what its address says of its sender and its format. */
export interface RoutedPost {
  route: HookRoute
  post: Post
}

/**
 * Answers and counts it in the journal: a mistyped key must not look like silence.
 * @param posted null where its address says neither sender nor format @param event its entry in the log
 */
export function refuse(
  { env, ctx, log, network: readNetwork, isolate }: PostContext,
  endpoint: OpenEndpoint,
  refused: Problem,
  posted: RoutedPost | null,
  event: MarketEvent | null = null,
): Response {
  const at = Date.now()
  const network = readNetwork()
  log.outcome = 'refused'
  log.field = refused.field ?? null
  const isOften = !isolate.countedByNetwork.take(`${endpoint.id} ${network}`, at)
  if (!isOften && isolate.countedRefusals.take(endpoint.id, at)) {
    ctx.waitUntil(countRefusal(env, endpoint, { ...refused, at, network }, posted, event))
  }
  return problemResponse(refused)
}

export function refuseUnauthentic(
  context: PostContext,
  endpoint: OpenEndpoint,
  reason: string,
  posted: RoutedPost,
): Response {
  const { failedPosts } = context.isolate
  if (failedPosts.take(`${endpoint.id} ${context.network()}`, Date.now())) {
    return refuse(context, endpoint, { status: 401, detail: reason }, posted)
  }
  const detail = `Too many posts from this address were not authentic. ${reason}`
  return refuse(context, endpoint, { status: 429, detail, headers: retryAfter(failedPosts.waitSeconds) }, posted)
}

/** A stranger may have written it: shown only if it looks like a word. */
const PLAIN_WORD = /^[\w .:/-]{1,60}$/

async function countRefusal(
  env: Env,
  endpoint: OpenEndpoint,
  refused: Problem & { at: number; network: string },
  posted: RoutedPost | null,
  authentic: MarketEvent | null,
) {
  try {
    const { status, detail: reason, at, field = null } = refused
    const event = authentic ?? (posted && readUnauthentic(posted, endpoint))
    const typeWord = event?.typeWord ?? ''
    const word = authentic !== null || PLAIN_WORD.test(typeWord) ? typeWord : ''
    const from = await hashNetwork(env, refused.network)
    await env.JOURNAL.getByName(endpoint.marketplace).refuse(
      { endpoint: endpoint.id, at, status, reason, word: word || null, field, from },
      authentic && { id: authentic.id, customer: authentic.customer },
      posted && event ? readRefusedTraits(event, readOwnId(posted)) : null,
    )
  } catch {
    console.error(`endpoint ${endpoint.id}: a refused post could not be counted`)
  }
}

/** What it would have been, had it been accepted. */
function readUnauthentic({ route: { sender, format }, post }: RoutedPost, endpoint: OpenEndpoint): MarketEvent {
  const { event } = understand(format, post.body, {
    marketplace: endpoint.marketplace,
    source: { kind: 'endpoint', endpoint: endpoint.id, sender: sender.name, format: format.name },
    receivedAt: post.receivedAt,
    identity: () => null,
    chosen: (word) => findChosenWord(endpoint, format.name, word),
  })
  return event
}

/** The id it would have had, whichever way it was to prove itself. */
function readOwnId({ route: { sender, format }, post }: RoutedPost): string | null {
  const reading = format.read(post.body)
  const value = 'value' in reading ? reading.value : reading.part
  return sender.identity(value, post, { by: 'signature' }) ?? sender.identity(value, post, { by: 'key' })
}

/** Keyed: addresses themselves are never stored. */
async function hashNetwork({ AUTH_SECRET }: Env, network: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${AUTH_SECRET}:post:${network}`))
  return Buffer.from(digest).toString('hex', 0, 8)
}

/** Receives posts: authenticates the raw body, translates and queues it, responds. */
import { type Context, Hono } from 'hono'
import type { Env } from '../env'
import { describeError, type LogFields, writeRequestLog } from '../http/request-log'
import { RESPONSE_HEADERS } from '../http/response-headers'
import { MAX_BODY_BYTES, readBody } from './body'
import type { Dialect } from './dialect'
import { DIALECTS, PLAIN_DIALECT } from './dialects'
import { type Endpoint, findEndpoint, type LookupContext, listValidSecrets, reloadEndpoint } from './endpoint'
import { enqueue } from './enqueue'
import { IsolateCache } from './isolate-cache'
import { type Problem, problemResponse, retryAfter } from './problem'
import { RateLimiter } from './rate-limiter'
import type { Post } from './senders/sender'
import { type Understanding, understand } from './understand'

type Hooks = { Bindings: Env }

type Handler = (c: Context<Hooks>, log: LogFields) => Response | Promise<Response>

/** Failed posts per address and endpoint before 429. Authentic posts never count. */
const FAILED_POSTS = new RateLimiter(20, 6_000)
/** Refusals per endpoint reported to its journal; a flood does not justify a call each. */
const REFUSALS = new RateLimiter(60, 1_000)
/** Ids this isolate queued lately, its only knowledge of duplicates. */
const RECENT_IDS = new IsolateCache<true>(1_000)
const RETRY_SECONDS = 30

export const hooks = createHooks(DIALECTS)

/** For any list of senders. One handler per address, since Hono calls a single one directly. */
export function createHooks(dialects: readonly Dialect[]): Hono<Hooks> {
  const app = new Hono<Hooks>()
  for (const route of ['/hooks/:endpoint', '/hooks/:endpoint/:dialect']) {
    const posted = withRequestLog(route, (c, log) => {
      if (c.req.method !== 'POST') {
        return problemResponse(ONLY_POST)
      }
      return receivePost(c, log, dialects, c.req.param('dialect') ?? PLAIN_DIALECT)
    })
    // A trailing slash is an easy mistake; refusing it would lose every event uncounted.
    app.all(route, posted).all(`${route}/`, posted)
  }
  app.notFound(withRequestLog('/hooks/*', () => problemResponse(UNKNOWN)))
  return app
}

/** Writes the request's log line. Passes its fields along, since an async context costs more than all the rest. */
function withRequestLog(route: string, answer: Handler) {
  return async (c: Context<Hooks>): Promise<Response> => {
    const started = Date.now()
    const log: LogFields = {}
    let answered: Response
    try {
      answered = await answer(c, log)
    } catch (error) {
      // Our fault, so the sender may retry.
      Object.assign(log, describeError(error))
      answered = problemResponse(UNAVAILABLE)
    }
    writeRequestLog(c.req.raw, route, answered.status, started, log)
    return answered
  }
}

const ACCEPTED = { status: 202, headers: { ...RESPONSE_HEADERS, 'content-type': 'application/json' } }
const ONLY_POST: Problem = { status: 405, detail: 'Events are posted to this address.', headers: { allow: 'POST' } }
const UNKNOWN: Problem = { status: 404, detail: 'There is no such endpoint.' }
const UNAVAILABLE: Problem = {
  status: 503,
  detail: 'The event could not be taken just now. Please send it again.',
  headers: retryAfter(RETRY_SECONDS),
}

async function receivePost(
  c: Context<Hooks>,
  log: LogFields,
  dialects: readonly Dialect[],
  name: string,
): Promise<Response> {
  const dialect = dialects.find((one) => one.name === name)
  const context = { env: c.env, ctx: c.executionCtx, log }
  const endpoint = await findEndpoint(c.req.param('endpoint') ?? '', context)
  if (endpoint === 'unavailable') {
    return problemResponse(UNAVAILABLE)
  }
  if (endpoint === 'unknown') {
    return problemResponse(UNKNOWN)
  }
  log.endpoint = endpoint.id
  log.marketplace = endpoint.marketplace
  log.dialect = dialect?.name ?? null
  if (!dialect) {
    const known = dialects.map((one) => one.name).join(', ')
    return refuse(c, log, endpoint, { status: 404, detail: `The last part of the address is none of: ${known}.` })
  }
  const body = await readBody(c.req.raw)
  if (body === null) {
    return refuse(c, log, endpoint, { status: 413, detail: `The body is longer than ${MAX_BODY_BYTES / 1024} KiB.` })
  }
  const post = { headers: c.req.raw.headers, key: c.req.query('key') ?? null, body, receivedAt: Date.now() }
  const proof = await authenticate(dialect, post, endpoint, context)
  if (proof === 'unavailable') {
    return problemResponse(UNAVAILABLE)
  }
  if (proof.by === null) {
    return refuseUnauthentic(c, log, endpoint, proof.reason)
  }
  const place = { marketplace: endpoint.marketplace, endpoint: endpoint.id }
  return accept(c, log, endpoint, await understand(dialect, post, proof, place))
}

/** A post that fails against a copy is checked once more against D1. */
async function authenticate(dialect: Dialect, post: Post, endpoint: Endpoint, context: LookupContext) {
  const proof = await dialect.authenticate(post, listValidSecrets(endpoint, post.receivedAt))
  if (proof.by !== null || endpoint.fresh) {
    return proof
  }
  const again = await reloadEndpoint(endpoint.id, context)
  if (again === 'unavailable') {
    return again
  }
  if (again === 'unknown') {
    return proof
  }
  return dialect.authenticate(post, listValidSecrets(again, post.receivedAt))
}

/** 401, or 429 for an address that keeps failing. */
function refuseUnauthentic(c: Context<Hooks>, log: LogFields, endpoint: Endpoint, reason: string): Response {
  const address = c.req.header('cf-connecting-ip') ?? 'unknown'
  if (FAILED_POSTS.take(`${endpoint.id} ${address}`, Date.now())) {
    return refuse(c, log, endpoint, { status: 401, detail: reason })
  }
  const detail = `Too many posts from this address were not authentic. ${reason}`
  return refuse(c, log, endpoint, { status: 429, detail, headers: retryAfter(FAILED_POSTS.waitSeconds) })
}

async function accept(c: Context<Hooks>, log: LogFields, endpoint: Endpoint, { event, refusal }: Understanding) {
  log.event = event.id
  log.type = event.type
  log.items = event.items.length
  log.chars = event.body.length
  const name = `${endpoint.marketplace} ${event.id}`
  const status = RECENT_IDS.get(name) === true ? 'duplicate' : 'accepted'
  if (!(await enqueue(event, c.env))) {
    return problemResponse(UNAVAILABLE)
  }
  if (refusal) {
    return refuse(c, log, endpoint, refusal)
  }
  RECENT_IDS.set(name, true)
  log.outcome = status
  return new Response(JSON.stringify({ event: event.id, status }), ACCEPTED)
}

/** Also reported to the journal, so that a mistyped key does not look like silence. */
function refuse(c: Context<Hooks>, log: LogFields, endpoint: Endpoint, refused: Problem): Response {
  const at = Date.now()
  log.outcome = 'refused'
  log.field = refused.field ?? null
  if (REFUSALS.take(endpoint.id, at)) {
    c.executionCtx.waitUntil(countRefusal(c.env, endpoint, refused, at))
  }
  return problemResponse(refused)
}

async function countRefusal(env: Env, { id, marketplace }: Endpoint, refused: Problem, at: number) {
  try {
    const { status, detail: reason } = refused
    await env.JOURNAL.getByName(marketplace).refuse({ endpoint: id, at, status, reason })
  } catch {
    console.error(`endpoint ${id}: a refused post could not be counted`)
  }
}

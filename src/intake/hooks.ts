/** Receives posts: authenticates the raw body, translates and queues it, responds. */
import { type Context, Hono } from 'hono'
import type { Env } from '../env'
import { describeError, type LogFields, writeRequestLog } from '../http/request-log'
import { RESPONSE_HEADERS } from '../http/response-headers'
import { toNetwork } from '../model/network'
import { MAX_BODY_BYTES, readBody } from './body'
import { findChosenWord, findEndpoint, listValidSecrets, type PostContext, reloadEndpoint } from './endpoint'
import type { OpenEndpoint } from './endpoint-copy'
import { enqueue } from './enqueue'
import { HOOK_ROUTES, type HookRoute, PLAIN_ROUTE } from './hook-routes'
import { IsolateCache } from './isolate-cache'
import { type Problem, problemResponse, retryAfter } from './problem'
import { type RoutedPost, refuse, refuseUnauthentic } from './refuse-post'
import type { Post, Proof, Sender } from './senders/sender'
import { type Understanding, understand } from './understand'

type Hooks = { Bindings: Env }

/** Answers a request; `log` is what its line will say. */
type Handler = (c: Context<Hooks>, log: LogFields) => Response | Promise<Response>

const RETRY_SECONDS = 30

export const hooks = createHooks(HOOK_ROUTES.all, new IsolateCache())

/** The same for any list of routes. Each address has one handler: Hono calls a single one directly. */
export function createHooks(routes: readonly HookRoute[], isolate: IsolateCache): Hono<Hooks> {
  const app = new Hono<Hooks>()
  for (const path of ['/hooks/:endpoint', '/hooks/:endpoint/:hook']) {
    const posted = withRequestLog(path, (c, log) => {
      if (c.req.method !== 'POST') {
        return problemResponse(ONLY_POST)
      }
      const name = c.req.param('hook') ?? PLAIN_ROUTE
      const network = () => toNetwork(c.req.header('cf-connecting-ip') ?? 'unknown')
      const received = receivePost(c, { env: c.env, ctx: c.executionCtx, log, network, isolate }, routes, name)
      // A sender that hangs up ends its request at once, and its event with it.
      c.executionCtx.waitUntil(received.catch(() => undefined))
      return received
    })
    // A trailing slash is a typo: refusing it would lose every event without counting it.
    app.all(path, posted).all(`${path}/`, posted)
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
const TOO_LONG: Problem = { status: 413, detail: `The body is longer than ${MAX_BODY_BYTES / 1024} KiB.` }
const UNREAD_BODY = { text: '', bytes: undefined }
const UNKNOWN: Problem = { status: 404, detail: 'There is no such endpoint.' }
const UNAVAILABLE: Problem = {
  status: 503,
  detail: 'The event could not be accepted just now. Please send it again.',
  headers: retryAfter(RETRY_SECONDS),
}

async function receivePost(
  c: Context<Hooks>,
  context: PostContext,
  routes: readonly HookRoute[],
  name: string,
): Promise<Response> {
  const { log } = context
  const route = routes.find((one) => one.name === name)
  const endpoint = await findEndpoint(c.req.param('endpoint') ?? '', context)
  if (endpoint === 'unavailable') {
    return problemResponse(UNAVAILABLE)
  }
  if (endpoint === 'unknown') {
    return problemResponse(UNKNOWN)
  }
  log.endpoint = endpoint.id
  log.marketplace = endpoint.marketplace
  if (!route) {
    const known = routes.map((one) => one.name).join(', ')
    return refuse(
      context,
      endpoint,
      { status: 404, detail: `The last part of the address must be one of: ${known}.` },
      null,
    )
  }
  const { sender, format } = route
  log.sender = sender.name
  log.format = format.name
  const read = await readBody(c.req.raw)
  const { text: body, bytes } = read ?? UNREAD_BODY
  const post = { headers: c.req.raw.headers, key: c.req.query('key') ?? null, body, bytes, receivedAt: Date.now() }
  if (read === null) {
    return refuse(context, endpoint, TOO_LONG, { route, post })
  }
  const proof = await authenticate(sender, post, endpoint, context)
  if (proof === 'unavailable') {
    return problemResponse(UNAVAILABLE)
  }
  if (proof.by === null) {
    return refuseUnauthentic(context, endpoint, proof.reason, { route, post })
  }
  const understanding = understand(format, body, {
    marketplace: endpoint.marketplace,
    source: {
      kind: 'endpoint',
      endpoint: endpoint.id,
      sender: sender.name,
      format: format.name,
      secret: proof.secret,
    },
    receivedAt: post.receivedAt,
    sentAt: 'sentAt' in proof ? proof.sentAt : undefined,
    delinquentAt: endpoint.delinquentAt,
    identity: (value) => sender.identity(value, post, proof),
    chosen: (word) => findChosenWord(endpoint, format.name, word),
  })
  return accept(context, endpoint, understanding, { route, post })
}

/** A post that fails against a copy is checked once more against D1. */
async function authenticate(
  sender: Sender,
  post: Post,
  endpoint: OpenEndpoint,
  context: PostContext,
): Promise<Proof | 'unavailable'> {
  const proof = await sender.authenticate(post, listValidSecrets(endpoint, post.receivedAt))
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
  return sender.authenticate(post, listValidSecrets(again, post.receivedAt))
}

async function accept(
  context: PostContext,
  endpoint: OpenEndpoint,
  { event, refusal }: Understanding,
  posted: RoutedPost,
): Promise<Response> {
  const { env, log, isolate } = context
  log.event = event.id
  log.type = event.type
  log.items = event.items.length
  log.chars = event.body.length
  const name = `${endpoint.marketplace} ${event.id}`
  const status = isolate.queuedIds.get(name) === true ? 'duplicate' : 'accepted'
  if (!(await enqueue(event, env))) {
    return problemResponse(UNAVAILABLE)
  }
  if (refusal) {
    return refuse(context, endpoint, refusal, posted, event)
  }
  isolate.queuedIds.set(name, true)
  log.outcome = status
  const { ignored } = event
  return new Response(JSON.stringify({ event: event.id, status, ...(ignored ? { ignored } : {}) }), ACCEPTED)
}

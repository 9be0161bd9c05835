/** Receives posts: authenticates the raw body, translates and queues it, responds. */
import type { Env } from '../env'
import { beginRequestLog, describeError, type LogFields, writeRequestLog } from '../http/request-log'
import { RESPONSE_HEADERS } from '../http/response-headers'
import { toNetwork } from '../model/network'
import { MAX_BODY_BYTES, readBody } from './body'
import { findChosenWord, findEndpoint, listValidSecrets, type PostContext, reloadEndpoint } from './endpoint'
import type { OpenEndpoint } from './endpoint-copy'
import { enqueue } from './enqueue'
import { type HookAddress, readHookAddress, readPostKey } from './hook-address'
import { HOOK_ROUTES, type HookRoute, PLAIN_ROUTE } from './hook-routes'
import { IsolateCache } from './isolate-cache'
import { type Problem, problemResponse, retryAfter } from './problem'
import { type RoutedPost, refuse, refuseUnauthentic } from './refuse-post'
import type { Post, Proof, Sender } from './senders/sender'
import { type Understanding, understand } from './understand'

type HookAnswer = (log: LogFields) => Response | Promise<Response>

interface Hooks {
  receive(request: Request, env: Env, ctx: PostContext['ctx']): Promise<Response>
}

const RETRY_SECONDS = 30

export const hooks = createHooks(HOOK_ROUTES.all, new IsolateCache())

/** The same for any list of routes. */
export function createHooks(routes: readonly HookRoute[], isolate: IsolateCache): Hooks {
  return {
    receive(request, env, ctx) {
      const { url } = request
      const address = readHookAddress(url)
      const answered = answerWithLog(request, patternOf(address), (log) => {
        if (address === null) {
          return problemResponse(UNKNOWN)
        }
        if (request.method !== 'POST') {
          return problemResponse(ONLY_POST)
        }
        const network = () => toNetwork(request.headers.get('cf-connecting-ip') ?? 'unknown')
        return receivePost(request, url, address, { env, ctx, log, network, isolate }, routes)
      })
      // A sender that hangs up ends its request at once, and its event with it.
      ctx.waitUntil(answered)
      return answered
    },
  }
}

function patternOf(address: HookAddress | null): string {
  if (address === null) {
    return '/hooks/*'
  }
  return address.hook === null ? '/hooks/:endpoint' : '/hooks/:endpoint/:hook'
}

/** Writes the request's log line. Passes its fields along, since an async context costs more than all the rest. */
async function answerWithLog(request: Request, route: string, answer: HookAnswer): Promise<Response> {
  const log = beginRequestLog(request)
  let answered: Response
  try {
    answered = await answer(log)
  } catch (error) {
    // Our fault, so the sender may retry.
    Object.assign(log, describeError(error))
    answered = problemResponse(UNAVAILABLE)
  }
  writeRequestLog(log, route, answered.status)
  return answered
}

/** Made once: an answer copies ready headers faster than an object's fields. */
const ACCEPTED = { status: 202, headers: new Headers({ ...RESPONSE_HEADERS, 'content-type': 'application/json' }) }
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
  request: Request,
  url: string,
  address: HookAddress,
  context: PostContext,
  routes: readonly HookRoute[],
): Promise<Response> {
  const { log } = context
  const name = address.hook ?? PLAIN_ROUTE
  const route = routes.find((one) => one.name === name)
  const found = findEndpoint(address.endpoint, context)
  const endpoint = found instanceof Promise ? await found : found
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
  const { headers } = request
  const read = await readBody(request, headers)
  const { text: body, bytes } = read ?? UNREAD_BODY
  const post: Post = { headers, key: readPostKey(url), body, bytes, receivedAt: Date.now() }
  if (read === null) {
    return refuse(context, endpoint, TOO_LONG, { route, post })
  }
  const first = await sender.authenticate(post, listValidSecrets(endpoint, post.receivedAt))
  const isProven = first.by !== null || endpoint.fresh
  const proof = isProven ? first : await authenticateAgain(sender, post, endpoint, context, first)
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
  // Awaited: an async function that returns a promise takes three turns more.
  return await accept(context, endpoint, understanding, { route, post })
}

/** A post that fails against a copy is checked once more against D1. */
async function authenticateAgain(
  sender: Sender,
  post: Post,
  endpoint: OpenEndpoint,
  context: PostContext,
  proof: Proof,
): Promise<Proof | 'unavailable'> {
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
  return new Response(JSON.stringify({ event: event.id, status, ignored: event.ignored }), ACCEPTED)
}

/** Where marketplaces post: authenticate the raw body, put it into our words, queue it, answer. */
import { type Context, Hono } from 'hono'
import type { Env } from '../env'
import { blamed, type Told, writeLine } from '../http/request-log'
import { ANSWER_HEADERS } from '../http/response-headers'
import { MAX_BODY_BYTES, readBody } from './body'
import type { Dialect } from './dialect'
import { DIALECTS, PLAIN_DIALECT } from './dialects'
import { type Asked, type Endpoint, findEndpoint, lookAgain, validSecrets } from './endpoint'
import { enqueue } from './enqueue'
import { Memory } from './isolate-cache'
import { type Problem, problem, retryAfter } from './problem'
import { Allowance } from './rate-limiter'
import type { Post } from './senders/sender'
import { type Understood, understand } from './understand'

type Hooks = { Bindings: Env }

/** Answers a request; `told` is what its line will say. */
type Answer = (c: Context<Hooks>, told: Told) => Response | Promise<Response>

/** Failed posts of one address to one endpoint before it is told to slow down. Authentic ones are never counted. */
const FAILURES = new Allowance(20, 6_000)
/** Refusals of one endpoint told to its journal; a flood is not worth a call each. */
const REFUSALS = new Allowance(60, 1_000)
/** Ids this isolate has queued lately: all it knows about duplicates. */
const QUEUED = new Memory<true>(1_000)
const RETRY_SECONDS = 30

/** The Hono app of everything under /hooks. */
export const hooks = hooksFor(DIALECTS)

/** The same for any list of senders. Each address has one handler: Hono calls a single one directly. */
export function hooksFor(dialects: readonly Dialect[]): Hono<Hooks> {
  const app = new Hono<Hooks>()
  for (const route of ['/hooks/:endpoint', '/hooks/:endpoint/:dialect']) {
    const posted = lined(route, (c, told) => {
      if (c.req.method !== 'POST') return problem(ONLY_POST)
      return receive(c, told, dialects, c.req.param('dialect') ?? PLAIN_DIALECT)
    })
    // A slash at the end is a slip of the hand: refusing it would lose every event, counted nowhere.
    app.all(route, posted).all(`${route}/`, posted)
  }
  app.notFound(lined('/hooks/*', () => problem(UNKNOWN)))
  return app
}

/** Answers, and writes the request's line. What it will say is handed on by hand: an async context costs more than all of it. */
function lined(route: string, answer: Answer) {
  return async (c: Context<Hooks>): Promise<Response> => {
    const started = Date.now()
    const told: Told = {}
    let answered: Response
    try {
      answered = await answer(c, told)
    } catch (error) {
      // The fault is ours, and the sender may try again.
      Object.assign(told, blamed(error))
      answered = problem(UNSETTLED)
    }
    writeLine(c.req.raw, route, answered.status, started, told)
    return answered
  }
}

const ACCEPTED = { status: 202, headers: { ...ANSWER_HEADERS, 'content-type': 'application/json' } }
const ONLY_POST: Problem = { status: 405, detail: 'Events are posted to this address.', headers: { allow: 'POST' } }
const UNKNOWN: Problem = { status: 404, detail: 'There is no such endpoint.' }
const UNSETTLED: Problem = {
  status: 503,
  detail: 'The event could not be taken just now. Please send it again.',
  headers: retryAfter(RETRY_SECONDS),
}

async function receive(c: Context<Hooks>, told: Told, dialects: readonly Dialect[], name: string): Promise<Response> {
  const dialect = dialects.find((one) => one.name === name)
  const asked = { env: c.env, ctx: c.executionCtx, told }
  const endpoint = await findEndpoint(c.req.param('endpoint') ?? '', asked)
  if (endpoint === 'unavailable') return problem(UNSETTLED)
  if (endpoint === 'unknown') return problem(UNKNOWN)
  told.endpoint = endpoint.id
  told.marketplace = endpoint.marketplace
  told.dialect = dialect?.name ?? null
  if (!dialect) {
    const known = dialects.map((one) => one.name).join(', ')
    return refuse(c, told, endpoint, { status: 404, detail: `The last part of the address is none of: ${known}.` })
  }
  const body = await readBody(c.req.raw)
  if (body === null) {
    return refuse(c, told, endpoint, { status: 413, detail: `The body is longer than ${MAX_BODY_BYTES / 1024} KiB.` })
  }
  const post = { headers: c.req.raw.headers, key: c.req.query('key') ?? null, body, receivedAt: Date.now() }
  const proof = await authenticate(dialect, post, endpoint, asked)
  if (proof === 'unavailable') return problem(UNSETTLED)
  if (proof.by === null) return unauthentic(c, told, endpoint, proof.reason)
  const place = { marketplace: endpoint.marketplace, endpoint: endpoint.id }
  return accept(c, told, endpoint, await understand(dialect, post, proof, place))
}

/** What fails against a copy is looked up once more where the truth is. */
async function authenticate(dialect: Dialect, post: Post, endpoint: Endpoint, asked: Asked) {
  const proof = await dialect.authenticate(post, validSecrets(endpoint, post.receivedAt))
  if (proof.by !== null || endpoint.fresh) return proof
  const again = await lookAgain(endpoint.id, asked)
  if (again === 'unavailable') return again
  if (again === 'unknown') return proof
  return dialect.authenticate(post, validSecrets(again, post.receivedAt))
}

/** 401, and 429 for an address that keeps failing. */
function unauthentic(c: Context<Hooks>, told: Told, endpoint: Endpoint, reason: string): Response {
  const address = c.req.header('cf-connecting-ip') ?? 'unknown'
  if (FAILURES.take(`${endpoint.id} ${address}`, Date.now()))
    return refuse(c, told, endpoint, { status: 401, detail: reason })
  const detail = `Too many posts from this address were not authentic. ${reason}`
  return refuse(c, told, endpoint, { status: 429, detail, headers: retryAfter(FAILURES.waitSeconds) })
}

async function accept(c: Context<Hooks>, told: Told, endpoint: Endpoint, { event, refusal }: Understood) {
  told.event = event.id
  told.type = event.type
  told.items = event.items.length
  told.chars = event.body.length
  const name = `${endpoint.marketplace} ${event.id}`
  const status = QUEUED.get(name) === true ? 'duplicate' : 'accepted'
  if (!(await enqueue(event, c.env))) return problem(UNSETTLED)
  if (refusal) return refuse(c, told, endpoint, refusal)
  QUEUED.set(name, true)
  told.outcome = status
  return new Response(JSON.stringify({ event: event.id, status }), ACCEPTED)
}

/** Answers, and tells the journal, so that a mistyped key does not look like silence. */
function refuse(c: Context<Hooks>, told: Told, endpoint: Endpoint, refused: Problem): Response {
  const at = Date.now()
  told.outcome = 'refused'
  told.field = refused.field ?? null
  if (REFUSALS.take(endpoint.id, at)) c.executionCtx.waitUntil(count(c.env, endpoint, refused, at))
  return problem(refused)
}

async function count(env: Env, { id, marketplace }: Endpoint, refused: Problem, at: number) {
  try {
    const { status, detail: reason } = refused
    await env.JOURNAL.getByName(marketplace).refuse({ endpoint: id, at, status, reason })
  } catch {
    console.error(`endpoint ${id}: a refused post could not be counted`)
  }
}

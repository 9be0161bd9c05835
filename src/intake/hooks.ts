/** Where marketplaces post: authenticate the raw body, put it into our words, queue it, answer. */
import { type Context, type Handler, Hono } from 'hono'
import { ANSWER_HEADERS } from '../answer-headers'
import type { Env } from '../env'
import { blamed, type Told, writeLine } from '../request-line'
import { Allowance } from './allowance'
import { MAX_BODY_BYTES, readBody } from './body'
import { DIALECTS, PLAIN_DIALECT } from './dialects'
import type { Dialect, Post, Proof } from './dialects/dialect'
import { type Asked, type Endpoint, findEndpoint, lookAgain, validSecrets } from './endpoint'
import { enqueue } from './enqueue'
import { Memory } from './memory'
import { type Problem, problem, retryAfter } from './problem'
import { understand } from './understand'

/** `told`: what the request's line will say. */
type Hooks = { Bindings: Env; Variables: { told: Told } }

/** Failed posts of one address to one endpoint before it is told to slow down. Authentic ones are never counted. */
const FAILURES = new Allowance(20, 6_000)
/** Refusals of one endpoint told to its journal; a flood is not worth a call each. */
const REFUSALS = new Allowance(60, 1_000)
/** Ids this isolate has queued lately: all it knows about duplicates. */
const QUEUED = new Memory<true>(1_000)
const RETRY_SECONDS = 30

/** The Hono app mounted at /hooks. */
export const hooks = hooksFor(DIALECTS)

/** The same for any list of senders. */
export function hooksFor(dialects: readonly Dialect[]): Hono<Hooks> {
  const app = new Hono<Hooks>()
  // A slash at the end is a slip of the hand: refusing it would lose every event, counted nowhere.
  const plain = lined('/hooks/:endpoint', (c) => receive(c, dialects, PLAIN_DIALECT))
  app.on('POST', ['/:endpoint', '/:endpoint/'], plain)
  const named = lined('/hooks/:endpoint/:dialect', (c) => receive(c, dialects, c.req.param('dialect') ?? ''))
  app.on('POST', ['/:endpoint/:dialect', '/:endpoint/:dialect/'], named)
  const other = lined('/hooks/:endpoint/:dialect?', () => problem(ONLY_POST))
  app.all('/:endpoint/:dialect?', other)
  const unknown = lined('/hooks/*', () => problem(UNKNOWN))
  app.all('*', unknown)
  return app
}

/** Answers, and writes the request's line. What it will say is handed on with the request: a context of its own costs more. */
function lined(route: string, answer: (c: Context<Hooks>) => Response | Promise<Response>): Handler<Hooks> {
  return async (c) => {
    const started = Date.now()
    const told: Told = {}
    c.set('told', told)
    let answered: Response
    try {
      answered = await answer(c)
    } catch (error) {
      // The fault is ours, and the sender may try again.
      Object.assign(told, blamed(error))
      answered = problem(UNSETTLED)
    }
    writeLine(c.req.raw, route, answered.status, started, told)
    return answered
  }
}

function tell(c: Context<Hooks>, facts: Told): void {
  Object.assign(c.get('told'), facts)
}

const ACCEPTED = { status: 202, headers: { ...ANSWER_HEADERS, 'content-type': 'application/json' } }
const ONLY_POST: Problem = { status: 405, detail: 'Events are posted to this address.', headers: { allow: 'POST' } }
const UNKNOWN: Problem = { status: 404, detail: 'There is no such endpoint.' }
const UNSETTLED: Problem = {
  status: 503,
  detail: 'The event could not be taken just now. Please send it again.',
  headers: retryAfter(RETRY_SECONDS),
}

async function receive(c: Context<Hooks>, dialects: readonly Dialect[], name: string): Promise<Response> {
  const dialect = dialects.find((one) => one.name === name)
  const endpoint = await findEndpoint(c.req.param('endpoint') ?? '', asked(c))
  if (endpoint === 'unavailable') return problem(UNSETTLED)
  if (endpoint === 'unknown') return problem(UNKNOWN)
  tell(c, { endpoint: endpoint.id, marketplace: endpoint.marketplace, dialect: dialect?.name ?? null })
  if (!dialect) {
    const known = dialects.map((one) => one.name).join(', ')
    return refuse(c, endpoint, { status: 404, detail: `The last part of the address is none of: ${known}.` })
  }
  const body = await readBody(c.req.raw)
  if (body === null) {
    return refuse(c, endpoint, { status: 413, detail: `The body is longer than ${MAX_BODY_BYTES / 1024} KiB.` })
  }
  const post = { headers: c.req.raw.headers, key: c.req.query('key') ?? null, body, receivedAt: Date.now() }
  const proof = await authenticate(c, dialect, post, endpoint)
  if (proof === 'unavailable') return problem(UNSETTLED)
  if (proof.by === null) return unauthentic(c, endpoint, proof.reason)
  return accept(c, dialect, post, proof, endpoint)
}

function asked(c: Context<Hooks>): Asked {
  return { env: c.env, ctx: c.executionCtx, told: c.get('told') }
}

/** What fails against a copy is looked up once more where the truth is. */
async function authenticate(c: Context<Hooks>, dialect: Dialect, post: Post, endpoint: Endpoint) {
  const proof = await dialect.authenticate(post, validSecrets(endpoint, post.receivedAt))
  if (proof.by !== null || endpoint.fresh) return proof
  const again = await lookAgain(endpoint.id, asked(c))
  if (again === 'unavailable') return again
  if (again === 'unknown') return proof
  return dialect.authenticate(post, validSecrets(again, post.receivedAt))
}

/** 401, and 429 for an address that keeps failing. */
function unauthentic(c: Context<Hooks>, endpoint: Endpoint, reason: string): Response {
  const address = c.req.header('cf-connecting-ip') ?? 'unknown'
  if (FAILURES.take(`${endpoint.id} ${address}`, Date.now()))
    return refuse(c, endpoint, { status: 401, detail: reason })
  const detail = `Too many posts from this address were not authentic. ${reason}`
  return refuse(c, endpoint, { status: 429, detail, headers: retryAfter(FAILURES.waitSeconds) })
}

async function accept(c: Context<Hooks>, dialect: Dialect, post: Post, proof: Proof, { id, marketplace }: Endpoint) {
  const { event, refusal } = await understand(dialect, post, proof, { marketplace, endpoint: id })
  tell(c, { event: event.id, type: event.type, items: event.items.length, chars: post.body.length })
  const status = QUEUED.get(`${marketplace} ${event.id}`) === true ? 'duplicate' : 'accepted'
  if (!(await enqueue(event, c.env))) return problem(UNSETTLED)
  if (refusal) return refuse(c, { id, marketplace }, refusal)
  QUEUED.set(`${marketplace} ${event.id}`, true)
  tell(c, { outcome: status })
  return new Response(JSON.stringify({ event: event.id, status }), ACCEPTED)
}

/** Answers, and tells the journal, so that a mistyped key does not look like silence. */
function refuse(c: Context<Hooks>, endpoint: Pick<Endpoint, 'id' | 'marketplace'>, refused: Problem): Response {
  const at = Date.now()
  tell(c, { outcome: 'refused', field: refused.field ?? null })
  if (REFUSALS.take(endpoint.id, at)) c.executionCtx.waitUntil(count(c.env, endpoint, refused, at))
  return problem(refused)
}

async function count(
  env: Env,
  { id, marketplace }: Pick<Endpoint, 'id' | 'marketplace'>,
  refused: Problem,
  at: number,
) {
  try {
    const { status, detail: reason } = refused
    await env.JOURNAL.getByName(marketplace).refuse({ endpoint: id, at, status, reason })
  } catch {
    console.error(`endpoint ${id}: a refused post could not be counted`)
  }
}

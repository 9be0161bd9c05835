/** One request over HTTP: who asks, what for, and the answer as JSON. */
import type { Context } from 'hono'
import { routePath } from 'hono/route'
import type { TokenBearer } from '../accounts/api-tokens'
import { idFrom, SECRET_ID } from '../accounts/ids'
import type { Env } from '../env'
import type { KeptAnswer, KeyedRequest } from '../journal/api-requests/admission'
import { admit, readKey } from './admit'
import { authenticateToken } from './authenticate'
import type { ApiCall } from './contract/call'
import { etagOf, isAmong } from './contract/etag'
import { isRead } from './contract/fault'
import type { Operation } from './contract/operation'
import { ApiProblem } from './contract/problem'
import { type ApiAnswer, execute } from './execute'
import type { ApiRoute } from './routes'

type ApiContext = Context<{ Bindings: Env }>

export async function answerRequest(c: ApiContext, route: ApiRoute): Promise<Response> {
  const bearer = await authenticateToken(c, routePath(c))
  const text = route.operation.body === undefined ? '' : await c.req.text()
  const key = route.operation.scope === 'write' ? c.req.header('idempotency-key') : undefined
  const { pathname, search } = new URL(c.req.url)
  const size = c.req.header('content-length') ?? ''
  const keyed = readKey(key, bearer.token.id, [
    c.req.method,
    pathname,
    search,
    c.req.header('if-match') ?? null,
    size,
    text,
  ])
  const { headers, answer } = await admit(c.env, bearer, keyed)
  const response = answer === null ? await run(c, route, { bearer, keyed, text }) : replay(answer)
  for (const [name, value] of Object.entries(headers)) {
    response.headers.set(name, value)
  }
  return response
}

interface Authenticated {
  bearer: TokenBearer
  keyed: KeyedRequest | null
  /** Of the body. */
  text: string
}

async function run(c: ApiContext, route: ApiRoute, { bearer, keyed, text }: Authenticated): Promise<Response> {
  const end = async (answer: KeptAnswer | null) => {
    if (keyed !== null) {
      await c.env.JOURNAL.getByName(bearer.marketplace.id).endApiRequest(keyed.key, answer)
    }
  }
  try {
    const call = toCall(c, route, bearer, keyed)
    const params = c.req.param()
    const body = route.operation.body === undefined ? undefined : readJson(c, text)
    const answer = await execute(call, route, { params, query: readQuery(c), body })
    await end({ status: answer.status, body: toKept(answer.body, route.operation) }).catch(() => {})
    return toResponse(c, answer)
  } catch (error) {
    await end(null).catch(() => {})
    if (error instanceof ApiProblem) {
      return error.toResponse()
    }
    throw error
  }
}

function toCall(c: ApiContext, { operation }: ApiRoute, bearer: TokenBearer, keyed: KeyedRequest | null): ApiCall {
  const { body } = c.req.raw
  return {
    ...bearer,
    env: c.env,
    id: keyed === null ? crypto.randomUUID() : idFrom(`api-request:${keyed.key}:${keyed.digest}`, SECRET_ID),
    origin: new URL(c.env.PUBLIC_URL || c.req.url).origin,
    ifMatch: c.req.header('if-match') ?? null,
    ...(operation.upload ? { upload: { body, contentType: c.req.header('content-type') ?? '' } } : {}),
  }
}

function toKept(body: unknown, { givenOnce = [] }: Operation): string {
  return body === undefined ? '' : JSON.stringify(body, (name, value) => (givenOnce.includes(name) ? [] : value))
}

function replay({ status, body }: KeptAnswer): Response {
  const headers = {
    'content-type': 'application/json',
    'cache-control': 'private, no-store',
    'idempotent-replayed': 'true',
  }
  return new Response(body === '' ? null : body, { status, headers })
}

function toResponse(c: ApiContext, { status, body }: ApiAnswer): Response {
  const headers: Record<string, string> = { 'cache-control': 'private, no-store' }
  if (body === undefined) {
    return new Response(null, { status: 204, headers })
  }
  headers.etag = etagOf(body)
  if (isRead(c.req.method) && isAmong(headers.etag, c.req.header('if-none-match') ?? null)) {
    return new Response(null, { status: 304, headers })
  }
  return Response.json(body, { status, headers })
}

function readQuery(c: ApiContext): Record<string, unknown> {
  const all = Object.entries(c.req.queries())
  return Object.fromEntries(all.map(([name, values]) => [name, values.length > 1 ? values : values[0]]))
}

function readJson(c: ApiContext, text: string): unknown {
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(c.req.header('content-type') ?? '')) {
    throw new ApiProblem(415, 'not json', 'Send the body as JSON, with “Content-Type: application/json”.')
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new ApiProblem(400, 'not json', 'The body is not JSON.')
  }
}

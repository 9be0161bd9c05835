/** One request over HTTP: who asks, what for, and the answer as JSON. */
import type { Context } from 'hono'
import { routePath } from 'hono/route'
import { noteUse } from '../accounts/api-tokens'
import type { Env } from '../env'
import { addLogFields } from '../http/request-log'
import { authenticateBearer } from './authenticate'
import type { ApiCall } from './contract/call'
import { etagOf, isAmong } from './contract/etag'
import type { RawRequest } from './contract/operation'
import { ApiProblem } from './contract/problem'
import { type ApiAnswer, execute } from './execute'
import type { ApiRoute } from './routes'

type ApiContext = Context<{ Bindings: Env }>

export async function answerRequest(c: ApiContext, route: ApiRoute): Promise<Response> {
  const now = Date.now()
  const bearer = await authenticateBearer(c.env, c.req.header('authorization'), now)
  addLogFields({ route: routePath(c), marketplace: bearer.marketplace.id, token: bearer.token.id })
  const waitUntil = (work: Promise<unknown>) => c.executionCtx.waitUntil(work)
  waitUntil(noteUse(c.env.DB, bearer.token, now).catch(() => {}))
  const call: ApiCall = {
    ...bearer,
    env: c.env,
    id: crypto.randomUUID(),
    origin: new URL(c.env.PUBLIC_URL || c.req.url).origin,
    ifMatch: c.req.header('if-match') ?? null,
    waitUntil,
  }
  return toResponse(c, await execute(call, route, await readRequest(c, route)))
}

function toResponse(c: ApiContext, { status, body }: ApiAnswer): Response {
  const headers: Record<string, string> = { 'cache-control': 'private, no-store' }
  if (body === undefined) {
    return new Response(null, { status: 204, headers })
  }
  headers.etag = etagOf(body)
  if (c.req.method === 'GET' && isAmong(headers.etag, c.req.header('if-none-match') ?? null)) {
    return new Response(null, { status: 304, headers })
  }
  return Response.json(body, { status, headers })
}

async function readRequest(c: ApiContext, { operation }: ApiRoute): Promise<RawRequest> {
  return {
    params: c.req.param(),
    query: Object.fromEntries(
      Object.entries(c.req.queries()).map(([name, all]) => [name, all.length > 1 ? all : all[0]]),
    ),
    body: operation.body === undefined ? undefined : await readJson(c),
  }
}

async function readJson(c: ApiContext): Promise<unknown> {
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(c.req.header('content-type') ?? '')) {
    throw new ApiProblem(415, 'not json', 'Send the body as JSON, with “Content-Type: application/json”.')
  }
  try {
    return await c.req.json()
  } catch (error) {
    if (error instanceof ApiProblem) {
      throw error
    }
    throw new ApiProblem(400, 'not json', 'The body is not JSON.')
  }
}

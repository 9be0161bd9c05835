/** The API over HTTP, under /api/v1. Loaded on first use. */
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Env } from '../env'
import { readOwnAsset } from '../http/own-asset'
import { answerRequest } from './answer-request'
import { toProblemResponse } from './contract/fault'
import { ApiProblem } from './contract/problem'
import { API_ROUTES } from './routes'

const BASE = '/api/v1'
const LONGEST_BODY_BYTES = 1024 * 1024
const DOCUMENT_HEADERS = { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' }

export const api = new Hono<{ Bindings: Env }>()

api.onError(toProblemResponse)
const limitBody = bodyLimit({
  maxSize: LONGEST_BODY_BYTES,
  onError: () => {
    throw new ApiProblem(413, 'too large', `A body has ${LONGEST_BODY_BYTES / 1024} KiB at most.`)
  },
})

api.get(`${BASE}/openapi.json`, async (c) => {
  const text = await readOwnAsset(c.env, 'api.json')
  if (text === null) {
    throw new ApiProblem(503, 'later', 'It could not be read. Try again.')
  }
  return c.body(text, 200, DOCUMENT_HEADERS)
})

for (const route of API_ROUTES) {
  const { method, path, upload } = route.operation
  const address = BASE + path.replaceAll(/\{(\w+)\}/g, ':$1')
  const answer = (c: Context<{ Bindings: Env }>) => answerRequest(c, route)
  if (upload) {
    api.on(method.toUpperCase(), address, answer)
  } else {
    api.on(method.toUpperCase(), address, limitBody, answer)
  }
}

api.all('*', (c) => {
  const { pathname } = new URL(c.req.url)
  const allowed = API_ROUTES.filter(({ operation }) => isAt(operation.path, pathname)).map(
    ({ operation }) => operation.method,
  )
  if (allowed.length > 0) {
    const allow = [...new Set(allowed.map((method) => method.toUpperCase()))].join(', ')
    throw new ApiProblem(405, 'method', `Allowed here: ${allow}.`, { headers: { allow } })
  }
  throw new ApiProblem(
    404,
    'no such address',
    `There is nothing at this address. ${BASE}/openapi.json lists what there is.`,
  )
})

function isAt(path: string, pathname: string): boolean {
  const [own, asked] = [`${BASE}${path}`.split('/'), pathname.split('/')]
  return (
    own.length === asked.length &&
    own.every((part, at) => part === asked[at] || (part.startsWith('{') && asked[at] !== ''))
  )
}

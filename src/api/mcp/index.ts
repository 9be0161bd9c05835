/** The API for assistants: MCP over streamable HTTP, stateless, each answer one JSON message. Loaded on first use. */
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Env } from '../../env'
import { admit } from '../admit'
import { authenticateToken } from '../authenticate'
import type { ApiCall } from '../contract/call'
import { toProblemResponse } from '../contract/fault'
import { ApiProblem } from '../contract/problem'
import { answerMessage, PROTOCOL_VERSIONS } from './answer-message'
import { RPC_CODES, RpcFault, readRpcMessage, toRpcError, toRpcResult } from './json-rpc'

const PATH = '/mcp'
const LONGEST_BODY_BYTES = 64 * 1024

type McpContext = Context<{ Bindings: Env }>

export const mcp = new Hono<{ Bindings: Env }>()

mcp.onError(toProblemResponse)

mcp.post(
  PATH,
  bodyLimit({
    maxSize: LONGEST_BODY_BYTES,
    onError: () => {
      throw new ApiProblem(413, 'too large', `A message has ${LONGEST_BODY_BYTES / 1024} KiB at most.`)
    },
  }),
  async (c) => {
    requireFitness(c)
    const bearer = await authenticateToken(c, PATH)
    const { headers } = await admit(c.env, bearer, null)
    const call = { ...bearer, env: c.env, id: crypto.randomUUID(), origin: originOf(c), ifMatch: null }
    return answer(c, call, { ...headers, 'cache-control': 'private, no-store' })
  },
)

mcp.all('*', () => {
  const detail = 'Post one JSON-RPC message: this server opens no stream and keeps no session.'
  throw new ApiProblem(405, 'method', detail, { headers: { allow: 'POST' } })
})

async function answer(c: McpContext, call: ApiCall, headers: Record<string, string>): Promise<Response> {
  let id: string | number | null = null
  try {
    const message = readRpcMessage(await c.req.text())
    if (message === null) {
      return new Response(null, { status: 202, headers })
    }
    id = message.id
    return Response.json(toRpcResult(message, await answerMessage(call, message)), { headers })
  } catch (error) {
    if (error instanceof RpcFault) {
      const isReadable = error.code !== RPC_CODES.notJson && error.code !== RPC_CODES.noMessage
      return Response.json(toRpcError(id, error), { status: isReadable ? 200 : 400, headers })
    }
    throw error
  }
}

/** A page of another site may not ask, whatever token it has; the rest is what the protocol demands of a request. */
function requireFitness(c: McpContext): void {
  const origin = c.req.header('origin')
  if (origin !== undefined && origin !== originOf(c) && origin !== new URL(c.req.url).origin) {
    throw new ApiProblem(403, 'origin', 'Pages of other sites may not ask.')
  }
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
    throw new ApiProblem(415, 'not json', 'Send the message as JSON, with “Content-Type: application/json”.')
  }
  const version = c.req.header('mcp-protocol-version')
  if (version !== undefined && !PROTOCOL_VERSIONS.includes(version)) {
    throw new ApiProblem(400, 'protocol version', `This server speaks ${PROTOCOL_VERSIONS.join(', ')}.`)
  }
}

function originOf(c: McpContext): string {
  return new URL(c.env.PUBLIC_URL || c.req.url).origin
}

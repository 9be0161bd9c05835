/** JSON-RPC 2.0 as MCP uses it: one message to a request, never a batch. */
import * as z from 'zod'

const request = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string(), z.number()]),
  method: z.string(),
  params: z.record(z.string(), z.unknown()).optional(),
})
/** A notification, or an answer to something we asked; we ask nothing. */
const unanswered = z.union([
  z.object({ jsonrpc: z.literal('2.0'), method: z.string(), id: z.never().optional() }),
  z.object({ jsonrpc: z.literal('2.0'), id: z.union([z.string(), z.number()]), result: z.unknown() }),
  z.object({ jsonrpc: z.literal('2.0'), id: z.union([z.string(), z.number()]), error: z.unknown() }),
])

export type RpcMessage = z.output<typeof request>

export const RPC_CODES = { notJson: -32700, noMessage: -32600, noMethod: -32601, badParams: -32602 } as const

export class RpcFault extends Error {
  readonly code: number

  constructor(code: keyof typeof RPC_CODES, message: string) {
    super(message)
    this.code = RPC_CODES[code]
  }
}

/** Null for a message that gets no answer. Throws RpcFault */
export function readRpcMessage(text: string): RpcMessage | null {
  const json = parse(text)
  const read = request.safeParse(json)
  if (read.success) {
    return read.data
  }
  if (unanswered.safeParse(json).success) {
    return null
  }
  throw new RpcFault('noMessage', 'Send one JSON-RPC 2.0 message, not a batch.')
}

export function toRpcResult({ id }: RpcMessage, result: object): object {
  return { jsonrpc: '2.0', id, result }
}

export function toRpcError(id: RpcMessage['id'] | null, { code, message }: RpcFault): object {
  return { jsonrpc: '2.0', id, error: { code, message } }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new RpcFault('notJson', 'The body is not JSON.')
  }
}

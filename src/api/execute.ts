/** One operation, from an unread request to its answer; for HTTP and for whatever else speaks for a token. */
import type * as z from 'zod'
import type { ApiCall } from './contract/call'
import type { Operation, RawRequest } from './contract/operation'
import { ApiProblem, type FieldFault, invalid } from './contract/problem'
import type { ApiRoute } from './routes'

const PARTS = ['params', 'query', 'body'] as const

export interface ApiAnswer {
  status: 200 | 201 | 202 | 204
  /** Undefined for 204. */
  body: unknown
}

export async function execute(call: ApiCall, { operation, handler }: ApiRoute, raw: RawRequest): Promise<ApiAnswer> {
  requireScope(call, operation)
  const request = read(operation, raw)
  const body = await handler(call, request as never)
  return { status: operation.status ?? 200, body }
}

function requireScope({ token, role }: ApiCall, { scope, admin }: Operation): void {
  if (scope === 'write' && token.scope !== 'write') {
    throw new ApiProblem(403, 'scope', 'This token may read only. A change needs one that may write.')
  }
  if (admin && role !== 'admin') {
    throw new ApiProblem(403, 'role', 'Only admins may do this, and this token’s maker isn’t one.')
  }
}

/** All that is wrong is said at once. */
function read(operation: Operation, raw: RawRequest): Record<string, unknown> {
  const errors: FieldFault[] = []
  const request: Record<string, unknown> = {}
  for (const part of PARTS) {
    const schema: z.ZodType | undefined = operation[part]
    const parsed = schema?.safeParse(raw[part])
    request[part] = parsed?.data
    errors.push(...(parsed?.error?.issues ?? []).map((issue) => toFieldFault(part, issue)))
  }
  if (errors.length > 0) {
    throw invalid(errors)
  }
  return request
}

function toFieldFault(part: string, { path, message }: z.core.$ZodIssue): FieldFault {
  return { path: [part, ...path].map(String).join('.'), message }
}

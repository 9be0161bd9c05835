/**
 * One wide log line per request, written at its end; code along the way adds fields. Addresses are logged as their
 * pattern, since they may contain an email or a key.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { createMiddleware } from 'hono/factory'
import { routePath } from 'hono/route'

/** Never an email, name, body, query or secret. */
export type LogFields = Record<string, string | number | boolean | null>

const STACK_LINES = 6

const currentFields = new AsyncLocalStorage<LogFields>()

/** Skips the hooks, which write their own line. */
export const logRequest = createMiddleware(async (c, next) => {
  const started = Date.now()
  const log: LogFields = {}
  await currentFields.run(log, next)
  if (c.error) {
    Object.assign(log, describeError(c.error))
  }
  writeRequestLog(c.req.raw, routePath(c), c.res.status, started, log)
})

/** @param route pattern of the address @param started epoch ms */
export function writeRequestLog(
  request: Request,
  route: string,
  status: number,
  started: number,
  log: LogFields,
): void {
  const id = request.headers.get('cf-ray') ?? crypto.randomUUID()
  const line = { at: 'request', id, method: request.method, route, status, ms: Date.now() - started, ...log }
  if (status >= 500) {
    console.error(JSON.stringify(line))
  } else {
    console.log(JSON.stringify(line))
  }
}

/** No effect outside a request. */
export function addLogFields(facts: LogFields): void {
  Object.assign(currentFields.getStore() ?? {}, facts)
}

/** drizzle's query errors quote the values, so log their cause instead. */
export function describeError(error: unknown): LogFields {
  const cause = error instanceof Error && error.message.startsWith('Failed query:') ? error.cause : error
  const stack =
    error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at ')) : []
  return { error: String(cause), stack: stack.slice(0, STACK_LINES).join('\n') }
}

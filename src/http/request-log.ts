/**
 * One wide log line per request, written at its end; code along the way adds fields. Addresses are logged as their
 * pattern, since they may contain an email or a key.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { createMiddleware } from 'hono/factory'
import { routePath } from 'hono/route'

/** Never an email, name, body, query or secret. */
export type LogFields = Record<string, string | number | boolean | null>

/** `ms`: when it began, epoch ms, and once written how long it took. */
type RequestLog = LogFields & { ms: number }

const STACK_LINES = 6

const currentFields = new AsyncLocalStorage<LogFields>()

/** Skips the hooks, which write their own line. */
export const logRequest = createMiddleware(async (c, next) => {
  const log = beginRequestLog(c.req.raw)
  await currentFields.run(log, next)
  if (c.error) {
    Object.assign(log, describeError(c.error))
  }
  writeRequestLog(log, routePath(c), c.res.status)
})

/** A line to which fields are added until it is written: copying them into another took longer than the rest of it. */
export function beginRequestLog(request: Request): RequestLog {
  const id = request.headers.get('cf-ray') ?? crypto.randomUUID()
  return { at: 'request', id, method: request.method, route: '', status: 0, ms: Date.now() }
}

/** @param route pattern of the address, unless what answered has named its own */
export function writeRequestLog(log: RequestLog, route: string, status: number): void {
  log.route ||= route
  log.status = status
  log.ms = Date.now() - log.ms
  const line = JSON.stringify(log)
  if (status >= 500) {
    console.error(line)
  } else {
    console.log(line)
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

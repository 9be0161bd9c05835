/**
 * One wide line for every request: what was asked, what came of it, how long it took. Whoever works on a request adds what it
 * learned; the line is written once, at the end. Addresses are told as their pattern: what they hold may be an email or a key.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { createMiddleware } from 'hono/factory'
import { routePath } from 'hono/route'

/** What a line may hold. Never an email, a name, a body, a query or a secret. */
export type LogFields = Record<string, string | number | boolean | null>

const STACK_LINES = 6

const currentFields = new AsyncLocalStorage<LogFields>()

/** The line of every request but those to the hooks, which write their own. */
export const logRequest = createMiddleware(async (c, next) => {
  const started = Date.now()
  const log: LogFields = {}
  await currentFields.run(log, next)
  if (c.error) {
    Object.assign(log, describeError(c.error))
  }
  writeRequestLog(c.req.raw, routePath(c), c.res.status, started, log)
})

/** Writes a request's line. @param route the address's pattern @param started epoch ms */
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

/** Adds to the line of the request under way; outside of one there is nothing to add to. */
export function addLogFields(facts: LogFields): void {
  Object.assign(currentFields.getStore() ?? {}, facts)
}

/** An error as a line may tell it: a failed query quotes the values it was given, so its cause speaks for it. */
export function describeError(error: unknown): LogFields {
  const cause = error instanceof Error && error.message.startsWith('Failed query:') ? error.cause : error
  const stack =
    error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at ')) : []
  return { error: String(cause), stack: stack.slice(0, STACK_LINES).join('\n') }
}

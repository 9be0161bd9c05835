/** What a program is answered when something of ours failed. */
import type { Context } from 'hono'
import type { Env } from '../../env'
import { addLogFields, describeError } from '../../http/request-log'
import { TimeoutError } from '../../limits/timeout'
import { ApiProblem } from './problem'

export function toProblemResponse(error: Error, c: Context<{ Bindings: Env }>): Response {
  const problem = error instanceof ApiProblem ? error : toFault(error, c.req.method)
  const response = problem.toResponse()
  response.headers.set('cache-control', 'no-store')
  return response
}

/** The log line has the details for the operator. */
export function toFault(error: Error, method: string): ApiProblem {
  addLogFields(describeError(error))
  if (!isTimeout(error)) {
    return new ApiProblem(
      500,
      'fault',
      'The fault is on our side. Try again; the same Idempotency-Key does nothing twice.',
    )
  }
  const saved = isRead(method)
    ? ''
    : ' Your change may or may not be saved: send it again with the same Idempotency-Key.'
  return new ApiProblem(503, 'no answer in time', `A part of Enrollwire did not answer in time.${saved}`, {
    headers: { 'retry-after': '10' },
  })
}

export function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** Libraries wrap what the database throws. */
function isTimeout(error: unknown): boolean {
  return error instanceof TimeoutError || (error instanceof Error && isTimeout(error.cause))
}

import { TimeoutError } from '../limits/timeout'

/** The object fails, not what it was given; a call for each would only add load. */
export function isObjectFailure(error: unknown): boolean {
  const { overloaded, retryable } = error as { overloaded?: boolean; retryable?: boolean }
  return error instanceof TimeoutError || overloaded === true || retryable === true
}

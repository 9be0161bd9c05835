import type * as z from 'zod'
import type { Exchange } from '../../../http/exchange'
import { isHtml } from '../../credentials/redaction'
import { parseComplaints } from './error-body'
import type { FailureCause } from './failure'
import { readResetTime } from './rate-limit-reset'

const NOT_WHOLE = 'it is not whole'

export type HttpAnswer = Extract<Exchange, { answered: true }>

/** Null when Thinkific answered 2xx. `now` is epoch ms. */
export function findCause(exchange: Exchange, now: number): FailureCause | null {
  if (!exchange.answered) {
    return exchange.why === 'too long'
      ? { kind: 'unreadable answer', status: exchange.status, why: 'it is too long' }
      : { kind: exchange.why }
  }
  const { status, headers, text } = exchange
  if (status >= 200 && status < 300) {
    return null
  }
  if (status < 400) {
    return { kind: 'redirected', status }
  }
  if (status >= 500) {
    return isCloudflareError(status, text) ? { kind: 'cloudflare error', status } : { kind: 'server error', status }
  }
  return findClientCause(status, headers, text, now)
}

function findClientCause(status: number, headers: Headers, text: string, now: number): FailureCause {
  const body = parseJson(text)
  const complaints = parseComplaints(body)
  switch (status) {
    case 401:
      return { kind: 'credentials refused' }
    case 403:
      // Thinkific denies access in JSON; HTML or an empty body comes from the firewall in front of it and is temporary.
      return complaints.length > 0
        ? { kind: 'access denied', says: complaints.map(({ message }) => message).join('; ') }
        : { kind: 'blocked', status }
    case 404:
      return { kind: 'not found' }
    case 408:
    case 425:
      return { kind: 'timed out' }
    case 409:
      return { kind: 'conflict', complaints }
    case 429:
      return { kind: 'rate limited', resetAt: readResetTime(headers, now) }
    default:
      // A truncated refusal does not say what it refuses (an email already taken is no failure).
      return body === undefined && /^\s*[[{]/.test(text)
        ? { kind: 'unreadable answer', status, why: NOT_WHOLE }
        : { kind: 'rejected', status, complaints }
  }
}

/** Cloudflare uses 520 to 527 and 530; its 502, 503 and 504 are recognized by their HTML. */
function isCloudflareError(status: number, text: string): boolean {
  return status >= 520 || isHtml(text)
}

export function parseAs<T>(schema: z.ZodType<T>, { status, text }: HttpAnswer): { value: T } | { cause: FailureCause } {
  const unreadable = (why: string) => ({ cause: { kind: 'unreadable answer', status, why } satisfies FailureCause })
  if (text.trim() === '') {
    return unreadable('it is empty')
  }
  if (isHtml(text)) {
    return unreadable('it is a web page')
  }
  const body = parseJson(text)
  if (body === undefined) {
    return unreadable(NOT_WHOLE)
  }
  const read = schema.safeParse(body)
  const path = read.success ? '' : (read.error.issues[0]?.path.join('.') ?? '')
  return read.success ? { value: read.data } : unreadable(`${path === '' ? 'it' : path} is not as expected`)
}

/** Writes may answer 204, or 200 without a body; HTML confirms nothing. */
export function parseAsDone({ status, text }: HttpAnswer): { value: null } | { cause: FailureCause } {
  return text.trim() === '' || parseJson(text) !== undefined
    ? { value: null }
    : {
        cause: {
          kind: 'unreadable answer',
          status,
          why: isHtml(text) ? 'it is a web page' : NOT_WHOLE,
        },
      }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

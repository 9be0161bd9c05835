/** What an answer means: a readable value, or one of the known failures. */
import type * as z from 'zod'
import type { Exchange } from './exchange'
import type { Cause } from './failure'
import { resetAt } from './rate-limit-reset'
import { looksLikeHtml } from './redaction'
import { complaintsIn } from './rejection'

const NOT_WHOLE = 'it is not whole'

export type Came = Extract<Exchange, { came: true }>

/** The cause of a failure when the exchange is one; null when Thinkific answered 2xx. `now` is epoch ms. */
export function causeIn(came: Exchange, now: number): Cause | null {
  if (!came.came) {
    return came.why === 'too long'
      ? { kind: 'unreadable answer', status: came.status, why: 'it is too long' }
      : { kind: came.why }
  }
  const { status, headers, text } = came
  if (status >= 200 && status < 300) {
    return null
  }
  if (status < 400) {
    return { kind: 'redirected', status }
  }
  if (status >= 500) {
    return isCloudflares(status, text) ? { kind: 'cloudflare error', status } : { kind: 'server error', status }
  }
  return clientCause(status, headers, text, now)
}

function clientCause(status: number, headers: Headers, text: string, now: number): Cause {
  const body = parsed(text)
  const complaints = complaintsIn(body)
  switch (status) {
    case 401:
      return { kind: 'credentials refused' }
    case 403:
      // Thinkific denies in JSON; a page or nothing at all comes from the firewall before it, and passes.
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
      return { kind: 'rate limited', resetAt: resetAt(headers, now) }
    default:
      // Cut short on its way, a refusal has not said yet what it refuses (an email taken is no failure at all).
      return body === undefined && /^\s*[[{]/.test(text)
        ? { kind: 'unreadable answer', status, why: NOT_WHOLE }
        : { kind: 'rejected', status, complaints }
  }
}

/** 520 to 527 and 530 are Cloudflare's own; its 502, 503 and 504 are told by their page. */
function isCloudflares(status: number, text: string): boolean {
  return status >= 520 || looksLikeHtml(text)
}

/** A 2xx answer read as `schema` says, or why it cannot be. */
export function readAs<T>(schema: z.ZodType<T>, { status, text }: Came): { value: T } | { cause: Cause } {
  const unreadable = (why: string) => ({ cause: { kind: 'unreadable answer', status, why } satisfies Cause })
  if (text.trim() === '') {
    return unreadable('it is empty')
  }
  if (looksLikeHtml(text)) {
    return unreadable('it is a web page')
  }
  const body = parsed(text)
  if (body === undefined) {
    return unreadable(NOT_WHOLE)
  }
  const read = schema.safeParse(body)
  const path = read.success ? '' : (read.error.issues[0]?.path.join('.') ?? '')
  return read.success ? { value: read.data } : unreadable(`${path === '' ? 'it' : path} is not as expected`)
}

/** Writes may answer with nothing (204, or 200 without a body); a page is no confirmation. */
export function readAsDone({ status, text }: Came): { value: null } | { cause: Cause } {
  return text.trim() === '' || parsed(text) !== undefined
    ? { value: null }
    : {
        cause: {
          kind: 'unreadable answer',
          status,
          why: looksLikeHtml(text) ? 'it is a web page' : NOT_WHOLE,
        },
      }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

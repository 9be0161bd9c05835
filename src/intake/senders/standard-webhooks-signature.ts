/**
 * Standard Webhooks 1.0 (https://github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md):
 * HMAC-SHA256 over `id.timestamp.body`, five minutes' tolerance. Uses WebCrypto, since the published library's
 * JavaScript took a fifth of intake's time; the tests sign with the library.
 */
import type { OpenSecret } from './sender'

const PREFIX = 'whsec_'
const TOLERANCE_SECONDS = 300
const HMAC = { name: 'HMAC', hash: 'SHA-256' }
const ENCODER = new TextEncoder()

interface SignedPost {
  id: string
  /** Seconds, as in the header. */
  timestamp: string
  /** The header as received: versioned signatures separated by spaces. */
  signatures: string
  body: string | Uint8Array
}

/** Null for whole seconds within the tolerance, else what to change: the end of a sentence. @param now epoch ms */
export function explainTimestamp(timestamp: string, now: number): string | null {
  if (!/^\d{1,12}$/.test(timestamp)) {
    return explainShape(timestamp.trim())
  }
  const away = Math.floor(now / 1000) - Number(timestamp)
  if (Math.abs(away) <= TOLERANCE_SECONDS) {
    return null
  }
  const where = away > 0 ? 'behind' : 'ahead of'
  return `is more than five minutes ${where} our clock. Sign each attempt with the current time, and check the sender’s clock.`
}

const EXAMPLE = 'seconds since 1970, such as 1763633700.'

function explainShape(text: string): string {
  if (text === '') {
    return `is empty. Send whole ${EXAMPLE}`
  }
  const unit = UNITS.find(({ digits }) => digits.test(text))
  if (unit !== undefined) {
    return `is in ${unit.name}. Send whole seconds: divide it by ${unit.divisor} and drop the rest.`
  }
  if (/^\d{1,12}\.\d*$/.test(text)) {
    return 'has decimals. Send whole seconds: drop what follows the point.'
  }
  const isDate = /\d{4}/.test(text) && /^\d+[./-]\d+[./-]\d+|[\d,][T ]\d|\b[A-Z][a-z]{2}\b/.test(text)
  return isDate ? `is a date. Send the time as whole ${EXAMPLE}` : `is not a whole number of ${EXAMPLE}`
}

const UNITS = [
  { name: 'milliseconds', digits: /^\d{13}(?:\.\d*)?$/, divisor: '1,000' },
  { name: 'microseconds', digits: /^\d{16}$/, divisor: '1,000,000' },
  { name: 'nanoseconds', digits: /^\d{19}$/, divisor: '1,000,000,000' },
]

/** A malformed secret signs nothing. */
export async function isSignedBy(
  secret: OpenSecret,
  { id, timestamp, signatures, body }: SignedPost,
): Promise<boolean> {
  try {
    const mac = await crypto.subtle.sign('HMAC', await loadKey(secret), toSignedBytes(id, timestamp, body))
    const own = `v1,${btoa(String.fromCharCode(...new Uint8Array(mac)))}`
    return signatures.split(' ').filter((given) => isSameSignature(given, own)).length > 0
  } catch {
    return false
  }
}

function toSignedBytes(id: string, timestamp: string, body: string | Uint8Array): Uint8Array {
  if (typeof body === 'string') {
    return ENCODER.encode(`${id}.${timestamp}.${body}`)
  }
  const head = ENCODER.encode(`${id}.${timestamp}.`)
  const bytes = new Uint8Array(head.length + body.length)
  bytes.set(head)
  bytes.set(body, head.length)
  return bytes
}

/** Opened secrets are kept for half a minute, and their keys with them. */
function loadKey(secret: OpenSecret): Promise<CryptoKey> {
  secret.signingKey ??= importKey(secret.plain)
  return secret.signingKey
}

async function importKey(plain: string): Promise<CryptoKey> {
  const bytes = Uint8Array.from(atob(plain.replace(PREFIX, '')), (letter) => letter.charCodeAt(0))
  return crypto.subtle.importKey('raw', bytes, HMAC, false, ['sign'])
}

/** In constant time. */
function isSameSignature(given: string, own: string): boolean {
  if (given.length !== own.length) {
    return false
  }
  let differing = 0
  for (let at = 0; at < own.length; at++) {
    differing |= given.charCodeAt(at) ^ own.charCodeAt(at)
  }
  return differing === 0
}

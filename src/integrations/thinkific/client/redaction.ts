/** One request and its answer as the log may show them: no credential, no password, no more text than helps. */
import type { Attempt } from '../../../model/attempt'

const LONGEST_TEXT = 2_000
const LONGEST_HTML = 200
const HIDDEN = '[hidden]'
/** Names of JSON values that are nobody's business. */
const SECRET_VALUE = /("[^"]*(?:password|secret|token|api_?key|authorization)[^"]*"\s*:\s*)"(?:[^"\\]|\\.)*"/gi

/** Facts of one exchange; `request` and `response` as they were on the wire. */
interface ExchangeRecord {
  at: number
  took: number
  method: string
  path: string
  request: string | null
  status: number | null
  response: string | null
}

/** Strikes the credential out wherever it occurs. */
export function redactCredential(text: string, credential: string): string {
  return credential === '' ? text : text.replaceAll(credential, HIDDEN)
}

/** `credential` is struck out of both, should an answer ever echo it. */
export function toAttempt(exchanged: ExchangeRecord, credential: string, problem: string | null): Attempt {
  const clean = (text: string | null) => (text === null || text === '' ? null : redactText(text, credential))
  return { ...exchanged, request: clean(exchanged.request), response: clean(exchanged.response), problem }
}

function redactText(text: string, credential: string): string {
  const open = isHtml(text) ? stripTags(text) : text
  const hidden = redactCredential(open, credential)
  return truncate(hidden.replace(SECRET_VALUE, `$1"${HIDDEN}"`), isHtml(text) ? LONGEST_HTML : LONGEST_TEXT)
}

/** True for a page where JSON was expected: Cloudflare's errors, a firewall's challenge, a maintenance note. */
export function isHtml(text: string): boolean {
  return /^\s*(?:<!doctype|<html|<head|<body|<\?xml|<!--)/i.test(text)
}

function stripTags(html: string): string {
  return html
    .slice(0, 20_000)
    .replace(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, ' ')
    .replace(/<[^>]*>?/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

function truncate(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}… (${text.length} characters)` : text
}

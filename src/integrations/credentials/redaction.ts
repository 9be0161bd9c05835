/** A request and its answer as the log may show them: no credential or password, no more text than helps. */
import type { Attempt } from '../../model/attempt'

const LONGEST_TEXT = 2_000
const LONGEST_HTML = 200
const HIDDEN = '[hidden]'
/** JSON names of values that must not be logged. */
const SECRET_VALUE = /("[^"]*(?:password|secret|token|api_?key|authorization)[^"]*"\s*:\s*)"(?:[^"\\]|\\.)*"/gi

/** `request` and `response` as they were on the wire. */
interface ExchangeRecord {
  at: number
  took: number
  method: string
  path: string
  request: string | null
  status: number | null
  response: string | null
}

export function redactCredential(text: string, credential: string): string {
  return credential === '' ? text : text.replaceAll(credential, HIDDEN)
}

/** The credential is removed from both, since an answer might echo it. */
export function toAttempt(exchanged: ExchangeRecord, credential: string, problem: string | null): Attempt {
  const clean = (text: string | null) => (text === null || text === '' ? null : redactText(text, credential))
  return { ...exchanged, request: clean(exchanged.request), response: clean(exchanged.response), problem }
}

function redactText(text: string, credential: string): string {
  const open = isHtml(text) ? stripTags(text) : text
  const hidden = redactCredential(open, credential)
  return truncate(hidden.replace(SECRET_VALUE, `$1"${HIDDEN}"`), isHtml(text) ? LONGEST_HTML : LONGEST_TEXT)
}

/** HTML where JSON was expected: a Cloudflare error, a firewall's challenge, a maintenance page. */
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

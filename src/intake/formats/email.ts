import { comparableEmail, findInvisible } from '../../model/email'
import { unescapeHtml } from '../reading/entities'
import { MISSING } from '../reading/field-reader'
import { isUnfilled } from '../reading/text'
import { Unreadable } from '../reading/unreadable'

/** Nearly all are, and need no further check. */
const PLAIN = /^[a-z\d._+-]+@[a-z\d-]+(?:\.[a-z\d-]+)*$/
const EMAIL = /^[^\s@]+@[\p{L}\p{N}\p{M}_-]+(?:\.[\p{L}\p{N}\p{M}_-]+)*$/u
/** Legal only in quotes before the @, and in practice what is left of JSON, a list or `email=…`. */
const NOT_IN_EMAILS = /["(){}<>[\]\\,:;=]|^'|'$/
/** What broken bytes became, and what unwrapping may bring to light: not the customer's address. */
const SPOILED = /[\p{Cc}\p{DI}\ufffd\u2800]/u
const MAX_EMAIL_LENGTH = 254

/** Normalized as in model/email.ts, or why not: the end of a sentence that begins with the field's name. */
export function readEmail(value: unknown): { email: string } | { problem: string } {
  if (typeof value === 'string' && value.length <= MAX_EMAIL_LENGTH && PLAIN.test(value)) {
    return { email: value }
  }
  if (value === undefined || value === null) {
    return { problem: MISSING }
  }
  if (value instanceof Unreadable) {
    return { problem: `is ${value.why}` }
  }
  const text = typeof value === 'string' ? comparableEmail(value.toWellFormed()) : ''
  const invisible = findInvisible(text)
  if (invisible !== null) {
    const { code, position } = invisible
    return {
      problem: `has an invisible character (${code}) at position ${position}; remove it and try again`,
    }
  }
  if (isUnfilled(text)) {
    return { problem: 'is a placeholder that was not filled in' }
  }
  if (text === '' && typeof value === 'string') {
    return { problem: MISSING }
  }
  const isPlain = EMAIL.test(text) && !/[&:]/.test(text)
  const email = isPlain ? text : comparableEmail(unwrap(unescapeHtml(text)))
  const isEmail = EMAIL.test(email) && email.length <= MAX_EMAIL_LENGTH && !SPOILED.test(email)
  return isEmail && !NOT_IN_EMAILS.test(email) ? { email } : { problem: `is not an email address${explain(email)}` }
}

function explain(email: string): string {
  if (/\s/.test(email)) {
    return ': it has a space or line break in it'
  }
  if (SPOILED.test(email)) {
    return ''
  }
  const [, end] = /@.*([^\p{L}\p{N}\p{M}_\s@])$/u.exec(email) ?? []
  if (end !== undefined) {
    return `: it ends with “${end}”`
  }
  const [odd] = NOT_IN_EMAILS.exec(email) ?? []
  return odd === undefined ? '' : `: it has “${odd}” in it`
}

/** The address of a link, of `"Ada" <ada@example.com>`, or in quotes. */
function unwrap(text: string): string {
  const [, named] = /^[^@<>]*<([^<>]*)>$/.exec(text) ?? []
  const [, , quoted] = /^(["'])(.*)\1$/.exec(text) ?? []
  return (named ?? quoted ?? text).trim().replace(/^mailto:/i, '')
}

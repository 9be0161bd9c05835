import { comparableEmail, findInvisible } from '../../model/email'
import { isUnfilled } from '../reading/text'

const EMAIL = /^[^\s@]+@[^\s@]+$/
/** Control characters, and replacement characters of broken bytes: not the customer's address. */
const SPOILED = /[\p{Cc}\ufffd]/u
const MAX_EMAIL_LENGTH = 254

/** Normalized as in model/email.ts, or why it is none: the end of a sentence that begins with the field's name. */
export function readEmail(value: unknown): { email: string } | { problem: string } {
  if (value === undefined || value === null) {
    return { problem: 'is missing' }
  }
  const email = typeof value === 'string' ? comparableEmail(value.toWellFormed()) : ''
  const invisible = findInvisible(email)
  if (invisible !== null) {
    const { code, position } = invisible
    return {
      problem: `has an invisible character (${code}) at position ${position}; remove it and send the event again`,
    }
  }
  if (isUnfilled(email)) {
    return { problem: 'is a placeholder that was not filled in' }
  }
  if (email === '' && typeof value === 'string') {
    return { problem: 'is missing' }
  }
  return EMAIL.test(email) && email.length <= MAX_EMAIL_LENGTH && !SPOILED.test(email)
    ? { email }
    : { problem: 'is not an email address' }
}

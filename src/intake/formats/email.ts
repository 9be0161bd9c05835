import { z } from 'zod'
import { comparableEmail } from '../../model/email'

const EMAIL = /^[^\s@]+@[^\s@]+$/
/** Control characters, and replacement characters of broken bytes: not the customer's address. */
const SPOILED = /[\p{Cc}\ufffd]/u
const MAX_EMAIL_LENGTH = 254

/** Normalized as in model/email.ts. Refuses a missing @, inner spaces and broken characters. */
export const email = z
  .string()
  .meta({ format: 'email' })
  .transform((value, context) => {
    const known = comparableEmail(value.toWellFormed())
    if (!EMAIL.test(known) || known.length > MAX_EMAIL_LENGTH || SPOILED.test(known)) {
      context.addIssue({ code: 'custom', message: 'is not an email address' })
    }
    return known
  })

/** An email address as a sender writes it, in the form all of Enrollwire compares. */
import { z } from 'zod'
import { comparableEmail } from '../../model/email'

const EMAIL = /^[^\s@]+@[^\s@]+$/
/** Control characters, and what bytes or halves of characters became that are none: the address is not the customer's. */
const SPOILED = /[\p{Cc}\ufffd]/u
const MAX_EMAIL_LENGTH = 254

/** Trimmed and compared as event.ts says; refuses what has no @, a space inside, or a character that arrived spoiled. */
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

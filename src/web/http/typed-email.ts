import * as z from 'zod'
import { findInvisible, trimEmail } from '../../model/email'

/** RFC 5321. */
export const LONGEST_EMAIL = 254

/** Pasting can also leave invisible characters inside, which a person cannot see in the field. */
export function explainInvisible(email: string): string | null {
  const found = findInvisible(email)
  return (
    found &&
    `It has an invisible character (${found.code}) at position ${found.position}. Delete it, or type the email again.`
  )
}

/** Trims what pasting leaves around it. */
export const pastedEmail = z
  .string({ error: 'Email is missing.' })
  .transform(trimEmail)
  .superRefine((email, issues) => {
    const message = explainInvisible(email)
    if (message !== null) {
      issues.addIssue({ code: 'custom', message })
    }
  })

/** @param wrong the error for text that is not an email */
export function typedEmail(wrong: string) {
  return pastedEmail.pipe(
    z
      .string()
      .max(LONGEST_EMAIL, { error: 'This email is too long.' })
      .pipe(z.email({ error: wrong })),
  )
}

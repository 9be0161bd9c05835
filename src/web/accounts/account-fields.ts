import * as z from 'zod'
import { findPasswordProblem } from '../../accounts/password-rules'
import { line } from '../http/form'
import { typedEmail } from '../http/typed-email'

const LONGEST_NAME = 80

export const personName = line('Your name', LONGEST_NAME)
export const marketplaceName = line('The marketplace’s name', LONGEST_NAME)

export const email = typedEmail('This is not an email address.').transform((address) => address.toLowerCase())

/** Untrimmed, for what is compared rather than stored: passwords, tokens, ids. Missing becomes empty. */
export const rawText = z.string().default('')

export const newPassword = rawText.superRefine((password, issues) => {
  const problem = findPasswordProblem(password)
  if (problem !== null) {
    issues.addIssue({ code: 'custom', message: problem })
  }
})

/** For `superRefine`: others know the email, so it is no password. */
export function refuseEmailAsPassword(typed: { password: string; email: string }, issues: z.RefinementCtx): void {
  if (typed.password.trim().toLowerCase() !== typed.email) {
    return
  }
  issues.addIssue({ code: 'custom', path: ['password'], message: 'Others know your email. Choose another password.' })
}

import { zValidator } from '@hono/zod-validator'
import type { Context } from 'hono'
import * as z from 'zod'
import type { FormValues } from '../../../views/parts/form-values'
import { findCommonPassword } from '../../accounts/common-passwords'
import { findPasswordProblem, isOwnEmail, OWN_EMAIL } from '../../accounts/password-rules'
import type { Web } from '../http/context'
import { line, textValues, toFilled, withError } from '../http/form'
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

/** As `validateForm`, for a form with a new password: `refused` also answers one of the commonest. */
export function validatePasswordForm<T extends z.ZodType<{ password: string }>>(
  schema: T,
  refused: (c: Context<Web>, filled: FormValues) => Promise<Response>,
) {
  return zValidator('form', schema, async (result, context) => {
    const c = context as Context<Web>
    if (!result.success) {
      return refused(c, toFilled(result.data, result.error))
    }
    const problem = await findCommonPassword(c.env, result.data.password)
    return problem === null ? undefined : refused(c, withError(textValues(result.data), 'password', problem))
  })
}

/** For `superRefine`: others know the email, so it is no password. */
export function refuseEmailAsPassword(typed: { password: string; email: string }, issues: z.RefinementCtx): void {
  if (isOwnEmail(typed.password, typed.email)) {
    issues.addIssue({ code: 'custom', path: ['password'], message: OWN_EMAIL })
  }
}

import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { NewPassword } from '../../../views/accounts/new-password'
import { LinkOver } from '../../../views/accounts/open-sign-up'
import type { FormValues } from '../../../views/parts/form-values'
import { resetPassword } from '../../accounts/account-commands'
import type { Web } from '../http/context'
import { newForm, withError } from '../http/form'
import { redirect, renderPage } from '../http/respond'
import { countAttempt } from '../security/sign-in-limits'
import { newPassword as chosen, rawText, validatePasswordForm } from './account-fields'

export const newPassword = new Hono<Web>()

newPassword.get('/new-password', (c) => show(c, newForm({ token: c.req.query('token') ?? '' }), 200))

newPassword.post(
  '/new-password',
  validatePasswordForm(z.object({ token: rawText, password: chosen }), show),
  async (c) => {
    const { token, password } = c.req.valid('form')
    // First, so that a valid link works whatever others tried from this address.
    const reset = await resetPassword(c.env, token, password)
    if (!reset.ok && reset.reason === 'own email') {
      return show(c, withError({ token }, 'password', reset.sentence))
    }
    if (!reset.ok) {
      const shut = await countAttempt(c, 'new-password', '')
      if (shut === null) {
        return renderPage(
          c,
          { title: 'This link no longer works', section: null, main: <LinkOver href="/forgotten-password" /> },
          422,
        )
      }
      return show(c, withError({ token }, '', shut.sentence), shut.status)
    }
    return redirect(c, '/sign-in', { kind: 'done', text: 'Your new password is set. Sign in with it.' })
  },
)

async function show(c: Context<Web>, filled: FormValues, status: 200 | 422 | 429 = 422) {
  return renderPage(c, { title: 'New password', section: null, main: <NewPassword filled={filled} /> }, status)
}

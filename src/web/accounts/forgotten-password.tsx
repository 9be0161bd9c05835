/** By mail where a mailer is configured; otherwise explains that an admin can hand over a link. */
import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { ForgottenPassword, LinkSent } from '../../../views/accounts/forgotten-password'
import type { FormValues } from '../../../views/parts/form-values'
import { mailResetLink } from '../../accounts/account-commands'
import { hasMailer } from '../../accounts/mailer-settings'
import { publicOrigin } from '../http/address'
import type { Web } from '../http/context'
import { newForm, validateForm, withError } from '../http/form'
import { renderPage } from '../http/respond'
import { countAttempt } from '../security/sign-in-limits'
import { email } from './account-fields'

export const forgottenPassword = new Hono<Web>()

forgottenPassword.get('/forgotten-password', (c) => show(c, newForm(), 200))

forgottenPassword.post('/forgotten-password', validateForm(z.object({ email }), show), async (c) => {
  const { email } = c.req.valid('form')
  const shut = await countAttempt(c, 'forgotten-password', email)
  if (shut !== null) {
    return show(c, withError({ email }, '', shut.sentence), shut.status)
  }
  // After the answer: its timing must not reveal whether the account exists.
  c.executionCtx.waitUntil(mailResetLink(c.env, email, publicOrigin(c)))
  return renderPage(c, { title: 'Check your inbox', section: null, main: <LinkSent email={email} /> })
})

async function show(c: Context<Web>, filled: FormValues, status: 200 | 422 | 429 = 422) {
  const mails = hasMailer(c.env)
  return renderPage(
    c,
    { title: 'Reset your password', section: null, main: <ForgottenPassword filled={filled} mails={mails} /> },
    status,
  )
}

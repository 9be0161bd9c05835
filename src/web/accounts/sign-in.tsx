import { type Context, Hono } from 'hono'
import { setCookie } from 'hono/cookie'
import * as z from 'zod'
import { SignIn } from '../../../views/accounts/sign-in'
import type { FormValues } from '../../../views/parts/form-values'
import { isSignUpOpen } from '../../accounts/mailer-settings'
import { PENDING_S } from '../../accounts/pending-sign-in'
import { isSetupPending } from '../../accounts/people'
import { findSession } from '../../accounts/session'
import { signIn, signOut } from '../../accounts/session-commands'
import type { Web } from '../http/context'
import { newForm, validateForm } from '../http/form'
import { redirect, renderPage } from '../http/respond'
import { pastedEmail } from '../http/typed-email'
import { parseReturnPath } from '../security/return-path'
import { addCookies, startSession } from '../security/session-cookies'
import { countAttempt, forgiveAttempt } from '../security/sign-in-limits'
import { rawText } from './account-fields'
import { PENDING_ATTRIBUTES, PENDING_COOKIE } from './sign-in-code'

const fields = z.object({
  email: pastedEmail.refine(Boolean, { error: 'Email is missing.' }),
  password: rawText.refine(Boolean, { error: 'Password is missing.' }),
  to: rawText,
})

export const signInPages = new Hono<Web>()

signInPages.get('/sign-in', async (c) => {
  const to = c.req.query('to') ?? ''
  const { session } = await findSession(c.env, c.req.raw.headers)
  if (session !== null) {
    return c.redirect(parseReturnPath(to), 303)
  }
  if (await isSetupPending(c.env.DB)) {
    return c.redirect('/setup', 303)
  }
  return show(c, newForm({ to }))
})

signInPages.post(
  '/sign-in',
  validateForm(fields, (c, filled) => show(c, filled, 422)),
  async (c) => {
    const { email, password, to } = c.req.valid('form')
    const shut = await countAttempt(c, 'sign-in', email)
    if (shut !== null) {
      return show(c, { values: { email, to }, errors: { '': shut.sentence } }, shut.status)
    }
    const signedIn = await signIn(c.env, email, password, c.req.raw.headers)
    if (!signedIn.ok) {
      return show(c, { values: { email, to }, errors: { '': signedIn.sentence } }, 422)
    }
    await forgiveAttempt(c, 'sign-in', email)
    if (signedIn.pending !== null) {
      setCookie(c, PENDING_COOKIE, signedIn.pending, { ...PENDING_ATTRIBUTES, maxAge: PENDING_S })
      return c.redirect(`/sign-in/code?to=${encodeURIComponent(to)}`, 303)
    }
    await startSession(c, email, signedIn.cookies)
    return c.redirect(parseReturnPath(to), 303)
  },
)

signInPages.post('/sign-out', async (c) => {
  addCookies(c, (await signOut(c.env, c.req.raw.headers)).cookies)
  return redirect(c, '/sign-in', { kind: 'done', text: 'You are signed out.' })
})

async function show(c: Context<Web>, filled: FormValues, status: 200 | 422 | 429 = 200) {
  const main = <SignIn filled={filled} open={isSignUpOpen(c.env)} />
  return renderPage(c, { title: 'Sign in', section: null, main }, status)
}

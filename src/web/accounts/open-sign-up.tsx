/** Open sign-up: a link mailed to the address first proves who owns it. */
import { type Context, Hono } from 'hono'
import * as z from 'zod'
import {
  CheckInbox,
  LinkOver,
  NotInvited,
  NotReady,
  OpenSignUp,
  SignUpAddress,
} from '../../../views/accounts/open-sign-up'
import type { FormValues } from '../../../views/parts/form-values'
import { openAccount } from '../../accounts/account-commands'
import { isSignUpOpen } from '../../accounts/mailer-settings'
import { isOwnEmail, OWN_EMAIL } from '../../accounts/password-rules'
import { mailSignUpLink } from '../../accounts/sign-up-commands'
import { findSignUpEmail } from '../../accounts/sign-up-links'
import { KINDS } from '../../integrations'
import { publicOrigin } from '../http/address'
import type { Web } from '../http/context'
import { validateForm, withError } from '../http/form'
import { readBrowserZone, redirect, renderPage } from '../http/respond'
import { startSession } from '../security/session-cookies'
import { countAttempt } from '../security/sign-in-limits'
import { email, marketplaceName, newPassword, personName, rawText, validatePasswordForm } from './account-fields'

/** `address`: the token that was mailed. */
const mailed = z.object({ name: personName, password: newPassword, marketplace: marketplaceName, address: rawText })

export const openSignUp = new Hono<Web>()

openSignUp.post('/sign-up/addresses', validateForm(z.object({ email }), showOpenSignUp), async (c) => {
  const { email } = c.req.valid('form')
  if (!isSignUpOpen(c.env)) {
    return c.notFound()
  }
  const shut = await countAttempt(c, 'sign-up', email)
  if (shut !== null) {
    return showOpenSignUp(c, withError({ email }, '', shut.sentence), shut.status)
  }
  // After the answer: its timing must not reveal whether the account exists.
  c.executionCtx.waitUntil(mailSignUpLink(c.env, email, publicOrigin(c)))
  return renderPage(c, { title: 'Check your inbox', section: null, main: <CheckInbox email={email} /> })
})

openSignUp.post('/sign-up/proven', validatePasswordForm(mailed, showOpenSignUp), async (c) => {
  const { address, marketplace, ...person } = c.req.valid('form')
  const email = isSignUpOpen(c.env) ? await findSignUpEmail(c.env.DB, address) : null
  if (email === null) {
    return over(c)
  }
  const values = { address, name: person.name, marketplace }
  if (isOwnEmail(person.password, email)) {
    return showOpenSignUp(c, withError(values, 'password', OWN_EMAIL))
  }
  const shut = await countAttempt(c, 'sign-up', email)
  if (shut !== null) {
    return showOpenSignUp(c, withError(values, '', shut.sentence), shut.status)
  }
  const shop = { name: marketplace, zone: readBrowserZone(c) }
  const made = await openAccount(c.env, { ...person, email, proven: true }, shop, c.req.raw.headers)
  if (!made.ok) {
    return showOpenSignUp(c, withError(values, '', made.sentence))
  }
  await startSession(c, email, made.cookies)
  const text = `Welcome, ${person.name}. Connect ${KINDS.nameKinds([])} next.`
  return redirect(c, `/m/${made.id}/overview`, { kind: 'done', text })
})

export async function showOpenSignUp(c: Context<Web>, filled: FormValues, status: 200 | 422 | 429 = 422) {
  if (!isSignUpOpen(c.env)) {
    const main = c.env.SIGN_UP === 'open' ? <NotReady /> : <NotInvited />
    return renderPage(c, { title: 'You need an invitation', section: null, main }, 404)
  }
  const { address = '' } = filled.values
  const email = address === '' ? null : await findSignUpEmail(c.env.DB, address)
  if (address !== '' && email === null) {
    return over(c)
  }
  const main = email === null ? <SignUpAddress filled={filled} /> : <OpenSignUp email={email} filled={filled} />
  return renderPage(c, { title: 'Create an account', section: null, main }, status)
}

async function over(c: Context<Web>) {
  return renderPage(c, { title: 'This link no longer works', section: null, main: <LinkOver href="/sign-up" /> }, 404)
}

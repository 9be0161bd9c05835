/** Where sign-up is open: first the address proves itself, if the deployment can mail it a link. */
import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { CheckInbox, NotInvited, OpenSignUp, SignUpAddress, SignUpLinkOver } from '../../../views/accounts/open-sign-up'
import type { FormValues } from '../../../views/parts/form-values'
import { openAccount } from '../../accounts/account-commands'
import { hasMailer } from '../../accounts/mailer-settings'
import { mailSignUpLink } from '../../accounts/sign-up-commands'
import { findSignUpEmail } from '../../accounts/sign-up-links'
import { KINDS } from '../../integrations'
import { publicOrigin } from '../http/address'
import type { Web } from '../http/context'
import { validateForm, withError } from '../http/form'
import { readBrowserZone, redirect, renderPage } from '../http/respond'
import { startSession } from '../security/session-cookies'
import { countAttempt } from '../security/sign-in-limits'
import {
  email,
  marketplaceName,
  newPassword,
  personName,
  rawText,
  refuseEmailAsPassword,
  validatePasswordForm,
} from './account-fields'

const common = { name: personName, password: newPassword, marketplace: marketplaceName }
const typed = z.object({ ...common, email }).superRefine(refuseEmailAsPassword)
/** `address`: the token that was mailed. */
const mailed = z.object({ ...common, address: rawText })

export const openSignUp = new Hono<Web>()

openSignUp.post('/sign-up/addresses', validateForm(z.object({ email }), showOpenSignUp), async (c) => {
  const { email } = c.req.valid('form')
  if (!isOpen(c) || !hasMailer(c.env)) {
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
  const { address, ...person } = c.req.valid('form')
  const email = isOpen(c) ? await findSignUpEmail(c.env.DB, address) : null
  return email === null ? over(c) : open(c, { ...person, email, proven: true }, { address })
})

openSignUp.post('/sign-up/open', validatePasswordForm(typed, showOpenSignUp), (c) => {
  const person = c.req.valid('form')
  return isOpen(c) && !hasMailer(c.env) ? open(c, { ...person, proven: false }, { email: person.email }) : c.notFound()
})

type Opened = { name: string; password: string; marketplace: string; email: string; proven: boolean }

async function open(c: Context<Web>, { marketplace, ...person }: Opened, shown: Record<string, string>) {
  const values = { ...shown, name: person.name, marketplace }
  const shut = await countAttempt(c, 'sign-up', person.email)
  if (shut !== null) {
    return showOpenSignUp(c, withError(values, '', shut.sentence), shut.status)
  }
  const made = await openAccount(c.env, person, { name: marketplace, zone: readBrowserZone(c) }, c.req.raw.headers)
  if (!made.ok) {
    return showOpenSignUp(c, withError(values, '', made.sentence))
  }
  await startSession(c, person.email, made.cookies)
  const text = `Welcome, ${person.name}. Connect ${KINDS.nameKinds([])} next.`
  return redirect(c, `/m/${made.id}/overview`, { kind: 'done', text })
}

export async function showOpenSignUp(c: Context<Web>, filled: FormValues, status: 200 | 422 | 429 = 422) {
  if (!isOpen(c)) {
    return renderPage(c, { title: 'By invitation', section: null, main: <NotInvited /> }, 404)
  }
  const { address = '' } = filled.values
  const email = address === '' ? null : await findSignUpEmail(c.env.DB, address)
  if (address !== '' && email === null) {
    return over(c)
  }
  const asksForAddress = hasMailer(c.env) && email === null
  const main = asksForAddress ? <SignUpAddress filled={filled} /> : <OpenSignUp email={email} filled={filled} />
  return renderPage(c, { title: 'Make an account', section: null, main }, status)
}

function isOpen({ env }: Context<Web>): boolean {
  return env.SIGN_UP === 'open'
}

async function over(c: Context<Web>) {
  return renderPage(c, { title: 'This link is over', section: null, main: <SignUpLinkOver /> }, 404)
}

/** /sign-up creates an account, by invitation or where sign-up is open. /join is for existing accounts. */
import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { InvitationOver, Join, SignUp } from '../../../views/accounts/sign-up'
import type { FormValues } from '../../../views/parts/form-values'
import { openInvitedAccount } from '../../accounts/account-commands'
import { acceptInvitation } from '../../accounts/invitation-commands'
import { findInvitation, type InvitationDetails } from '../../accounts/invitations'
import { isOwnEmail, OWN_EMAIL } from '../../accounts/password-rules'
import { findSession } from '../../accounts/session'
import type { Web } from '../http/context'
import { newForm, validateForm, withError } from '../http/form'
import { redirect, renderPage } from '../http/respond'
import { requirePerson } from '../security/guard'
import { startSession } from '../security/session-cookies'
import { countAttempt } from '../security/sign-in-limits'
import { newPassword, personName, rawText, validatePasswordForm } from './account-fields'
import { showOpenSignUp } from './open-sign-up'

const invited = z.object({ invitation: rawText, name: personName, password: newPassword })

export const signUpPages = new Hono<Web>()

signUpPages.get('/sign-up', async (c) => {
  const id = c.req.query('invitation')
  if (id === undefined) {
    return showOpenSignUp(c, newForm({ address: c.req.query('address') ?? '' }), 200)
  }
  const found = await findInvitation(c.env.DB, id)
  if (found === null) {
    return over(c)
  }
  const { session } = await findSession(c.env, c.req.raw.headers)
  if (session === null) {
    return showInvited(c, found, newForm(), 200)
  }
  const main = <Join invitation={found} signedInAs={session.person.email} />
  return renderPage(c, { title: `Join ${found.marketplace.name}`, section: null, main })
})

signUpPages.post('/sign-up', validatePasswordForm(invited, againInvited), async (c) => {
  const { invitation: id, ...person } = c.req.valid('form')
  const shut = await countAttempt(c, 'invitation', id)
  const found = await findInvitation(c.env.DB, id)
  if (found === null) {
    return over(c)
  }
  if (shut !== null) {
    return showInvited(c, found, withError({ name: person.name }, '', shut.sentence), shut.status)
  }

  if (isOwnEmail(person.password, found.email)) {
    return showInvited(c, found, withError({ name: person.name }, 'password', OWN_EMAIL))
  }
  const made = await openInvitedAccount(c.env, person, found, c.req.raw.headers)
  if (!made.ok) {
    return made.reason === 'taken'
      ? showInvited(c, found, withError({ name: person.name }, '', made.sentence))
      : over(c)
  }
  await startSession(c, found.email, made.cookies)
  return joined(c, found)
})

signUpPages.post('/join', requirePerson, validateForm(z.object({ invitation: rawText }), over), async (c) => {
  const accepted = await acceptInvitation(c.env, c.var.person, c.req.valid('form').invitation)
  return accepted.ok ? joined(c, accepted.invitation) : over(c)
})

function joined(c: Context<Web>, { marketplace }: InvitationDetails) {
  const text = `You joined the team of ${marketplace.name}.`
  return redirect(c, `/m/${marketplace.id}/overview`, { kind: 'done', text })
}

async function over(c: Context<Web>) {
  return renderPage(c, { title: 'This invitation no longer works', section: null, main: <InvitationOver /> }, 404)
}

async function againInvited(c: Context<Web>, filled: FormValues) {
  const found = await findInvitation(c.env.DB, filled.values.invitation ?? '')
  return found === null ? over(c) : showInvited(c, found, filled)
}

function showInvited(c: Context<Web>, found: InvitationDetails, filled: FormValues, status: 200 | 422 | 429 = 422) {
  const main = <SignUp invitation={found} filled={filled} />
  return renderPage(c, { title: `Join ${found.marketplace.name}`, section: null, main }, status)
}

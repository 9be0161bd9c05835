/** /account : one's own password and sessions. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { Account } from '../../../views/accounts/account'
import type { Filled } from '../../../views/parts/form-values'
import { signOut } from '../../accounts/people'
import { changePassword, endSession, endSessions, listSessions } from '../../accounts/sessions'
import type { Web } from '../http/context'
import { form, fresh, wrong } from '../http/form'
import { page, seeOther } from '../http/respond'
import { knock, opened } from '../security/doors'
import { signedIn } from '../security/guard'
import { passOn } from '../security/session-cookies'
import { asSent, newPassword } from './account-fields'

const WRONG = 'This is not your password.'

const passwords = z.object({ current: asSent, password: newPassword })

export const account = new Hono<Web>()

account.use('/account/*', signedIn)

account.get('/account', (c) => show(c, fresh(), 200))

account.post('/account/password', form(passwords, show), async (c) => {
  const { current, password } = c.req.valid('form')
  const shut = await knock(c, 'change-password', c.var.person.id)
  if (shut !== null) return show(c, wrong({}, '', shut.sentence), shut.status)
  const cookies = await changePassword(c.env, { person: c.var.person.id, current, chosen: password }, c.req.raw.headers)
  if (cookies === null) return show(c, wrong({}, 'current', WRONG))
  await opened(c, 'change-password', c.var.person.id)
  passOn(c, cookies)
  return seeOther(c, '/account', { kind: 'done', text: 'Your password is changed. Every other session is signed out.' })
})

account.post('/account/sessions/:session/delete', async (c) => {
  await endSession(c.env.DB, c.var.person.id, c.req.param('session'))
  return seeOther(c, '/account', { kind: 'done', text: 'That session is signed out.' })
})

account.post('/account/sessions/delete', async (c) => {
  passOn(c, await signOut(c.env, c.req.raw.headers))
  await endSessions(c.env.DB, c.var.person.id)
  return seeOther(c, '/sign-in', { kind: 'done', text: 'You are signed out everywhere.' })
})

async function show(c: Context<Web>, filled: Filled, status: 200 | 422 | 429 = 422) {
  const sessions = await listSessions(c.env.DB, c.var.person.id)
  const main = <Account person={c.var.person} sessions={sessions} here={c.var.session} filled={filled} />
  return page(c, { title: 'Your account', section: null, main }, status)
}

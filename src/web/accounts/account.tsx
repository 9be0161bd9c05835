import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { Account } from '../../../views/accounts/account'
import type { FormValues } from '../../../views/parts/form-values'
import { changePassword } from '../../accounts/account-commands'
import { isOwnPassword } from '../../accounts/own-password'
import { endSession, endSessions, signOut } from '../../accounts/session-commands'
import { listSessions } from '../../accounts/sessions'
import { hasTwoStep } from '../../accounts/two-step'
import { listZones, UTC } from '../../model/time-zone'
import type { Web } from '../http/context'
import { newForm, withError } from '../http/form'
import { readBrowserZone, readChosenZone, redirect, renderPage } from '../http/respond'
import { requirePerson } from '../security/guard'
import { addCookies, startSession } from '../security/session-cookies'
import { countOwnAttempt, forgiveOwnAttempt } from '../security/sign-in-limits'
import { newPassword, rawText, validatePasswordForm } from './account-fields'

const passwords = z.object({
  current: rawText.refine(Boolean, { error: 'Current password is missing.' }),
  password: newPassword,
})

export const account = new Hono<Web>()

account.use('/account/*', requirePerson)

account.get('/account', (c) => show(c, newForm(), 200))

account.post('/account/password', validatePasswordForm(passwords, refuse), async (c) => {
  const { current, password } = c.req.valid('form')
  const shut = await countOwnAttempt(c, 'change-password')
  if (shut !== null) {
    return show(c, withError({}, '', shut.sentence), shut.status)
  }
  const changed = await changePassword(c.env, { person: c.var.person.id, current, chosen: password }, c.req.raw.headers)
  if (!changed.ok) {
    return show(c, withError({}, changed.reason === 'own email' ? 'password' : 'current', changed.sentence))
  }
  await forgiveOwnAttempt(c, 'change-password')
  await startSession(c, c.var.person.email, changed.cookies)
  return redirect(c, '/account', { kind: 'done', text: 'Your password is changed. Every other session is signed out.' })
})

account.post('/account/sessions/:session/endings', async (c) => {
  const ended = await endSession(c.env, c.var.person.id, c.req.param('session'))
  const text = 'That session is signed out.'
  return redirect(c, '/account', ended.ok ? { kind: 'done', text } : { kind: 'failed', text: ended.sentence })
})

account.post('/account/sessions/endings', async (c) => {
  addCookies(c, (await signOut(c.env, c.req.raw.headers)).cookies)
  await endSessions(c.env, c.var.person.id)
  return redirect(c, '/sign-in', { kind: 'done', text: 'You are signed out everywhere.' })
})

/** A wrong current password is said along with what is wrong with the new one. */
async function refuse(c: Context<Web>, filled: FormValues): Promise<Response> {
  const { current = '' } = filled.values
  if (current === '') {
    return show(c, filled)
  }
  const shut = await countOwnAttempt(c, 'change-password')
  if (shut !== null) {
    return show(c, withError({}, '', shut.sentence), shut.status)
  }
  if (!(await isOwnPassword(c.env.DB, c.var.person.id, current))) {
    return show(c, { ...filled, errors: { current: 'Wrong password.', ...filled.errors } })
  }
  await forgiveOwnAttempt(c, 'change-password')
  return show(c, filled)
}

async function show(c: Context<Web>, filled: FormValues, status: 200 | 422 | 429 = 422) {
  const { DB } = c.env
  const { id } = c.var.person
  const [sessions, twoStep] = await Promise.all([listSessions(DB, id), hasTwoStep(DB, id)])
  const chosen = readChosenZone(c)
  const main = (
    <Account
      person={c.var.person}
      sessions={sessions}
      here={c.var.session}
      twoStep={twoStep}
      zones={{ all: listZones(chosen ?? UTC), chosen, browser: readBrowserZone(c) ?? UTC }}
      filled={filled}
    />
  )
  return renderPage(c, { title: 'Your account', section: null, main }, status)
}

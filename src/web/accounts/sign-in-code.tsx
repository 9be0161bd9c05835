import { type Context, Hono } from 'hono'
import { deleteCookie, getCookie } from 'hono/cookie'
import * as z from 'zod'
import { SignInCode } from '../../../views/accounts/two-step'
import type { FormValues } from '../../../views/parts/form-values'
import { openPending } from '../../accounts/pending-sign-in'
import { isRecoveryCode } from '../../accounts/two-step'
import { finishSignIn } from '../../accounts/two-step-commands'
import type { Web } from '../http/context'
import { newForm, validateForm, withError } from '../http/form'
import { redirect, renderPage } from '../http/respond'
import { parseReturnPath } from '../security/return-path'
import { startSession } from '../security/session-cookies'
import { countAttempt, forgiveAttempt } from '../security/sign-in-limits'
import { rawText } from './account-fields'

export const PENDING_COOKIE = '__Host-sign-in'
export const PENDING_ATTRIBUTES = { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const

export const signInCode = new Hono<Web>()

signInCode.get('/sign-in/code', async (c) => {
  const pending = await openPending(c.env, getCookie(c, PENDING_COOKIE) ?? '')
  return pending === null ? c.redirect('/sign-in', 303) : show(c, newForm({ to: c.req.query('to') ?? '' }), 200)
})

signInCode.post('/sign-in/code', validateForm(z.object({ code: rawText, to: rawText }), show), async (c) => {
  const { code, to } = c.req.valid('form')
  const sealed = getCookie(c, PENDING_COOKIE) ?? ''
  const pending = await openPending(c.env, sealed)
  if (pending === null) {
    return startAgain(c)
  }
  const door = isRecoveryCode(code) ? 'recovery-code' : 'code'
  const shut = await countAttempt(c, door, pending.email)
  if (shut !== null) {
    return show(c, withError({ to }, '', shut.sentence), shut.status)
  }
  const finished = await finishSignIn(c.env, sealed, code)
  if (!finished.ok && finished.reason === 'over') {
    return startAgain(c)
  }
  if (!finished.ok) {
    return show(c, withError({ to }, 'code', finished.sentence))
  }
  await forgiveAttempt(c, door, pending.email)
  deleteCookie(c, PENDING_COOKIE, PENDING_ATTRIBUTES)
  await startSession(c, finished.email, finished.cookies)
  return c.redirect(parseReturnPath(to), 303)
})

function startAgain(c: Context<Web>) {
  return redirect(c, '/sign-in', { kind: 'failed', text: 'This sign-in took too long. Start again.' })
}

async function show(c: Context<Web>, filled: FormValues, status: 200 | 422 | 429 = 422) {
  return renderPage(c, { title: 'Sign in', section: null, main: <SignInCode filled={filled} /> }, status)
}

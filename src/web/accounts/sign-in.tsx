/** /sign-in and /sign-out. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { SignIn } from '../../../views/accounts/sign-in'
import type { Filled } from '../../../views/parts/form-values'
import { isSetupPending, signIn, signOut } from '../../accounts/people'
import { findSession } from '../../accounts/session'
import type { Web } from '../http/context'
import { form, fresh } from '../http/form'
import { page, seeOther } from '../http/respond'
import { knock, opened } from '../security/doors'
import { returnPath } from '../security/return-path'
import { passOn } from '../security/session-cookies'
import { asSent } from './account-fields'

/** Says neither which of the two is wrong nor whether there is such an account. */
const NO_MATCH = 'This email and this password do not belong together.'

const fields = z.object({ email: asSent, password: asSent, to: asSent })

export const signInPages = new Hono<Web>()

signInPages.get('/sign-in', async (c) => {
  const to = c.req.query('to') ?? ''
  const { session } = await findSession(c.env, c.req.raw.headers)
  if (session !== null) return c.redirect(returnPath(to), 303)
  if (await isSetupPending(c.env.DB)) return c.redirect('/setup', 303)
  return show(c, fresh({ to }))
})

signInPages.post('/sign-in', form(fields, show), async (c) => {
  const { email, password, to } = c.req.valid('form')
  const shut = await knock(c, 'sign-in', email)
  if (shut !== null) return show(c, { values: { email, to }, errors: { '': shut.sentence } }, shut.status)
  const cookies = await signIn(c.env, email, password, c.req.raw.headers)
  if (cookies === null) return show(c, { values: { email, to }, errors: { '': NO_MATCH } }, 422)
  await opened(c, 'sign-in', email)
  passOn(c, cookies)
  return c.redirect(returnPath(to), 303)
})

signInPages.post('/sign-out', async (c) => {
  passOn(c, await signOut(c.env, c.req.raw.headers))
  return seeOther(c, '/sign-in', { kind: 'done', text: 'You are signed out.' })
})

async function show(c: Context<Web>, filled: Filled, status: 200 | 422 | 429 = 200) {
  const main = <SignIn filled={filled} open={c.env.SIGN_UP === 'open'} />
  return page(c, { title: 'Sign in', section: null, main }, status)
}

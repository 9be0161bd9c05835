/** /new-password : what a reset link opens. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { NewPassword } from '../../../views/accounts/new-password'
import type { Filled } from '../../../views/parts/form-values'
import { resetPassword } from '../../accounts/reset-links'
import type { Web } from '../http/context'
import { form, fresh, wrong } from '../http/form'
import { page, seeOther } from '../http/respond'
import { knock } from '../security/doors'
import { asSent, newPassword as chosen } from './account-fields'

const OVER = 'This link is over: it was used, or is older than a day. Ask for another.'

export const newPassword = new Hono<Web>()

newPassword.get('/new-password', (c) => show(c, fresh({ token: c.req.query('token') ?? '' }), 200))

newPassword.post('/new-password', form(z.object({ token: asSent, password: chosen }), show), async (c) => {
  const { token, password } = c.req.valid('form')
  const shut = await knock(c, 'new-password', token)
  if (shut !== null) return show(c, wrong({ token }, '', shut.sentence), shut.status)
  if (!(await resetPassword(c.env, token, password))) return show(c, wrong({ token }, '', OVER))
  return seeOther(c, '/sign-in', { kind: 'done', text: 'Your new password is set. Sign in with it.' })
})

async function show(c: Context<Web>, filled: Filled, status: 200 | 422 | 429 = 422) {
  return page(c, { title: 'New password', section: null, main: <NewPassword filled={filled} /> }, status)
}

import { Hono } from 'hono'
import { requireTwoStep } from '../../accounts/two-step-commands'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { textValues } from '../http/form'
import { redirect } from '../http/respond'
import { requireAdmin } from '../security/guard'

export const teamTwoStep = new Hono<Web>()

teamTwoStep.post('/team/two-step', requireAdmin, async (c) => {
  const on = textValues(await c.req.parseBody()).on === 'yes'
  const required = await requireTwoStep(c.env, authorOf(c), on)
  const text = on ? 'Admins now need two-step sign-in.' : 'Two-step sign-in is now optional for admins.'
  const at = `${marketplaceAddress(c)}/team`
  return redirect(c, at, required.ok ? { kind: 'done', text } : { kind: 'failed', text: required.sentence })
})

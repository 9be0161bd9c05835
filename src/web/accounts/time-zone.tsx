/** The marketplace's time zone; for admins. */
import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { FormValues } from '../../../views/parts/form-values'
import { TimeZone } from '../../../views/team/time-zone'
import { findTimeZone } from '../../accounts/time-zone'
import { changeTimeZone } from '../../accounts/time-zone-commands'
import { listZones } from '../../model/time-zone'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { newForm, validateForm, withError } from '../http/form'
import { redirect, renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'

export const timeZone = new Hono<Web>()

timeZone.use('/team/time-zone', requireAdmin)

timeZone.get('/team/time-zone', (c) => show(c, null, 200))

timeZone.post('/team/time-zone', validateForm(z.object({ zone: z.string().default('') }), show), async (c) => {
  const { zone } = c.req.valid('form')
  const changed = await changeTimeZone(c.env, authorOf(c), zone)
  if (!changed.ok) {
    return show(c, withError({ zone }, 'zone', changed.sentence))
  }
  const text = `Days of access now begin and end in the time zone ${zone}.`
  return redirect(c, `${marketplaceAddress(c)}/team`, { kind: 'done', text })
})

/** @param refused null for what is stored */
async function show(c: Context<Web>, refused: FormValues | null, status: 200 | 422 = 422) {
  const zone = await findTimeZone(c.env.DB, c.var.member.marketplace.id)
  const main = <TimeZone base={marketplaceAddress(c)} zones={listZones(zone)} filled={refused ?? newForm({ zone })} />
  return renderPage(c, { title: 'Time zone', section: 'Team', main }, status)
}

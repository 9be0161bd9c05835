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

timeZone.get('/team/time-zone', async (c) => show(c, newForm({ zone: await currentZone(c) }), 200))

timeZone.post('/team/time-zone', validateForm(z.object({ zone: z.string().default('') }), show), async (c) => {
  const { zone } = c.req.valid('form')
  const changed = await changeTimeZone(c.env, authorOf(c), zone)
  if (!changed.ok) {
    return show(c, withError({ zone }, 'zone', changed.sentence))
  }
  const text = `Days of access now begin and end in the time zone ${zone}.`
  return redirect(c, `${marketplaceAddress(c)}/team`, { kind: 'done', text })
})

function currentZone(c: Context<Web>): Promise<string> {
  return findTimeZone(c.env.DB, c.var.member.marketplace.id)
}

async function show(c: Context<Web>, filled: FormValues, status: 200 | 422 = 422) {
  const zones = listZones(await currentZone(c))
  const main = <TimeZone base={marketplaceAddress(c)} zones={zones} filled={filled} />
  return renderPage(c, { title: 'Time zone', section: 'Team', main }, status)
}

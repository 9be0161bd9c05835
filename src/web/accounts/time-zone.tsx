import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { FormValues } from '../../../views/parts/form-values'
import { TimeZone } from '../../../views/team/time-zone'
import { stampOf } from '../../accounts/form-stamp'
import { findTimeZone } from '../../accounts/time-zone'
import { changeTimeZone } from '../../accounts/time-zone-commands'
import { listZones } from '../../model/time-zone'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { madeFrom, newForm, validateForm, withError, withMadeFrom } from '../http/form'
import { redirect, renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'

export const timeZone = new Hono<Web>()

timeZone.use('/team/time-zone', requireAdmin)

timeZone.get('/team/time-zone', (c) => show(c, null, 200))

timeZone.post(
  '/team/time-zone',
  validateForm(z.object({ zone: z.string().default(''), madeFrom }), show),
  async (c) => {
    const typed = c.req.valid('form')
    const { zone } = typed
    const changed = await changeTimeZone(c.env, authorOf(c), zone, typed.madeFrom)
    if (!changed.ok) {
      const isZoneWrong = changed.reason === 'no zone'
      return show(c, withError(isZoneWrong ? typed : { zone }, isZoneWrong ? 'zone' : '', changed.sentence))
    }
    const text = `Days of access now begin and end in the time zone ${zone}.`
    return redirect(c, `${marketplaceAddress(c)}/team`, { kind: 'done', text })
  },
)

async function show(c: Context<Web>, refused: FormValues | null, status: 200 | 422 = 422) {
  const zone = await findTimeZone(c.env.DB, c.var.member.marketplace.id)
  const filled = withMadeFrom(refused ?? newForm({ zone }), stampOf(zone))
  const main = <TimeZone base={marketplaceAddress(c)} zones={listZones(zone)} filled={filled} />
  return renderPage(c, { title: 'Time zone', section: 'Team', main }, status)
}

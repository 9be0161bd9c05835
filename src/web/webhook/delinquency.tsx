/** The number of failed payments that make a subscription delinquent. */
import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { FormValues } from '../../../views/parts/form-values'
import { countFailures, EditDelinquency } from '../../../views/webhook/delinquency'
import { stampOf } from '../../accounts/form-stamp'
import { changeDelinquency } from '../../intake/delinquency-commands'
import { findMarketplaceEndpoint } from '../../intake/store'
import { DELINQUENT_AT } from '../../model/event'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { madeFrom, newForm, validateForm, withError, withMadeFrom } from '../http/form'
import { redirect, renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'

export const delinquency = new Hono<Web>()

delinquency.use('/webhook/delinquency', requireAdmin)

delinquency.get('/webhook/delinquency', (c) => show(c, null, 200))

delinquency.post(
  '/webhook/delinquency',
  validateForm(z.object({ failures: z.string().default(''), madeFrom }), show),
  async (c) => {
    const typed = c.req.valid('form')
    const { failures } = typed
    const number = /^\d{1,3}$/.test(failures.trim()) ? Number(failures) : Number.NaN
    const changed = await changeDelinquency(c.env, authorOf(c), number, typed.madeFrom)
    if (changed.ok) {
      const text = `A subscription is now delinquent after ${countFailures(number)}.`
      return redirect(c, `${marketplaceAddress(c)}/webhook/senders`, { kind: 'done', text })
    }
    switch (changed.reason) {
      case 'no endpoint':
        return c.notFound()
      case 'no number':
        return show(c, withError(typed, 'failures', changed.sentence))
      case 'changed meanwhile':
      case 'no admin':
        return show(c, withError({ failures }, '', changed.sentence))
    }
  },
)

/** @param refused null for what is stored */
async function show(c: Context<Web>, refused: FormValues | null, status: 200 | 422 = 422) {
  const endpoint = await findMarketplaceEndpoint(c.env.DB, c.var.member.marketplace.id)
  if (endpoint === null) {
    return c.notFound()
  }
  const failures = endpoint.delinquentAt ?? DELINQUENT_AT
  const filled = withMadeFrom(refused ?? newForm({ failures: String(failures) }), stampOf(failures))
  const main = <EditDelinquency base={marketplaceAddress(c)} filled={filled} />
  return renderPage(c, { title: 'Failed payments', section: 'Webhook', main }, status)
}

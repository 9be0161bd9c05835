/** After confirmation, ends access whatever grants it. */
import { type Context, Hono } from 'hono'
import { ConfirmPage } from '../../../views/parts/confirm-page'
import { entryAddress } from '../../../views/parts/phrases'
import { KINDS } from '../../integrations'
import { listLedgerSites, toIntegrationRef } from '../../integrations/ledger-sites'
import { findChosenPurchase, toEventCustomer } from '../../journal/customers/act-purchases'
import { actByHand } from '../../journal/customers/customer-commands'
import type { ManualAction } from '../../journal/queries'
import type { Target } from '../../model/rule'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { readFormId, textValues } from '../http/form'
import { redirect, renderPage } from '../http/respond'
import { viewCustomerAt } from './access'
import { readCustomerAddress } from './customer-address'

export const endAccess = new Hono<Web>()

endAccess.get('/customers/:email/end', async (c) => {
  const who = readCustomerAddress(c)
  const ending = await findEnding(c, c.req.query())
  if (!ending) {
    return redirect(c, who.address, NOT_OPEN)
  }
  const { target, integration, action } = ending
  const kind = KINDS.findByAction(action)?.title ?? integration.name
  const main = (
    <ConfirmPage
      title={`End access to ${target.name}?`}
      crumbs={who.crumbs}
      takes={[
        `${who.email} can no longer open ${target.name} on ${integration.name}, whatever purchase gave it.`,
        'It is logged under your name.',
      ]}
      stays={[`Their progress stays in ${kind}. A later purchase, or Enroll now, opens it again.`]}
      action={`${who.address}/endings`}
      values={{ formId: crypto.randomUUID(), kind: target.kind, id: target.id, site: integration.site }}
      confirm="End Access Now"
      back={who.address}
    />
  )
  return renderPage(c, { title: 'End access now', section: 'Customers', main })
})

endAccess.post('/customers/:email/endings', async (c) => {
  const who = readCustomerAddress(c)
  const form = textValues(await c.req.parseBody())
  const ending = await findEnding(c, form)
  if (!ending) {
    return redirect(c, who.address, NOT_OPEN)
  }
  const { target, integration, action } = ending
  const marketplace = c.var.member.marketplace.id
  const journal = c.env.JOURNAL.getByName(marketplace)
  const history = await journal.customer(who.email)
  const { entry } = await actByHand(c.env, authorOf(c), {
    id: readFormId(form.formId),
    customer: toEventCustomer(history, who.email),
    ...findChosenPurchase(history, ''),
    action,
    target,
    integration,
    test: false,
  })
  return redirect(c, entryAddress(marketplaceAddress(c), entry), {
    kind: 'done',
    text: `Ending access to ${target.name}.`,
  })
})

const NOT_OPEN = { kind: 'failed', text: 'They no longer have access to that.' } as const

/** Null unless the customer holds it through an integration of this marketplace. */
async function findEnding(
  c: Context<Web>,
  { kind, id, site }: Record<string, string>,
): Promise<(Pick<ManualAction, 'action' | 'integration'> & { target: Target }) | null> {
  const held = (await listLedgerSites(c.env, c.var.member.marketplace.id)).find(
    ({ integration }) => integration.site === site,
  )
  if (!held) {
    return null
  }
  const view = await viewCustomerAt(c, held, readCustomerAddress(c).email)
  const target = view?.targets.find((one) => one.target.kind === kind && one.target.id === id)?.target
  const action = target && KINDS.actionFor(target.kind, 'ends')?.id
  return target && action ? { target, action, integration: toIntegrationRef(held.integration) } : null
}

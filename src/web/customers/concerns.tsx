/** Payments and access: what needs a person, and the clicks that settle it. */
import { type Context, Hono } from 'hono'
import { ConcernsPage } from '../../../views/concerns/concerns-page'
import { ConfirmPage } from '../../../views/parts/confirm-page'
import { entryAddress } from '../../../views/parts/phrases'
import { CONCERN_FIXES, type ConcernFix, titleConcerns } from '../../attention/concern-words'
import { loadConcerns } from '../../attention/concerns'
import { KINDS } from '../../integrations'
import { dismissConcern, SETTLED_ALREADY } from '../../integrations/concern-commands'
import { type LedgerSite, listLedgerSites, toIntegrationRef } from '../../integrations/ledger-sites'
import { listIntegrations } from '../../integrations/store'
import { toEventCustomer } from '../../journal/customers/act-purchases'
import { actByHand } from '../../journal/customers/customer-commands'
import type { Concern } from '../../model/concern'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { readFormId, textValues } from '../http/form'
import { redirect, renderPage } from '../http/respond'
import { viewCustomerAt } from './access'
import { toConcernView } from './concern-view'
import { readCustomerAddress } from './customer-address'

const GONE = { kind: 'failed', text: SETTLED_ALREADY } as const

export const concerns = new Hono<Web>()

concerns.get('/concerns', async (c) => {
  const { id } = c.var.member.marketplace
  const found = await loadConcerns(c.env, id, await listIntegrations(c.env.DB, id))
  const groups = found.groups.map(({ newest, ...group }) => ({
    title: titleConcerns(group),
    more: group.count - newest.length,
    concerns: newest.map((one) => toConcernView(c, one)),
  }))
  const main = <ConcernsPage base={marketplaceAddress(c)} groups={groups} />
  return renderPage(c, { title: 'Payments and access', section: 'Overview', main })
})

concerns.post('/customers/:email/concerns/enrollments', async (c) => {
  const form = textValues(await c.req.parseBody())
  return act(c, form, 'enroll')
})

concerns.get('/customers/:email/concerns/ending', async (c) => {
  const who = readCustomerAddress(c)
  const asked = c.req.query()
  const found = await findConcern(c, asked, 'end')
  if (found === null) {
    return redirect(c, who.address, GONE)
  }
  const { concern, at } = found
  const what = concern.productName ?? `product ${concern.productId}`
  const main = (
    <ConfirmPage
      title={`End access to ${concern.target.name}?`}
      crumbs={who.crumbs}
      takes={[
        `${who.email} loses what ${what} gave: ${concern.target.name} on ${at.integration.name}.`,
        'It is logged under your name.',
      ]}
      stays={[
        'What another purchase gives stays open.',
        `Their progress stays in ${KINDS.nameKinds([at.integration])}.`,
      ]}
      action={`${who.address}/concerns/endings`}
      values={{ formId: crypto.randomUUID(), site: asked.site ?? '', concern: concern.id }}
      confirm="End Access Now"
      back={who.address}
    />
  )
  return renderPage(c, { title: 'End access now', section: 'Customers', main })
})

concerns.post('/customers/:email/concerns/endings', async (c) => {
  const form = textValues(await c.req.parseBody())
  return act(c, form, 'end')
})

concerns.post('/customers/:email/concerns/dismissals', async (c) => {
  const { email, address } = readCustomerAddress(c)
  const { formId, site = '', concern = '' } = textValues(await c.req.parseBody())
  const dismissed = await dismissConcern(c.env, authorOf(c), { id: readFormId(formId), site, email, concern })
  const text = 'Left as it is. It comes back if something new happens to this purchase.'
  return redirect(c, address, dismissed.ok ? { kind: 'done', text } : GONE)
})

async function act(c: Context<Web>, form: Record<string, string>, fix: ConcernFix): Promise<Response> {
  const who = readCustomerAddress(c)
  const found = await findConcern(c, form, fix)
  const action = found && KINDS.actionFor(found.concern.target.kind, fix === 'enroll' ? 'opens' : 'ends')
  if (found === null || action === null) {
    return redirect(c, who.address, GONE)
  }
  const { concern, alike, at } = found
  const { target } = concern
  const history = await c.env.JOURNAL.getByName(c.var.member.marketplace.id).customer(who.email)
  const formId = readFormId(form.formId)
  const actOn = ({ productId, productName, orderId, subscriptionId }: Concern, id: string) =>
    actByHand(c.env, authorOf(c), {
      id,
      customer: toEventCustomer(history, who.email),
      productId,
      productName,
      orderId,
      subscriptionId,
      target,
      action: action.id,
      integration: toIntegrationRef(at.integration),
      test: false,
      ...(fix === 'end' ? { sparing: true as const } : { settles: { how: 'as sold' as const } }),
    })
  // Else each refunded purchase of the same course would keep what the other lost.
  for (const other of fix === 'end' ? alike : []) {
    await actOn(other, `${formId}-${other.productId}-${other.orderId ?? other.subscriptionId ?? ''}`)
  }
  const { entry } = await actOn(concern, formId)
  const text = fix === 'enroll' ? `Enrolling in ${target.name}.` : `Ending access to ${target.name}.`
  return redirect(c, entryAddress(marketplaceAddress(c), entry), { kind: 'done', text })
}

async function findConcern(
  c: Context<Web>,
  { site, concern: id }: Record<string, string>,
  fix: ConcernFix,
): Promise<{ concern: Concern; alike: Concern[]; at: LedgerSite } | null> {
  const at = (await listLedgerSites(c.env, c.var.member.marketplace.id)).find(
    ({ integration }) => integration.site === site,
  )
  const view = at && (await viewCustomerAt(c, at, readCustomerAddress(c).email))
  const concern = view?.concerns.find((one) => one.id === id && CONCERN_FIXES[one.cause] === fix)
  const isAlike = ({ id: other, cause, target: { kind, id: of } }: Concern) =>
    other !== id && cause === concern?.cause && kind === concern.target.kind && of === concern.target.id
  return at && concern ? { concern, alike: view?.concerns.filter(isAlike) ?? [], at } : null
}

import { type Context, Hono } from 'hono'
import { EnrollPage } from '../../../views/customers/enroll-page'
import { ComboboxOptions } from '../../../views/parts/combobox'
import { entryAddress } from '../../../views/parts/phrases'
import { KINDS } from '../../integrations'
import { findLedgerSite, toIntegrationRef } from '../../integrations/ledger-sites'
import { type Integration, listIntegrations } from '../../integrations/store'
import { findChosenPurchase, toEventCustomer } from '../../journal/customers/act-purchases'
import { actByHand } from '../../journal/customers/customer-commands'
import { fullName } from '../../model/event'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { readFormId, textValues } from '../http/form'
import { redirect, renderPage } from '../http/respond'
import { findChosenTarget, loadTargetLists, searchTargets } from './catalog-targets'
import { readCustomerAddress } from './customer-address'
import { listPurchases } from './purchases'

export const enrollNow = new Hono<Web>()

enrollNow.get('/customers/:email/enroll', (c) => showForm(c, c.req.query(), {}))

enrollNow.post('/customers/:email/enrollments', async (c) => {
  const typed = textValues(await c.req.parseBody())
  const { email } = readCustomerAddress(c)
  const marketplace = c.var.member.marketplace.id
  const integration = (await listOpening(c)).find(({ id }) => id === typed.integration)
  if (!integration) {
    return showForm(c, typed, { integration: 'Choose an integration.' })
  }
  const target = findChosenTarget(await loadTargetLists(c.env, integration), typed)
  const action = target && KINDS.actionFor(target.kind, 'opens')
  if (!target || !action) {
    return showForm(c, typed, { target: 'Choose a course or bundle, or type a course’s id.' })
  }
  const journal = c.env.JOURNAL.getByName(marketplace)
  const history = await journal.customer(email)
  const { entry } = await actByHand(c.env, authorOf(c), {
    id: readFormId(typed.id),
    customer: toEventCustomer(history, email),
    ...findChosenPurchase(history, typed.purchase ?? ''),
    action: action.id,
    target,
    integration: toIntegrationRef(integration),
    test: false,
  })
  return redirect(c, entryAddress(marketplaceAddress(c), entry), { kind: 'done', text: `Enrolling in ${target.name}.` })
})

async function showForm(
  c: Context<Web>,
  typed: Record<string, string>,
  errors: Record<string, string>,
): Promise<Response> {
  const who = readCustomerAddress(c)
  const marketplace = c.var.member.marketplace.id
  const [integrations, history] = await Promise.all([
    listOpening(c),
    c.env.JOURNAL.getByName(marketplace).customer(who.email),
  ])
  const { integration = integrations[0]?.id ?? '', q = '', target = '', purchase = '' } = typed
  const known = integrations.find(({ id }) => id === integration)
  const targets = searchTargets(known ? await loadTargetLists(c.env, known) : [], q)
  const name = fullName(history.customer) ?? who.email
  const main = (
    <EnrollPage
      address={who.address}
      back={who.address}
      crumbs={who.crumbs}
      base={marketplaceAddress(c)}
      who={name}
      integrations={integrations.map(({ id, name }) => ({ value: id, label: name }))}
      kinds={KINDS.nameKinds(integrations)}
      purchases={listPurchases(history)}
      targets={targets}
      values={{ id: readFormId(typed.id), integration, q, target, purchase }}
      errors={errors}
    />
  )
  const fragment = <ComboboxOptions name="target" query={q} chosen={target} {...targets} />
  const status = Object.keys(errors).length > 0 ? 422 : 200
  return renderPage(c, { title: `Enroll ${name} now`, section: 'Customers', main, fragment }, status)
}

async function listOpening(c: Context<Web>): Promise<Integration[]> {
  const all = await listIntegrations(c.env.DB, c.var.member.marketplace.id)
  return all.filter((one) => findLedgerSite(c.env, one) !== null)
}

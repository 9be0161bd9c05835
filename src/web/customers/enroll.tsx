/** Enroll now: the form, its search, and the act. */
import { type Context, Hono } from 'hono'
import { EnrollPage } from '../../../views/customers/enroll-page'
import { ComboboxOptions } from '../../../views/parts/combobox'
import { entryAddress } from '../../../views/parts/words'
import { listIntegrations } from '../../integrations/store'
import { baseOf } from '../http/address'
import type { Web } from '../http/context'
import { texts } from '../http/form'
import { nameOf } from '../http/person'
import { page, seeOther } from '../http/respond'
import { catalogOf } from '../integrations/catalog-copy'
import { chosenTarget, foundTargets } from './catalog-targets'
import { purchaseChosen, purchasesOf } from './purchases'
import { reaching } from './sites'
import { customerOf, fullName, whoOf } from './who'

export const enrollNow = new Hono<Web>()

enrollNow.get('/customers/:email/enroll', (c) => ask(c, c.req.query(), {}))

enrollNow.post('/customers/:email/enroll', async (c) => {
  const typed = texts(await c.req.parseBody())
  const { email } = whoOf(c)
  const marketplace = c.var.member.marketplace.id
  const integration = (await listIntegrations(c.env.DB, marketplace)).find(({ id }) => id === typed.integration)
  if (!integration) {
    return ask(c, typed, { integration: 'Choose an integration.' })
  }
  const target = chosenTarget(await catalogOf(c.env, integration.id), typed)
  if (!target) {
    return ask(c, typed, { target: 'Choose a course or bundle, or type a course’s id.' })
  }
  const journal = c.env.JOURNAL.getByName(marketplace)
  const history = await journal.customer(email)
  const entry = await journal.act(marketplace, {
    person: nameOf(c.var.person),
    customer: customerOf(history, email),
    ...purchaseChosen(history, typed.purchase ?? ''),
    action: target.kind === 'bundle' ? 'create_bundle' : 'create_course',
    target,
    integration: reaching(integration),
    test: false,
  })
  return seeOther(c, entryAddress(baseOf(c), entry), { kind: 'done', text: `Enrolling in ${target.name}.` })
})

async function ask(c: Context<Web>, typed: Record<string, string>, errors: Record<string, string>): Promise<Response> {
  const who = whoOf(c)
  const marketplace = c.var.member.marketplace.id
  const [integrations, history] = await Promise.all([
    listIntegrations(c.env.DB, marketplace),
    c.env.JOURNAL.getByName(marketplace).customer(who.email),
  ])
  const { integration = integrations[0]?.id ?? '', q = '', target = '', purchase = '' } = typed
  const known = integrations.some(({ id }) => id === integration)
  const targets = foundTargets(known ? await catalogOf(c.env, integration) : null, q)
  const name = fullName(history.customer) ?? who.email
  const main = (
    <EnrollPage
      address={`${who.address}/enroll`}
      back={who.address}
      crumbs={who.crumbs}
      base={baseOf(c)}
      who={name}
      integrations={integrations.map(({ id, name }) => ({ value: id, label: name }))}
      purchases={purchasesOf(history)}
      targets={targets}
      values={{ integration, q, target, purchase }}
      errors={errors}
    />
  )
  const fragment = <ComboboxOptions name="target" query={q} chosen={target} {...targets} />
  const status = Object.keys(errors).length > 0 ? 422 : 200
  return page(c, { title: `Enroll ${name} now`, section: 'Integrations', main, fragment }, status)
}

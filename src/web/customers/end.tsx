/** End access now: asks, then ends it whatever gave it. */
import { type Context, Hono } from 'hono'
import { ConfirmPage } from '../../../views/parts/confirm-page'
import { entryAddress } from '../../../views/parts/words'
import type { ManualAction } from '../../journal/queries'
import type { Target } from '../../model/rule'
import { baseOf } from '../http/address'
import type { Web } from '../http/context'
import { texts } from '../http/form'
import { nameOf } from '../http/person'
import { page, seeOther } from '../http/respond'
import { holdsAt } from './access'
import { purchaseChosen } from './purchases'
import { reaching, sitesOf } from './sites'
import { customerOf, whoOf } from './who'

export const endAccess = new Hono<Web>()

endAccess.get('/customers/:email/end', async (c) => {
  const who = whoOf(c)
  const asked = await whatEnds(c, c.req.query())
  if (!asked) {
    return seeOther(c, who.address, NOT_HELD)
  }
  const { target, integration } = asked
  const main = (
    <ConfirmPage
      title={`End access to ${target.name}?`}
      crumbs={who.crumbs}
      takes={[
        `${who.email} can no longer open ${target.name} on ${integration.name}, whatever purchase gave it.`,
        'It is logged under your name.',
      ]}
      stays={['Their progress stays in Thinkific. A later purchase, or Enroll now, opens it again.']}
      action={`${who.address}/end`}
      values={{ kind: target.kind, id: target.id, site: integration.site }}
      confirm="End Access Now"
      back={who.address}
    />
  )
  return page(c, { title: 'End access now', section: 'Integrations', main })
})

endAccess.post('/customers/:email/end', async (c) => {
  const who = whoOf(c)
  const asked = await whatEnds(c, texts(await c.req.parseBody()))
  if (!asked) {
    return seeOther(c, who.address, NOT_HELD)
  }
  const { target, integration } = asked
  const marketplace = c.var.member.marketplace.id
  const journal = c.env.JOURNAL.getByName(marketplace)
  const history = await journal.customer(who.email)
  const entry = await journal.act(marketplace, {
    person: nameOf(c.var.person),
    customer: customerOf(history, who.email),
    ...purchaseChosen(history, ''),
    action: target.kind === 'bundle' ? 'expire_bundle' : 'expire_course',
    target,
    integration,
    test: false,
  })
  return seeOther(c, entryAddress(baseOf(c), entry), { kind: 'done', text: `Ending access to ${target.name}.` })
})

const NOT_HELD = { kind: 'failed', text: 'They do not hold that any more.' } as const

/** What the address or form names, if the customer holds it through an integration of this marketplace. */
async function whatEnds(
  c: Context<Web>,
  { kind, id, site }: Record<string, string>,
): Promise<{ target: Target; integration: ManualAction['integration'] } | null> {
  const integration = (await sitesOf(c)).find((one) => one.site === site)
  if (!integration) {
    return null
  }
  const holds = await holdsAt(c, integration.site, whoOf(c).email)
  const target = holds?.targets.find((one) => one.target.kind === kind && one.target.id === id)?.target
  return target ? { target, integration: reaching(integration) } : null
}

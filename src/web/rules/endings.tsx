/** End the access of everyone who holds a rule's target, or the one it had before an edit. */
import { type Context, Hono } from 'hono'
import { Endings } from '../../../views/rules/endings'
import { recordAudit } from '../../accounts/audit'
import type { ManualAction } from '../../journal/queries'
import { findRule } from '../../rules/store'
import { baseOf } from '../http/address'
import type { Web } from '../http/context'
import { texts } from '../http/form'
import { nameOf } from '../http/person'
import { page, seeOther } from '../http/respond'
import { holdersOf } from './holders'
import { crumbsBelow, sectionFor } from './show'
import { targetKey, targetNamed } from './target-key'

/** Endings of one click: each is an event of its own in the journal. */
const MOST_ENDINGS = 200

export const endings = new Hono<Web>()

endings.get('/rules/:rule/endings', async (c) => {
  const asked = await whatEnds(c, c.req.param('rule'), c.req.query('target'))
  if (asked === null) return c.notFound()
  const { rule, target } = asked
  const at = `${baseOf(c)}/rules/${rule.id}`
  const main = (
    <Endings
      at={`${at}/endings`}
      back={at}
      crumbs={await crumbsBelow(c, rule)}
      target={{ key: targetKey(target), name: target.name }}
      integration={rule.integrationName}
      holders={await holdersOf(c, rule, target)}
      most={MOST_ENDINGS}
    />
  )
  return page(c, { title: 'End access', section: sectionFor(rule), main })
})

endings.post('/rules/:rule/endings', async (c) => {
  const asked = await whatEnds(c, c.req.param('rule'), texts(await c.req.parseBody()).target)
  if (asked === null) return c.notFound()
  const { rule, target } = asked
  const { marketplace } = rule
  const journal = c.env.JOURNAL.getByName(marketplace)
  const holding = await c.env.THINKIFIC_SITE.getByName(rule.site).holding(marketplace, target, MOST_ENDINGS)
  for (const { email, ...purchase } of holding) {
    const act: ManualAction = {
      ...purchase,
      person: nameOf(c.var.person),
      customer: { email, firstName: null, lastName: null, id: null },
      action: target.kind === 'bundle' ? 'expire_bundle' : 'expire_course',
      target,
      integration: { id: rule.integration, name: rule.integrationName, site: rule.site },
      test: false,
    }
    await journal.act(marketplace, act)
  }
  const whose = holding.length === 1 ? 'one customer' : `${holding.length} customers`
  const what = `the access of ${whose} to ${target.name} on “${rule.integrationName}”`
  await recordAudit(c.env.DB, { marketplace, person: c.var.person, did: 'ended', what })
  const text = `Ending the access of ${whose} to ${target.name}.`
  return seeOther(c, `${baseOf(c)}/rules/${rule.id}`, { kind: 'done', text })
})

async function whatEnds(c: Context<Web>, id: string, key: string | undefined) {
  const rule = await findRule(c.env.DB, c.var.member.marketplace.id, id)
  const target = rule && (await targetNamed(c, rule, key))
  return rule && target && { rule, target }
}

/** Ends access for everyone who holds a rule's target, or its previous target after an edit. */
import { type Context, Hono } from 'hono'
import { Endings } from '../../../views/rules/endings'
import { recordAudit } from '../../accounts/audit'
import { KINDS } from '../../integrations'
import type { ManualAction } from '../../journal/queries'
import { findRule } from '../../rules/store'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { textValues } from '../http/form'
import { displayName } from '../http/person'
import { redirect, renderPage } from '../http/respond'
import { countHolders, findLedger } from './holders'
import { findSection, listCrumbsBelow } from './show'
import { findTarget, toTargetKey } from './target-key'

/** Per click, since each is an event of its own in the journal. */
const MOST_ENDINGS = 200

export const endings = new Hono<Web>()

endings.get('/rules/:rule/endings', async (c) => {
  const ending = await describeEndings(c, c.req.param('rule'), c.req.query('target'))
  if (ending === null) {
    return c.notFound()
  }
  const { rule, target } = ending
  const at = `${marketplaceAddress(c)}/rules/${rule.id}`
  const main = (
    <Endings
      at={`${at}/endings`}
      back={at}
      crumbs={await listCrumbsBelow(c, rule)}
      target={{ key: toTargetKey(target), name: target.name }}
      integration={rule.integrationName}
      holders={await countHolders(c, rule, target)}
      most={MOST_ENDINGS}
    />
  )
  return renderPage(c, { title: 'End access', section: findSection(rule), main })
})

endings.post('/rules/:rule/endings', async (c) => {
  const ending = await describeEndings(c, c.req.param('rule'), textValues(await c.req.parseBody()).target)
  if (ending === null) {
    return c.notFound()
  }
  const { rule, target } = ending
  const { marketplace } = rule
  const action = KINDS.actionFor(target.kind, 'ends')
  if (action === null) {
    return c.notFound()
  }
  const journal = c.env.JOURNAL.getByName(marketplace)
  const holders = (await findLedger(c.env, rule, target)?.holding(marketplace, target, MOST_ENDINGS)) ?? []
  for (const { email, ...purchase } of holders) {
    const act: ManualAction = {
      ...purchase,
      person: displayName(c.var.person),
      customer: { email, firstName: null, lastName: null, id: null },
      action: action.id,
      target,
      integration: { id: rule.integration, name: rule.integrationName, site: rule.site },
      test: false,
    }
    await journal.act(marketplace, act)
  }
  const phrase = holders.length === 1 ? 'one customer' : `${holders.length} customers`
  const what = `the access of ${phrase} to ${target.name} on “${rule.integrationName}”`
  await recordAudit(c.env.DB, { marketplace, person: c.var.person, did: 'ended', what })
  const text = `Ending the access of ${phrase} to ${target.name}.`
  return redirect(c, `${marketplaceAddress(c)}/rules/${rule.id}`, { kind: 'done', text })
})

async function describeEndings(c: Context<Web>, id: string, key: string | undefined) {
  const rule = await findRule(c.env.DB, c.var.member.marketplace.id, id)
  const target = rule && (await findTarget(c, rule, key))
  return rule && target && { rule, target }
}

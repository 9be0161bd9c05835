/** Ends access for everyone who holds a rule's target, or its previous target after an edit. */
import { type Context, Hono } from 'hono'
import { Endings } from '../../../views/rules/endings'
import { KINDS } from '../../integrations'
import { endAllAccess } from '../../journal/customers/customer-commands'
import { RULE_GONE } from '../../rules/describe'
import { findRule } from '../../rules/store'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { readFormId, textValues } from '../http/form'
import { showGone } from '../http/gone'
import { redirect, renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'
import { countRuleHolders } from './holders'
import { findSection, listCrumbsBelow } from './show'
import { findTarget, toTargetKey } from './target-key'

export const endings = new Hono<Web>()

endings.get('/rules/:rule/endings', requireAdmin, async (c) => {
  const ending = await describeEndings(c, c.req.param('rule'), c.req.query('target'))
  if (ending === null) {
    return c.notFound()
  }
  const { rule, target } = ending
  const at = `${marketplaceAddress(c)}/rules/${rule.id}`
  const main = (
    <Endings
      id={crypto.randomUUID()}
      at={`${at}/endings`}
      back={at}
      crumbs={await listCrumbsBelow(c, rule)}
      target={{ key: toTargetKey(target), name: target.name }}
      integration={rule.integrationName}
      kind={KINDS.findByAction(rule.action)?.title ?? rule.integrationName}
      holders={await countRuleHolders(c, rule, target)}
    />
  )
  return renderPage(c, { title: 'End access', section: findSection(rule), main })
})

endings.post('/rules/:rule/endings', requireAdmin, async (c) => {
  const form = textValues(await c.req.parseBody())
  const ending = await describeEndings(c, c.req.param('rule'), form.target)
  if (ending === null) {
    return showGone(c, RULE_GONE)
  }
  const { rule, target } = ending
  const started = await endAllAccess(c.env, authorOf(c), { id: readFormId(form.id), rule, target })
  if (!started.ok) {
    const at = `${marketplaceAddress(c)}/rules/${rule.id}`
    return redirect(c, at, { kind: 'failed', text: started.sentence })
  }
  return redirect(c, `${marketplaceAddress(c)}/jobs`)
})

async function describeEndings(c: Context<Web>, id: string, key: string | undefined) {
  const rule = await findRule(c.env.DB, c.var.member.marketplace.id, id)
  const target = rule && (await findTarget(c, rule, key))
  return rule && target && { rule, target }
}

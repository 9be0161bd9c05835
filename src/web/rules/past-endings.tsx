import { Hono } from 'hono'
import { PastEndingsPage } from '../../../views/rules/past-endings'
import { findPastEndings } from '../../dispatch/earlier-buyers'
import { applyToPastEndings } from '../../journal/customers/earlier-commands'
import { RULE_GONE } from '../../rules/describe'
import { findRule } from '../../rules/store'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { readFormId, textValues } from '../http/form'
import { showGone } from '../http/gone'
import { PHRASES } from '../http/phrases'
import { redirect, renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'
import { findSection, listCrumbsBelow } from './show'

export const pastEndingsPage = new Hono<Web>()

pastEndingsPage.get('/rules/:rule/past-endings', requireAdmin, async (c) => {
  const rule = await findRule(c.env.DB, c.var.member.marketplace.id, c.req.param('rule'))
  if (rule === null) {
    return c.notFound()
  }
  const main = (
    <PastEndingsPage
      base={marketplaceAddress(c)}
      rule={{ id: rule.id, on: rule.on, action: rule.action, target: rule.target.name, site: rule.integrationName }}
      crumbs={await listCrumbsBelow(c, rule)}
      phrases={PHRASES}
      past={{ ...(await findPastEndings(c.env, rule)), trigger: rule.trigger }}
      formId={crypto.randomUUID()}
    />
  )
  return renderPage(c, { title: 'Past endings', section: findSection(rule), main })
})

pastEndingsPage.post('/rules/:rule/past-endings', requireAdmin, async (c) => {
  const rule = await findRule(c.env.DB, c.var.member.marketplace.id, c.req.param('rule'))
  if (rule === null) {
    return showGone(c, RULE_GONE)
  }
  const { id } = textValues(await c.req.parseBody())
  const started = await applyToPastEndings(c.env, authorOf(c), readFormId(id), rule)
  const base = marketplaceAddress(c)
  return started.ok
    ? redirect(c, `${base}/jobs`)
    : redirect(c, `${base}/rules/${rule.id}`, { kind: 'failed', text: started.sentence })
})

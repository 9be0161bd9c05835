import { Hono } from 'hono'
import { DeleteRule } from '../../../views/rules/delete'
import { recordAudit } from '../../accounts/audit'
import { deleteRule, findRule } from '../../rules/store'
import { marketplaceAddress, productAddress } from '../http/address'
import type { Web } from '../http/context'
import { redirect, renderPage } from '../http/respond'
import { countHolders } from './holders'
import { findSection, listCrumbsBelow } from './show'
import { toTargetKey } from './target-key'

export const deleteRulePage = new Hono<Web>()

deleteRulePage.get('/rules/:rule/delete', async (c) => {
  const rule = await findRule(c.env.DB, c.var.member.marketplace.id, c.req.param('rule'))
  if (rule === null) {
    return c.notFound()
  }
  const holders = await countHolders(c, rule, rule.target)
  const { id, name, target } = rule
  const endings = `${marketplaceAddress(c)}/rules/${id}/endings?target=${toTargetKey(target)}`
  const main = (
    <DeleteRule
      base={marketplaceAddress(c)}
      crumbs={await listCrumbsBelow(c, rule)}
      rule={{ id, name, target: target.name }}
      holders={holders}
      endings={endings}
    />
  )
  return renderPage(c, { title: `Delete ${name}`, section: findSection(rule), main })
})

deleteRulePage.post('/rules/:rule/delete', async (c) => {
  const marketplace = c.var.member.marketplace.id
  const rule = await findRule(c.env.DB, marketplace, c.req.param('rule'))
  if (rule === null || !(await deleteRule(c.env.DB, marketplace, rule.id))) {
    return c.notFound()
  }
  await c.env.JOURNAL.getByName(marketplace).ruleOff(rule.id)
  await recordAudit(c.env.DB, { marketplace, person: c.var.person, did: 'deleted', what: `the rule “${rule.name}”` })
  const flash = { kind: 'done', text: `“${rule.name}” is deleted.` } as const
  return redirect(c, productAddress(marketplaceAddress(c), rule.product), flash)
})

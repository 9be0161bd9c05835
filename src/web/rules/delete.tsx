import { Hono } from 'hono'
import { DeleteRule } from '../../../views/rules/delete'
import { deleteRule } from '../../rules/commands'
import { findRule } from '../../rules/store'
import { marketplaceAddress, productAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { showGone } from '../http/gone'
import { redirect, renderPage } from '../http/respond'
import { countRuleHolders } from './holders'
import { findSection, listCrumbsBelow } from './show'
import { endingsAddress } from './target-key'

export const deleteRulePage = new Hono<Web>()

deleteRulePage.get('/rules/:rule/delete', async (c) => {
  const rule = await findRule(c.env.DB, c.var.member.marketplace.id, c.req.param('rule'))
  if (rule === null) {
    return c.notFound()
  }
  const [holders, crumbs] = await Promise.all([countRuleHolders(c, rule, rule.target), listCrumbsBelow(c, rule)])
  const { id, name, target } = rule
  const main = (
    <DeleteRule
      base={marketplaceAddress(c)}
      crumbs={crumbs}
      rule={{ id, name, target: target.name }}
      holders={holders}
      endings={endingsAddress(c, rule, target)}
    />
  )
  return renderPage(c, { title: `Delete ${name}`, section: findSection(rule), main })
})

deleteRulePage.post('/rules/:rule/deletions', async (c) => {
  const deleted = await deleteRule(c.env, authorOf(c), c.req.param('rule'))
  if (!deleted.ok) {
    return showGone(c, deleted.sentence)
  }
  const { rule } = deleted
  const flash = { kind: 'done', text: `“${rule.name}” is deleted.` } as const
  return redirect(c, productAddress(marketplaceAddress(c), rule.product), flash)
})

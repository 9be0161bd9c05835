/** Delete a rule, after counting who holds its target. */
import { Hono } from 'hono'
import { DeleteRule } from '../../../views/rules/delete'
import { recordAudit } from '../../accounts/audit'
import { deleteRule, findRule } from '../../rules/store'
import { baseOf, productAddress } from '../http/address'
import type { Web } from '../http/context'
import { page, seeOther } from '../http/respond'
import { holdersOf } from './holders'
import { crumbsBelow, sectionFor } from './show'
import { targetKey } from './target-key'

export const deletedRule = new Hono<Web>()

deletedRule.get('/rules/:rule/delete', async (c) => {
  const rule = await findRule(c.env.DB, c.var.member.marketplace.id, c.req.param('rule'))
  if (rule === null) return c.notFound()
  const holders = await holdersOf(c, rule, rule.target)
  const { id, name, target } = rule
  const endings = `${baseOf(c)}/rules/${id}/endings?target=${targetKey(target)}`
  const main = (
    <DeleteRule
      base={baseOf(c)}
      crumbs={await crumbsBelow(c, rule)}
      rule={{ id, name, target: target.name }}
      holders={holders}
      endings={endings}
    />
  )
  return page(c, { title: `Delete ${name}`, section: sectionFor(rule), main })
})

deletedRule.post('/rules/:rule/delete', async (c) => {
  const marketplace = c.var.member.marketplace.id
  const rule = await findRule(c.env.DB, marketplace, c.req.param('rule'))
  if (rule === null || !(await deleteRule(c.env.DB, marketplace, rule.id))) return c.notFound()
  await c.env.JOURNAL.getByName(marketplace).ruleOff(rule.id)
  await recordAudit(c.env.DB, { marketplace, person: c.var.person, did: 'deleted', what: `the rule “${rule.name}”` })
  const flash = { kind: 'done', text: `“${rule.name}” is deleted.` } as const
  return seeOther(c, productAddress(baseOf(c), rule.product), flash)
})

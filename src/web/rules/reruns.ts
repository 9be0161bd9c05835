/** Runs what failed with a rule again, after the rule was changed. */
import { Hono } from 'hono'
import { runEntries } from '../../journal/log/entry-commands'
import type { LogQuery } from '../../journal/queries'
import type { Rule } from '../../model/rule'
import { RULE_GONE } from '../../rules/describe'
import { findRule } from '../../rules/store'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { readFormId, textValues } from '../http/form'
import { showGone } from '../http/gone'
import { redirect } from '../http/respond'
import { describeRun } from '../jobs/run-words'

export const ruleReruns = new Hono<Web>()

ruleReruns.post('/rules/:rule/reruns', async (c) => {
  const rule = await findRule(c.env.DB, c.var.member.marketplace.id, c.req.param('rule'))
  if (rule === null) {
    return showGone(c, RULE_GONE)
  }
  const { id } = textValues(await c.req.parseBody())
  const input = { act: 'replay', entries: { query: findFailuresBefore(rule) }, note: '' } as const
  const started = await runEntries(c.env, authorOf(c), readFormId(id), input)
  const at = `${marketplaceAddress(c)}/rules/${encodeURIComponent(rule.id)}`
  return redirect(c, at, started.ok ? describeRun(started.job) : { kind: 'failed', text: started.sentence })
})

/** What failed with a target that the rule no longer has, and still needs someone. */
export function findFailuresBefore({ id, target }: Pick<Rule, 'id' | 'target'>): LogQuery {
  return { rule: id, outcome: 'failed', open: true, otherThan: target }
}

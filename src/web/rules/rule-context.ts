/** Reads what rules are checked against: what events brought, what rules may choose from. */
import type { Context } from 'hono'
import { loadListed } from '../../integrations/offers'
import { listIntegrations } from '../../integrations/store'
import type { Sightings } from '../../journal/queries'
import type { Rule } from '../../model/rule'
import type { Web } from '../http/context'
import { findingKey, type RuleContext } from './rule-line'

/** As many findings as can matter: a target usually has several. */
const MOST_FINDINGS = 200

/** For these rules. `seen` is what the rest was read from. */
export async function loadRuleContext(c: Context<Web>, rules: Rule[]): Promise<RuleContext & { seen: Sightings }> {
  const marketplace = c.var.member.marketplace.id
  const findListed = async () =>
    loadListed(c.env, rules.length === 0 ? [] : await listIntegrations(c.env.DB, marketplace), rules)
  const journal = c.env.JOURNAL.getByName(marketplace)
  const [seen, listed, { rows }] = await Promise.all([
    journal.seen(),
    findListed(),
    journal.log({ outcome: 'target missing', open: true, limit: MOST_FINDINGS }),
  ])
  const missing = rows.map(({ integration, target }) =>
    integration && target ? findingKey(integration.id, target) : '',
  )
  return { triggersSeen: new Set(seen.triggers.map((trigger) => trigger.id)), seen, listed, missing: new Set(missing) }
}

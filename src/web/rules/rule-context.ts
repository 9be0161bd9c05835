import type { Context } from 'hono'
import type { Sightings } from '../../journal/queries'
import { type Rule, targetKindOf } from '../../model/rule'
import type { Web } from '../http/context'
import { listOffers, loadCatalog } from '../integrations/catalog-copy'
import type { RuleContext } from './rule-line'

/** One catalog read per integration. `seen`: the sightings it is based on. */
export async function loadRuleContext(c: Context<Web>, rules: Rule[]): Promise<RuleContext & { seen: Sightings }> {
  const ids = [...new Set(rules.map((rule) => rule.integration))]
  const [seen, ...catalogs] = await Promise.all([
    c.env.JOURNAL.getByName(c.var.member.marketplace.id).seen(),
    ...ids.map((id) => loadCatalog(c.env, id)),
  ])
  return {
    triggersSeen: new Set(seen.triggers.map((trigger) => trigger.id)),
    seen,
    listed: (rule) => listOffers(catalogs[ids.indexOf(rule.integration)] ?? null, targetKindOf(rule.action)),
  }
}

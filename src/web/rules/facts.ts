/** Reads what rules are judged by: what events told, what catalogs hold. */
import type { Context } from 'hono'
import type { Sightings } from '../../journal/queries'
import { type Rule, targetKindOf } from '../../model/rule'
import type { Web } from '../http/context'
import { catalogOf, listedOf } from '../integrations/catalog-copy'
import type { Facts } from './line'

/** For these rules; one read for each of their integrations. `seen` is what the rest was read from. */
export async function factsFor(c: Context<Web>, rules: Rule[]): Promise<Facts & { seen: Sightings }> {
  const ids = [...new Set(rules.map((rule) => rule.integration))]
  const [seen, ...catalogs] = await Promise.all([
    c.env.JOURNAL.getByName(c.var.member.marketplace.id).seen(),
    ...ids.map((id) => catalogOf(c.env, id)),
  ])
  return {
    triggersSeen: new Set(seen.triggers.map((trigger) => trigger.id)),
    seen,
    listed: (rule) => listedOf(catalogs[ids.indexOf(rule.integration)] ?? null, targetKindOf(rule.action)),
  }
}

/** Reads what rules are checked against: what events brought, what rules may choose from. */
import type { Context } from 'hono'
import type { Env } from '../../env'
import type { Offer } from '../../integrations/catalog'
import { type Integration, listIntegrations } from '../../integrations/store'
import type { Sightings } from '../../journal/queries'
import type { Rule } from '../../model/rule'
import type { Web } from '../http/context'
import { readOffers } from '../integrations/offers'
import type { RuleContext } from './rule-line'

/** For these rules. `seen` is what the rest was read from. */
export async function loadRuleContext(c: Context<Web>, rules: Rule[]): Promise<RuleContext & { seen: Sightings }> {
  const marketplace = c.var.member.marketplace.id
  const findListed = async () =>
    loadListed(c.env, rules.length === 0 ? [] : await listIntegrations(c.env.DB, marketplace), rules)
  const [seen, listed] = await Promise.all([c.env.JOURNAL.getByName(marketplace).seen(), findListed()])
  return { triggersSeen: new Set(seen.triggers.map((trigger) => trigger.id)), seen, listed }
}

/** What each rule's integration lists of its kind of target: one read for each of the two. */
export async function loadListed(
  env: Env,
  integrations: Integration[],
  rules: Rule[],
): Promise<(rule: Rule) => Offer[] | null> {
  const wanted = new Map(rules.map((rule) => [listKey(rule), rule]))
  const lists = await Promise.all(
    [...wanted].map(async ([key, { integration, target }]) => {
      const found = integrations.find(({ id }) => id === integration)
      return [key, found ? await readOffers(env, found, target.kind) : null] as const
    }),
  )
  const byKey = new Map(lists)
  return (rule) => byKey.get(listKey(rule)) ?? null
}

function listKey({ integration, target }: Rule): string {
  return `${integration} ${target.kind}`
}

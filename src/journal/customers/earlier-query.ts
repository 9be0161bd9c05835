/** Which rules may run for earlier buyers, and what finding them takes. */
import { KINDS } from '../../integrations'
import { findIntegration } from '../../integrations/store'
import type { Rule } from '../../model/rule'
import { findRule } from '../../rules/store'
import type { EarlierQuery } from '../queries'

export function enrollsBuyers({ action, trigger }: Pick<Rule, 'action' | 'trigger'>): boolean {
  return trigger === 'product.purchased' && KINDS.action(action).effect === 'opens'
}

/** Null for a rule or integration that is gone. */
export async function findEarlierQuery(d1: D1Database, marketplace: string, id: string): Promise<EarlierQuery | null> {
  const rule = await findRule(d1, marketplace, id)
  const integration = rule && (await findIntegration(d1, marketplace, rule.integration))
  return rule && integration && { rule, connectedAt: integration.createdAt }
}

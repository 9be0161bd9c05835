/** Which rules may run for what happened before them, and what finding that takes. */
import { KINDS } from '../../integrations'
import { findIntegration } from '../../integrations/store'
import type { Rule } from '../../model/rule'
import { ENDING_TRIGGERS } from '../../model/trigger'
import { findRule } from '../../rules/store'
import type { EarlierQuery } from '../queries'

export function enrollsBuyers({ action, trigger }: Pick<Rule, 'action' | 'trigger'>): boolean {
  return trigger === 'product.purchased' && KINDS.action(action).effect === 'opens'
}

/** Ends what a purchase gave, on what ends it: a refund, a cancellation, a failed payment. */
export function endsPast({ action, trigger }: Pick<Rule, 'action' | 'trigger'>): boolean {
  return ENDING_TRIGGERS.has(trigger) && KINDS.action(action).effect === 'ends'
}

/** Null for a rule or integration that is gone. */
export async function findEarlierQuery(d1: D1Database, marketplace: string, id: string): Promise<EarlierQuery | null> {
  const rule = await findRule(d1, marketplace, id)
  const integration = rule && (await findIntegration(d1, marketplace, rule.integration))
  return rule && integration && { rule, connectedAt: integration.createdAt }
}

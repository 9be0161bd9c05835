/** What ended a purchase though no rule acted on it, and the rule that would have. */
import { mainTrigger } from '../../../model/event-type'
import type { Trigger } from '../../../model/trigger'
import { type Purchase, type TargetKey, targetKey } from './customer'
import type { Grant } from './grants'
import type { LedgerEvent } from './ledger-event'
import { isMoneyGone, isStop } from './standing'

/** What a rule would have to listen to, the first being the ending's own. */
export interface MissingRule extends Pick<Purchase, 'product' | 'productName'> {
  triggers: Trigger[]
  target: Grant['through']
}

type PurchaseEnding = NonNullable<Purchase['ending']>

/** Triggers of endings that most rules should act on. A first failure or a partial refund is left to the merchant. */
const ADVISED: Partial<Record<Trigger, Trigger[]>> = {
  'product.refunded': ['product.refunded'],
  'subscription.canceled': ['subscription.canceled'],
  'subscription.delinquent': ['subscription.delinquent', 'subscription.canceled'],
}

/** Of several, the last that money or the subscription ended with. @param standing endings that stand */
export function findEnding(standing: LedgerEvent[]): Purchase['ending'] {
  const event = standing.findLast((one) => isMoneyGone(one) || isStop(one)) ?? standing.at(-1)
  if (event === undefined) {
    return null
  }
  const isDelinquency = event.delinquent && event.type === 'subscription.charge_failed'
  const type = isDelinquency ? 'subscription.delinquent' : event.type
  const trigger = mainTrigger(type)
  const actedOn = listActedOn(event)
  return trigger && { trigger, type, at: event.at, ...(actedOn.length === 0 ? {} : { actedOn }) }
}

/** With targets of rules that are still to act, and of those whose act was taken back. */
function listActedOn({ acts, withdrawn = [], awaited = [] }: LedgerEvent): TargetKey[] {
  return [...new Set([...[...acts, ...withdrawn].map(({ target }) => targetKey(target)), ...awaited])]
}

/** Null where a rule acted on what ended the grant's purchase, or nothing did. */
export function findUnruledEnding({ purchase, through }: Grant): PurchaseEnding | null {
  const ending = purchase?.ending ?? null
  const claim = purchase?.claims[targetKey(through)]
  if (ending === null || claim?.create == null || ending.at < claim.create.happened.at || claim.ends.length > 0) {
    return null
  }
  return ending.actedOn?.includes(targetKey(through)) ? null : ending
}

/** Null where no rule is missing. */
export function findMissingRule(grant: Grant): MissingRule | null {
  const { purchase, through: target } = grant
  const ending = findUnruledEnding(grant)
  const triggers = ending && ADVISED[ending.trigger]
  return purchase === null || purchase.test || !triggers
    ? null
    : { product: purchase.product, productName: purchase.productName, triggers, target }
}

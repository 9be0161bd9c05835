/** Whether a rule was too late for a purchase or an ending, and what leaves that out all the same. */
import type { MarketEvent } from '../../model/event'
import { type EventType, REPAYMENTS, RESTARTS, REVERSALS, STOPS } from '../../model/event-type'
import type { Firing } from '../../model/firing'
import { isOfRule } from '../../model/instruction'
import { ENDING_TRIGGERS, type Trigger } from '../../model/trigger'
import { match } from '../../rules/match'
import type { EarlierQuery } from '../queries'
import type { Receipt, Result } from '../receipts/receipt'

/** A purchase or an ending that the rule never handled, or whose entry says that it was off. Null for any other. */
export function findEarlierFiring(receipt: Receipt, { rule }: Pick<EarlierQuery, 'rule'>): Firing | null {
  const { event, erased, replay, results } = receipt
  if (erased || replay !== null || !isAbout(event, rule.trigger) || event.customer === null) {
    return null
  }
  const own = listOwn(results, rule.id)
  if (own.some(({ outcome }) => outcome !== 'rule off')) {
    return null
  }
  const first = Math.max(0, ...results.map(({ n }) => n)) + 1
  return match(event, receipt.fired, [rule], receipt.key, first)[0] ?? null
}

/** Of sales, only what was sold; an ending may be called otherwise than the trigger it fires. */
function isAbout({ type }: MarketEvent, trigger: Trigger): boolean {
  return type !== null && (trigger === 'product.purchased' ? type === trigger : ENDING_TRIGGERS.has(trigger))
}

export function listOwn(results: Result[], rule: string): Result[] {
  return results.filter(({ firing }) => firing !== null && isOfRule(firing, rule))
}

const ENDING: ReadonlySet<EventType> = new Set<EventType>([...REPAYMENTS, ...STOPS])
const UNDOING: ReadonlySet<EventType> = new Set<EventType>([
  ...REVERSALS,
  ...RESTARTS,
  'subscription.charged',
  'subscription.recovered',
])

/**
 * Whether the last that was received of the purchase before the integration was connected is an ending. The ledger decides
 * by all that came after.
 */
export function hasEndedUnseen(
  purchase: MarketEvent,
  item: number,
  others: MarketEvent[],
  connectedAt: number,
): boolean {
  const type = findLastUnseen(purchase, item, others, connectedAt)
  return type !== null && ENDING.has(type)
}

/** The same for an ending: whether good news followed it. */
export function isGivenBackUnseen(
  ending: MarketEvent,
  item: number,
  others: MarketEvent[],
  connectedAt: number,
): boolean {
  const type = findLastUnseen(ending, item, others, connectedAt)
  return type !== null && UNDOING.has(type)
}

function findLastUnseen(
  purchase: MarketEvent,
  item: number,
  others: MarketEvent[],
  connectedAt: number,
): EventType | null {
  const last = others
    .filter((other) => other.receivedAt < connectedAt && other.happenedAt >= purchase.happenedAt)
    .filter((other) => other.type !== null && (ENDING.has(other.type) || UNDOING.has(other.type)))
    .filter((other) => isAboutPurchase(other, purchase, item))
    .sort((a, b) => a.happenedAt - b.happenedAt)
    .at(-1)
  return last?.type ?? null
}

function isAboutPurchase(other: MarketEvent, purchase: MarketEvent, item: number): boolean {
  const bought = purchase.items[item]
  const named = other.items.find(({ productId }) => productId === bought?.productId)
  if (bought === undefined || named === undefined) {
    return false
  }
  const subscription = named.subscription?.id ?? null
  if (subscription !== null && bought.subscription !== null) {
    return subscription === bought.subscription.id
  }
  return other.orderId === null || purchase.orderId === null || other.orderId === purchase.orderId
}

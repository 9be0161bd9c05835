/** Which rules an event could need: what it fires is known only to the journal. */

import type { EventItem, MarketEvent } from '../model/event'
import { TRIGGERS, type Trigger } from '../model/trigger'
import type { CandidateTrigger } from './settings'

const OF_SUBSCRIPTIONS = TRIGGERS.filter((trigger) => trigger.startsWith('subscription.'))

/** For each item, its product with every trigger the item may come to fire. */
export function listCandidates(event: MarketEvent): CandidateTrigger[] {
  const { marketplace, type } = event
  if (type === null) {
    return []
  }
  return event.items.flatMap((item) =>
    possibleTriggers(type, item).map((trigger) => {
      return { marketplace, product: item.productId, trigger, nameless: item.productName === null }
    }),
  )
}

/**
 * A subscription's event may imply any other about it, also for a moment passed. So may a purchase that begins one:
 * come late, it lets a cancellation after it mean something again. A refund and a plain purchase imply nothing.
 */
function possibleTriggers(type: Trigger, { subscription }: EventItem): Trigger[] {
  if (type.startsWith('subscription.')) {
    return OF_SUBSCRIPTIONS
  }
  return type === 'product.purchased' && subscription !== null ? [type, ...OF_SUBSCRIPTIONS] : [type]
}

/** Which rules an event could need. Only the journal knows what it actually fires. */

import type { EventItem, MarketEvent } from '../model/event'
import { type EventType, mainTrigger } from '../model/event-type'
import { TRIGGERS, type Trigger } from '../model/trigger'

export interface CandidateTrigger {
  marketplace: string
  product: string
  /** Null for an event that fires nothing: only its product's name is read. */
  trigger: Trigger | null
  /** The event does not name the product. */
  nameless: boolean
}

const OF_SUBSCRIPTIONS = TRIGGERS.filter((trigger) => trigger.startsWith('subscription.'))

/** Each item's product with every trigger it might fire. */
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

/** The triggers that products bought earlier under the event's subscription might fire. */
export function listCandidatesOf({ marketplace }: MarketEvent, products: string[]): CandidateTrigger[] {
  return products.flatMap((product) =>
    OF_SUBSCRIPTIONS.map((trigger) => ({ marketplace, product, trigger, nameless: false })),
  )
}

/**
 * Any subscription event may imply any other, also for a past moment. So may the purchase that starts one: arriving
 * late, it gives meaning to a cancellation after it. A refund or a plain purchase implies nothing.
 */
function possibleTriggers(type: EventType, { subscription }: EventItem): (Trigger | null)[] {
  if (type.startsWith('subscription.')) {
    return OF_SUBSCRIPTIONS
  }
  const trigger = mainTrigger(type)
  return trigger === 'product.purchased' && subscription !== null ? [trigger, ...OF_SUBSCRIPTIONS] : [trigger]
}

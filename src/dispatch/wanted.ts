/** Which rules an event could need: its triggers are known only to the journal, so all those it may come to fire. */
import type { Wanted } from '../db/rules-match'
import type { MarketEvent } from '../intake/event'
import { TRIGGERS, type Trigger } from '../rules/triggers'

const OF_SUBSCRIPTIONS = TRIGGERS.filter((trigger) => trigger.startsWith('subscription.'))

/** A subscription's event may imply any other about it, also for a moment passed; a product's implies nothing. */
export function wantedBy(event: MarketEvent): Wanted[] {
  if (event.type === null) return []
  const triggers: Trigger[] = event.type.startsWith('subscription.') ? OF_SUBSCRIPTIONS : [event.type]
  const { marketplace } = event
  return event.items.flatMap(({ productId: product, productName }) =>
    triggers.map((trigger) => ({ marketplace, product, trigger, nameless: productName === null })),
  )
}

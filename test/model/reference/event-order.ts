/** "Order does not matter": the one order in which everything is worked out. */
import type { EventType } from '../../../src/model/event-type'
import type { Fact } from './terms'

/** At equal times, as section 6 lists them. */
const AT_EQUAL_TIMES: EventType[] = [
  ...(['product.purchased', 'subscription.charged', 'subscription.completed'] as const),
  ...(['subscription.charge_failed', 'subscription.delinquent', 'subscription.canceled'] as const),
  ...(['subscription.paused', 'subscription.expired'] as const),
  ...(['subscription.recovered', 'subscription.restarted', 'subscription.resumed', 'subscription.uncanceled'] as const),
  ...(['product.refunded', 'product.partially_refunded', 'product.disputed'] as const),
  ...(['product.dispute_won', 'product.refund_reversed'] as const),
]

export function compareFacts(one: Fact, other: Fact): number {
  return (
    one.at - other.at ||
    AT_EQUAL_TIMES.indexOf(one.type) - AT_EQUAL_TIMES.indexOf(other.type) ||
    compareText(one.report.id, other.report.id) ||
    compareText(one.product, other.product)
  )
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}

/** What a customer bought, as far as the events of the last 90 days name it. Pure. */

import type { ReportKind } from '../../model/event'
import { isStoreEvent } from '../../model/event-type'
import type { HistoryEvent } from './customer-queries'

export interface NamedPurchase {
  orderId: string | null
  subscriptionId: string | null
  /** Of its first event, epoch ms. */
  since: number
  /** How its last event was reported. */
  reports: ReportKind
}

/** Of one product, the latest first. Ids that an event names together are one purchase's. */
export function listNamedPurchases(events: HistoryEvent[], product: string): NamedPurchase[] {
  const purchases: NamedPurchase[] = []
  const dated = events.filter(({ test, type }) => !test && type !== null && isStoreEvent(type))
  for (const event of dated.sort((one, other) => one.happenedAt - other.happenedAt)) {
    for (const { subscriptionId } of event.products.filter(({ id }) => id === product)) {
      const { orderId, happenedAt: since, reports } = event
      const known = purchases.find((one) =>
        subscriptionId !== null && one.subscriptionId !== null
          ? one.subscriptionId === subscriptionId
          : (orderId !== null && one.orderId === orderId) || (orderId === null && subscriptionId === null),
      )
      if (known === undefined) {
        purchases.push({ orderId, subscriptionId, since, reports })
      } else {
        Object.assign(known, {
          orderId: known.orderId ?? orderId,
          subscriptionId: known.subscriptionId ?? subscriptionId,
          reports,
        })
      }
    }
  }
  return purchases.reverse()
}

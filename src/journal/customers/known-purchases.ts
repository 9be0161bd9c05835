/** What a customer bought, as far as the events that are kept name it. Pure. */

import type { ReportKind } from '../../model/event'
import { isStoreEvent, PAYMENTS } from '../../model/event-type'
import type { HistoryEvent } from './customer-queries'

export interface NamedPurchase {
  /** The first order that was named. */
  orderId: string | null
  subscriptionId: string | null
  /** All that were named: a charge may have an order of its own. */
  orderIds: string[]
  /** The order that its newest payment named. */
  paidOrderId: string | null
  /** Of its first event, epoch ms. */
  since: number
  /** How its last event was reported. */
  reports: ReportKind
}

/** Of one product, the latest first. Ids that an event names together are one purchase's. @param events newest first */
export function listNamedPurchases(events: HistoryEvent[], product: string): NamedPurchase[] {
  const purchases: NamedPurchase[] = []
  const dated = events.filter(({ test, type }) => !test && type !== null && isStoreEvent(type))
  for (const event of dated.reverse().sort((one, other) => one.happenedAt - other.happenedAt)) {
    for (const { subscriptionId } of event.products.filter(({ id }) => id === product)) {
      const { orderId, happenedAt: since, reports } = event
      const orderIds = orderId === null ? [] : [orderId]
      const paidOrderId = event.type !== null && PAYMENTS.has(event.type) ? orderId : null
      const known = purchases.find((one) =>
        subscriptionId !== null && one.subscriptionId !== null
          ? one.subscriptionId === subscriptionId
          : (orderId !== null && one.orderIds.includes(orderId)) || (orderId === null && subscriptionId === null),
      )
      if (known === undefined) {
        purchases.push({ orderId, orderIds, subscriptionId, paidOrderId, since, reports })
      } else {
        Object.assign(known, {
          orderId: known.orderId ?? orderId,
          subscriptionId: known.subscriptionId ?? subscriptionId,
          orderIds: [...known.orderIds, ...orderIds],
          paidOrderId: paidOrderId ?? known.paidOrderId,
          reports,
        })
      }
    }
  }
  return purchases.reverse()
}

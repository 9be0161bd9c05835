/** The event that Try it makes up: like a real post about the customer's purchase, or about a new one. */
import { buildSampleEvent } from '../../intake/sample-event'
import { listNamedPurchases, type NamedPurchase } from '../../journal/customers/known-purchases'
import type { CustomerHistory } from '../../journal/queries'
import { type MarketEvent, toStoredReports, toStoredSource } from '../../model/event'
import type { Trigger } from '../../model/trigger'

export const NEW_PURCHASE = 'new'
const EXAMPLE_ID = 'example'

interface SampleChoice {
  marketplace: string
  trigger: Trigger
  email: string
  product: { id: string; name: string | null }
  /** `NEW_PURCHASE`, one of the customer's, or empty for what is usual: a purchase is new, all else is about the latest. */
  purchase: string
}

interface Sample {
  event: MarketEvent
  /** As the form knows it. */
  purchase: string
  purchases: NamedPurchase[]
}

/** @param now epoch ms */
export function makeSample(choice: SampleChoice, history: CustomerHistory, now: number): Sample {
  const { product, trigger } = choice
  const purchases = listNamedPurchases(history.events, product.id)
  const usual = trigger === 'product.purchased' ? undefined : purchases[0]
  const chosen =
    choice.purchase === NEW_PURCHASE
      ? undefined
      : (purchases.find((one) => purchaseValue(one) === choice.purchase) ?? usual)
  const made = buildSampleEvent({ ...choice, id: EXAMPLE_ID, firstName: '' }, now)
  const newest = history.events[0]?.reports ?? 'facts'
  const subscriptionId =
    chosen === undefined ? (trigger.startsWith('subscription.') ? EXAMPLE_ID : null) : chosen.subscriptionId
  const event = {
    ...made,
    ...toStoredSource({ kind: 'endpoint', endpoint: EXAMPLE_ID, sender: 'standard', format: 'standard' }),
    ...toStoredReports(chosen?.reports ?? newest),
    test: false,
    orderId: chosen === undefined ? EXAMPLE_ID : pickOrder(trigger, chosen),
    items: made.items.map((item) => ({
      ...item,
      subscription: subscriptionId === null ? null : { id: subscriptionId, failedAttempts: null, periodEnd: null },
    })),
  }
  return { event, purchase: chosen === undefined ? NEW_PURCHASE : purchaseValue(chosen), purchases }
}

/** A refund is of the newest payment. */
function pickOrder(trigger: Trigger, { orderId, paidOrderId }: NamedPurchase): string | null {
  return REFUNDS.includes(trigger) ? (paidOrderId ?? orderId) : orderId
}

const REFUNDS: readonly Trigger[] = ['product.refunded', 'product.partially_refunded']

export function purchaseValue({ orderId, subscriptionId }: NamedPurchase): string {
  return JSON.stringify([orderId, subscriptionId])
}

/** What a store did once, read from its books, and the event it becomes: one like any other, dated by its own date. Pure. */
import { createHash } from 'node:crypto'
import { EVENT_VERSION, type EventCustomer, type MarketEvent, toStoredReports, toStoredSource } from '../../model/event'
import { labelEvent, type StoreEventType } from '../../model/event-type'

export interface PastOrder {
  type: StoreEventType
  /** The email normalized, see model/email.ts. */
  customer: EventCustomer
  orderId: string | null
  product: { id: string; name: string | null }
  subscriptionId: string | null
  /** End of the paid period, epoch ms. */
  periodEnd: number | null
  /** The payment made, or the one refunded or disputed. */
  paymentId: string | null
  /** As written, for the log. */
  amount: string | null
  /** Epoch ms. */
  happenedAt: number
  /** When the order began that this came of, epoch ms; missing where that is not known, or this itself. */
  soldAt?: number
  /** False where the books give no date, and `happenedAt` is when they were read. */
  dated: boolean
  /** Null where the books do not mark tests. */
  test: boolean | null
}

/** 16 bytes are enough to rule out collisions. */
const ID_DIGITS = 32

/** @param now when it is taken in, epoch ms */
export function toPastEvent(
  order: PastOrder,
  { marketplace, format, now }: { marketplace: string; format: string; now: number },
): MarketEvent {
  const { type, customer, orderId, product, subscriptionId, periodEnd, paymentId, test } = order
  const period = { failedAttempts: null, periodEnd }
  return {
    v: EVENT_VERSION,
    id: pastEventId(order),
    marketplace,
    ...toStoredSource({ kind: 'import', format }),
    ...toStoredReports('facts'),
    type,
    typeWord: labelEvent(type),
    problem: null,
    happenedAt: Math.min(order.happenedAt, now),
    receivedAt: now,
    test,
    customer,
    orderId,
    items: [
      {
        productId: product.id,
        productName: product.name,
        role: 'primary',
        subscription: subscriptionId === null ? null : { id: subscriptionId, ...period },
        ...(subscriptionId === null && periodEnd !== null ? { unnamed: period } : {}),
        ...(paymentId === null ? {} : { payments: [paymentId] }),
        // Its id decides what repeats it: the ledger learns all that a post and a row say of one order line.
        fingerprint: null,
      },
    ],
    customFields: {},
    body: describeBody(order),
  }
}

/** The same for the same content, whichever file or reading brings it, and however often. */
export function pastEventId(order: PastOrder): string {
  const { type, customer, orderId, product, subscriptionId, paymentId, happenedAt, dated } = order
  const content = [type, customer.email, orderId, product.id, subscriptionId, paymentId, dated ? happenedAt : null]
  return `import-${createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, ID_DIGITS)}`
}

/** What stands for a post's body in the log. */
function describeBody(order: PastOrder): string {
  const { customer, product, orderId, subscriptionId, periodEnd, paymentId, amount, happenedAt, dated } = order
  return JSON.stringify({
    type: order.type,
    ...(dated ? { date: new Date(happenedAt).toISOString() } : {}),
    customer: { email: customer.email, first_name: customer.firstName, last_name: customer.lastName },
    product: { id: product.id, name: product.name },
    order_id: orderId,
    subscription_id: subscriptionId,
    period_end: periodEnd === null ? null : new Date(periodEnd).toISOString(),
    payment_id: paymentId,
    amount,
  })
}

/** What SamCart's records say of purchases, as clues to compare with what was reported. Pure. */
import type { SaleClue } from '../../journal/lost-sales/lost-sale'
import type {
  SamCartCartItem,
  SamCartCharge,
  SamCartOrder,
  SamCartRefund,
  SamCartStatusChange,
  SamCartSubscription,
} from '../samcart-api/records'

/** A status that is missing counts as success (reference: samcart-events.md section 2). */
const PAID: ReadonlySet<string | null> = new Set([null, 'charged', 'fulfilled', 'partially_refunded'])
/** The bank took it back, which is how SamCart is believed to write a chargeback. */
const REVERSED = 'reversed'
/** Statuses of a subscription that say what became of it. */
const CHANGES = ['canceled', 'delinquent', 'paused', 'completed'] as const
/** A subscription is billed once a year at most; a later date is something else. */
const LONGEST_PERIOD_MS = 400 * 86_400_000

/** What a record leaves out. */
const SAYS_NOTHING = {
  productId: '',
  productName: null,
  orderId: null,
  subscriptionId: null,
  paymentId: null,
  cents: null,
  currency: null,
  periodEnd: null,
} satisfies Partial<SaleClue>

/** An item with the order it is in. */
export interface OrderLine {
  orderId: string
  customer: string | null
  item: SamCartCartItem
}

/** @param readAt stands for a date that is missing, epoch ms */
export function listOrderClues({ id: orderId, at, items }: SamCartOrder, readAt: number): SaleClue[] {
  return items.flatMap((item): SaleClue[] => {
    const line = describeLine(orderId, item)
    if (PAID.has(item.status)) {
      return [{ ...line, id: `paid ${item.id}`, kind: 'paid', happenedAt: at ?? readAt, dated: at !== null }]
    }
    // No record says when.
    return item.status === REVERSED
      ? [{ ...line, id: `disputed ${item.id}`, kind: 'disputed', happenedAt: readAt, dated: false }]
      : []
  })
}

/** Null for a record that is no refund. */
export function toRefundClue(refund: SamCartRefund, { orderId, item }: OrderLine, readAt: number): SaleClue | null {
  const { id, status, at, cents, currency } = refund
  if (status !== 'refunded' && status !== 'partially_refunded') {
    return null
  }
  return {
    ...describeLine(orderId, item),
    id: `refunded ${id}`,
    kind: status === 'refunded' ? 'refunded' : 'partially refunded',
    cents,
    currency: currency ?? item.currency,
    happenedAt: at ?? readAt,
    dated: at !== null,
  }
}

/** One whose order line is not found needs nothing; its id keeps it from being looked up again. */
export function toBareRefundClue({ id, at }: SamCartRefund, readAt: number): SaleClue {
  return { ...SAYS_NOTHING, id: `refunded ${id}`, kind: 'refunded', happenedAt: at ?? readAt, dated: at !== null }
}

/** Its date is in its history; until then it is when it was read. Null for one that goes on. */
export function toStopClue(subscription: SamCartSubscription, readAt: number): SaleClue | null {
  const { id, status, order, productId, productName, nextAt } = subscription
  const kind = CHANGES.find((one) => one === status)
  if (productId === null || kind === undefined) {
    return null
  }
  return {
    ...SAYS_NOTHING,
    // The next payment is another one once it went on: it may stop again, which is another change.
    id: `${kind} ${id} ${nextAt ?? ''}`,
    kind,
    productId,
    productName,
    orderId: order,
    subscriptionId: id,
    happenedAt: readAt,
    dated: false,
  }
}

/** With the date of the last change to that status. A canceled one is paid until what would have been its next payment. */
export function dateStop(clue: SaleClue, history: SamCartStatusChange[], nextAt: number | null): SaleClue {
  const dates = history.flatMap(({ status, at }) => (status === clue.kind && at !== null ? [at] : []))
  if (dates.length === 0) {
    return clue
  }
  const happenedAt = Math.max(...dates)
  const isPeriodEnd =
    clue.kind === 'canceled' && nextAt !== null && nextAt > happenedAt && nextAt - happenedAt < LONGEST_PERIOD_MS
  return { ...clue, happenedAt, dated: true, periodEnd: isPeriodEnd ? nextAt : null }
}

/** A later payment of a subscription, not paid back. */
export function isRebill({ rebill, refundStatus, order, test }: SamCartCharge): boolean {
  return rebill !== null && refundStatus === null && order !== null && !test
}

/** As far as the charge alone says: it names no product. */
export function toBareRebillClue({ id, payment, order, at, cents, currency }: SamCartCharge, readAt: number): SaleClue {
  return {
    ...SAYS_NOTHING,
    id: `charged ${id}`,
    kind: 'charged',
    orderId: order,
    paymentId: payment,
    cents,
    currency,
    happenedAt: at ?? readAt,
    dated: at !== null,
  }
}

/** Only an order with one subscription says which it is for. */
export function toRebillClue(charge: SamCartCharge, order: SamCartOrder, readAt: number): SaleClue | null {
  const [item, another] = order.items.filter(({ subscription }) => subscription !== null)
  if (item === undefined || another !== undefined) {
    return null
  }
  const { productId, productName, subscription } = item
  return { ...toBareRebillClue(charge, readAt), productId, productName, subscriptionId: subscription }
}

function describeLine(orderId: string, item: SamCartCartItem) {
  const { productId, productName, subscription, payment, cents, currency } = item
  return {
    productId,
    productName,
    orderId,
    subscriptionId: subscription,
    paymentId: payment,
    cents,
    currency,
    periodEnd: null,
  }
}

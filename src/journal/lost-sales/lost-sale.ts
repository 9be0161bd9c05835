/** What a store's own books say and nothing reported: a payment, or what became of one. */
import type { StoreEventType } from '../../model/event-type'

/** In the order in which people see them. */
export const LOST_SALE_KINDS = [
  'paid',
  'charged',
  'refunded',
  'disputed',
  'partially refunded',
  'canceled',
  'delinquent',
  'paused',
  'completed',
] as const

/** As stored; never changed. */
export type LostSaleKind = (typeof LOST_SALE_KINDS)[number]

export function isLostSaleKind(text: string | undefined): text is LostSaleKind {
  return (LOST_SALE_KINDS as readonly (string | undefined)[]).includes(text)
}

export const LOST_SALE_EVENTS = {
  paid: 'product.purchased',
  charged: 'subscription.charged',
  refunded: 'product.refunded',
  disputed: 'product.disputed',
  'partially refunded': 'product.partially_refunded',
  canceled: 'subscription.canceled',
  delinquent: 'subscription.delinquent',
  paused: 'subscription.paused',
  completed: 'subscription.completed',
} as const satisfies Record<LostSaleKind, StoreEventType>

/** As far as the books name no customer yet. Times are epoch ms. */
export interface SaleClue {
  /** The same at every reading: `paid 118822`, with the store's own id of the record. */
  id: string
  kind: LostSaleKind
  productId: string
  productName: string | null
  orderId: string | null
  subscriptionId: string | null
  paymentId: string | null
  cents: number | null
  currency: string | null
  happenedAt: number
  /** False where the books give no date, and `happenedAt` is when they were read. */
  dated: boolean
  periodEnd: number | null
}

export interface LostSale extends SaleClue {
  /** Normalized, see model/email.ts. */
  email: string
  firstName: string | null
  lastName: string | null
  customerId: string | null
}

import type { EventSubscription } from './event'

/** The purchase an event speaks about, in the sender's ids; aliases are joined in the ledger. */
export interface PurchaseFacts {
  marketplace: string
  productId: string
  productName: string | null
  orderId: string | null
  subscription: EventSubscription | null
  /** A test's purchase and a real one are never the same, whatever their ids. */
  test: boolean
}

/** What a person gives without any purchase is a purchase of its own, of this product, so that it can be ended like any other. */
export const BY_HAND = 'by-hand'

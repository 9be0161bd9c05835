import type { EventSubscription } from './event'

/** The sender's ids of a purchase; the ledger joins them. */
export interface PurchaseFacts {
  marketplace: string
  productId: string
  productName: string | null
  orderId: string | null
  subscription: EventSubscription | null
  /** Ids of the payment the event is about. Missing in what 0.1.0 wrote. */
  payments?: string[]
  /** Test and real purchases never join, whatever their ids. */
  test: boolean
}

/** Product of access given by hand, so that it can be ended like any purchase. */
export const BY_HAND = 'by-hand'

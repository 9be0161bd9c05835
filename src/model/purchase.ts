import type { EventSubscription } from './event'

/** The sender's ids of a purchase; the ledger joins them. */
export interface PurchaseFacts {
  marketplace: string
  productId: string
  productName: string | null
  orderId: string | null
  subscription: EventSubscription | null
  /** End of the paid period where no subscription id comes with it, epoch ms. */
  periodEnd?: number | null
  /** Ids of the payment the event is about. Missing in what 0.1.0 wrote. */
  payments?: string[]
  /** The plan that replaced this one under the same subscription, where the event is about that plan. */
  switchedTo?: string
  /** A failure that makes the subscription delinquent, or a delinquency reported as such. */
  delinquent?: boolean
  /** Its sender states facts, from which triggers are counted; absent otherwise, and in what 0.1.0 wrote. */
  derives?: true
  /** The marketplace's time zone, by its IANA name; UTC where missing. */
  zone?: string
  /** Test and real purchases never join, whatever their ids. */
  test: boolean
}

/** The purchase a person said an event is about, named by the first event of it. */
export interface PurchaseChoice {
  event: string
  subscription: string | null
}

/** Product of access given by hand, so that it can be ended like any purchase. */
export const BY_HAND = 'by-hand'

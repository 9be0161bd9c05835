/** What needs a person about one purchase, found by a site when it settles an event. Times are epoch ms. */
import type { EventType } from './event-type'
import type { Target } from './rule'

export const CONCERN_CAUSES = ['paid without access', 'access without payment', 'plan left behind'] as const

export type ConcernCause = (typeof CONCERN_CAUSES)[number]

export interface Concern {
  /** Unique among its customer's. */
  id: string
  cause: ConcernCause
  email: string
  productId: string
  productName: string | null
  orderId: string | null
  subscriptionId: string | null
  target: Target
  /** The payment, the refund, or the purchase of the plan that took this one's place. */
  event: { type: EventType; at: number; productId: string; productName: string | null }
  /** Later than its event where access ends later. */
  since: number
  /** When the access ends without a click. */
  until: number | null
}

/** A marketplace's concerns of one cause: how many, and the newest. */
export interface ConcernsByCause {
  cause: ConcernCause
  /** One customer may have several, a course each. */
  count: number
  customers: number
  newest: Concern[]
}

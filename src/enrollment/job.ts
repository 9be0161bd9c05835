/** A firing with everything ThinkificSite needs to settle it. Comes with every delivery, so that it is never stale. */
import type { EventCustomer, EventSubscription } from '../intake/event'
import type { Firing } from '../rules/firing'
import type { Trigger } from '../rules/triggers'

/** Who asks: an event, a person's replay of one, an import, or a person's own click (Enroll now, End access now). */
export type Origin = 'event' | 'replay' | 'import' | 'person'

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

/** How to reach Thinkific on an integration's behalf. The credential stays sealed until the call is made. */
export interface IntegrationAccess {
  id: string
  name: string
  marketplace: string
  site: string
  scheme: 'api_key' | 'access_token'
  sealedCredential: string
  requestsPerMinute: number
  /** Send Thinkific's site welcome e-mail when a user is created, instead of relying on the course's own. */
  siteWelcome: boolean
}

export interface Job {
  v: 1
  firing: Firing
  eventType: Trigger
  /** When the event did; what the firing acts on may have happened at another time. */
  happenedAt: number
  receivedAt: number
  origin: Origin
  /** The person who clicked, for the sentence; null otherwise. */
  person: string | null
  customer: EventCustomer
  purchase: PurchaseFacts
  /** Mapped values: Thinkific's custom profile field definition id → text. Never empty strings. */
  fields: Record<string, string>
  integration: IntegrationAccess
}

/** What a firing's event tells of its purchase. */
export function noteOf({ firing, eventType, happenedAt, customer, purchase }: Job): Note {
  return { v: 1, event: firing.event, eventType, triggers: [firing.trigger], happenedAt, customer, purchase }
}

/** An event that no rule brings to this site, yet the ledger must know: an ending, or two ids of one purchase together. */
export interface Note {
  v: 1
  event: string
  eventType: Trigger
  triggers: Trigger[]
  happenedAt: number
  customer: EventCustomer
  purchase: PurchaseFacts
}

/** A firing with everything ThinkificSite needs to settle it. Comes with every delivery, so that it is never stale. */
import type { EventCustomer } from './event'
import type { Firing } from './firing'
import type { PurchaseFacts } from './purchase'
import type { Trigger } from './trigger'

/** Who asks: an event, a person's replay of one, an import, or a person's own click (Enroll now, End access now). */
export type Origin = 'event' | 'replay' | 'import' | 'person'

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
export function toNote({ firing, eventType, happenedAt, customer, purchase }: Job): Note {
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

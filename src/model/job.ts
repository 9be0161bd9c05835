/** A firing with everything its site needs. Sent with every delivery, so that it is never stale. */
import type { EventCustomer } from './event'
import type { Firing } from './firing'
import type { PurchaseFacts } from './purchase'
import type { Trigger } from './trigger'

/** `person`: Enroll now or End access now. */
export type Origin = 'event' | 'replay' | 'import' | 'person'

/** The credential stays sealed until the call. */
export interface IntegrationAccess {
  id: string
  name: string
  marketplace: string
  site: string
  scheme: 'api_key' | 'access_token'
  sealedCredential: string
  requestsPerMinute: number
  /** Send Thinkific's site welcome e-mail to new users instead of relying on the course's own. */
  siteWelcome: boolean
}

export interface Job {
  v: 1
  firing: Firing
  eventType: Trigger
  /** The event's time; the firing's may differ. */
  happenedAt: number
  receivedAt: number
  origin: Origin
  /** Who clicked, for the sentence. */
  person: string | null
  customer: EventCustomer
  purchase: PurchaseFacts
  /** By Thinkific's custom profile field definition id; never empty strings. */
  fields: Record<string, string>
  integration: IntegrationAccess
}

export function toNote({ firing, eventType, happenedAt, customer, purchase }: Job): Note {
  return { v: 1, event: firing.event, eventType, triggers: [firing.trigger], happenedAt, customer, purchase }
}

/** An event without a rule for this site that the ledger must know: an ending, or both ids of a purchase. */
export interface Note {
  v: 1
  event: string
  eventType: Trigger
  triggers: Trigger[]
  happenedAt: number
  customer: EventCustomer
  purchase: PurchaseFacts
}

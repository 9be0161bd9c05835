/** A firing with everything needed to settle it. Comes with every delivery, so that it is never stale. */
import type { EventCustomer } from './event'
import type { Firing } from './firing'
import type { PurchaseFacts } from './purchase'
import type { Trigger } from './trigger'

/** `person`: Enroll now or End access now. */
export type Origin = 'event' | 'replay' | 'import' | 'person'

/** An integration as dispatch and pages reach it. The credential stays sealed until it is used. */
export interface Connection {
  id: string
  name: string
  marketplace: string
  /** The id of its kind (integrations/kind.ts). */
  kind: string
  /** Where its firings are settled, in the words of its kind. */
  site: string
  sealedCredential: string
  /** What its kind's schema made of them; null where this version cannot read them. */
  settings: object | null
}

/** @typeParam Access how its kind reaches the integration */
export interface Job<Access = Connection> {
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
  integration: Access
}

/** What a firing's event tells of its purchase. */
export function toNote({ firing, eventType, happenedAt, customer, purchase }: Job<unknown>): Note {
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

/** What a sender's folder must say about itself. To add one, copy the nearest folder and add a line to index.ts. */
import type { z } from 'zod'
import type { EventCustomer, EventItem, MarketEvent } from '../../model/event'
import type { Trigger } from '../../model/trigger'
import type { Reading } from '../json'

/** A secret of the endpoint, opened; only valid ones are handed to a dialect. */
export interface OpenSecret {
  id: string
  kind: 'signing' | 'key'
  plain: string
}

/** What came in, before anybody believes it. */
export interface Post {
  headers: Headers
  /** The address's `?key=`; null when there is none. */
  key: string | null
  body: string
  /** Epoch ms, stamped once. */
  receivedAt: number
}

/** How a post proved itself, or why it did not, in words for the Webhook page. */
export type Proof = { by: 'signature' | 'key' } | { by: null; reason: string }

/** An item before the event's identity is known; `transaction` is the payment in the sender's ids. */
export interface ToldItem extends Omit<EventItem, 'fingerprint'> {
  transaction: string | null
}

/** What a body says, in our words. */
export interface Told {
  /** Epoch ms; null when the sender names no time. */
  at: number | null
  test: boolean | null
  customer: EventCustomer
  orderId: string | null
  items: ToldItem[]
  customFields: Record<string, string>
}

export interface Dialect<Body = unknown> {
  /** The last part of its address, and its name in events. */
  name: string
  /** What people call it. */
  title: string
  /** `facts`: what a charge or failure implies is derived; `triggers`: the sender's word is taken. */
  tells: MarketEvent['tells']
  /** True where a signature proves a post, so that the published description asks for one. */
  signs: boolean
  authenticate(post: Post, secrets: OpenSecret[]): Promise<Proof>
  /** The body as plain data. */
  read(body: string): Reading
  /** The trigger a type word stands for; null for a word it does not know. */
  trigger(word: string): Trigger | null
  /** The shape of a body whose type is known; published as JSON Schema. */
  schema: z.ZodType<Body>
  /** The sender's own id of the event; null when there is none and the journal must recognize repeats. */
  identity(value: unknown, post: Post, proof: Proof): string | null
  /** What a body of that shape says. */
  translate(body: Body, type: Trigger): Told
}

/** How a body is worded, whichever way it came. Each format is a folder with the same files, and a line in index.ts. */
import type { z } from 'zod'
import type { EventCustomer, EventItem, MarketEvent } from '../../model/event'
import type { EventType } from '../../model/event-type'
import type { Reading } from '../reading/json'

export interface Format<Body = unknown> {
  /** Its name in events. */
  name: string
  /** What people call it. */
  title: string
  /** `facts`: what a charge or failure implies is derived; `triggers`: the sender's word is taken. */
  reports: MarketEvent['tells']
  /** The body as plain data. */
  read(body: string): Reading
  /** The event type a word stands for; null for a word it does not know. */
  findType(word: string): EventType | null
  /** The shape of a body whose type is known; published as JSON Schema. */
  schema: z.ZodType<Body>
  /** What a body of that shape says. */
  translate(body: Body, type: EventType): ParsedBody
}

/** `transaction`: the payment, in the sender's ids. */
export interface ParsedItem extends Omit<EventItem, 'fingerprint'> {
  transaction: string | null
}

export interface ParsedBody {
  /** Epoch ms; null when the body names no time. */
  at: number | null
  test: boolean | null
  customer: EventCustomer
  orderId: string | null
  items: ParsedItem[]
  customFields: Record<string, string>
}

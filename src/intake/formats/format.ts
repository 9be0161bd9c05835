/** What a body says, in our words. */
import type { EventCustomer, EventItem } from '../../model/event'

/** An item before the event's identity is known; `transaction` is the payment in the sender's ids. */
export interface ParsedItem extends Omit<EventItem, 'fingerprint'> {
  transaction: string | null
}

/** What a body says, in our words. */
export interface ParsedBody {
  /** Epoch ms; null when the sender names no time. */
  at: number | null
  test: boolean | null
  customer: EventCustomer
  orderId: string | null
  items: ParsedItem[]
  customFields: Record<string, string>
}

import type { EventCustomer, EventItem } from '../../model/event'

/** `transaction`: the payment, in the sender's ids. */
export interface ParsedItem extends Omit<EventItem, 'fingerprint'> {
  transaction: string | null
}

export interface ParsedBody {
  /** Epoch ms; null when the sender gives no time. */
  at: number | null
  test: boolean | null
  customer: EventCustomer
  orderId: string | null
  items: ParsedItem[]
  customFields: Record<string, string>
}

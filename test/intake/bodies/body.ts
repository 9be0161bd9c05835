/** A body as a sender really writes it, where it was seen, and what it must say here. */
export interface SeenBody {
  name: string
  /** A receiver, sender or report that showed it. */
  seen: string
  /** An object goes as JSON. */
  body: unknown
  /** Part of the event. */
  says: object
  /** What the entry names as ignored. */
  ignored?: string[]
}

/** The standard body of a purchase or charge, with these parts of `data` in place of its own. */
export function standardBody(data: object = {}, more: object = {}): object {
  return {
    type: 'subscription.charged',
    timestamp: '2026-11-20T10:15:00Z',
    data: {
      customer: { email: 'ada@example.com', first_name: 'Ada', last_name: 'Byron', id: 'c1' },
      order: { id: 'o1' },
      items: [{ product_id: '440369', product_name: 'Club' }],
      subscription: { id: 's1', failed_attempts: 0, period_end: '2026-12-20T10:15:00Z' },
      payment: { id: 'ch_1' },
      custom_fields: { Company: 'Acme' },
      ...data,
    },
    ...more,
  }
}

/** SamCart's body, with these parts in place of its own. */
export function samcartBody(parts: object = {}): object {
  return {
    type: 'RecurringPaymentSucceeded',
    product: { id: 440369, name: 'Club', price: '29.00', transaction_id: 'ch_1' },
    customer: { email: 'ada@example.com', first_name: 'Ada', last_name: 'Byron', customer_id: 7 },
    order: { id: 19026152, subscription_id: 551122, custom_fields: [], transaction_id: ['ch_1'] },
    ...parts,
  }
}

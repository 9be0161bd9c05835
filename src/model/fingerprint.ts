/** How a post without an id is recognized when it comes again (the journal decides: journal/dunning/repeats.ts). */
import type { Trigger } from './trigger'

/**
 * How a sender without event ids is recognized when it repeats itself (design: section 5).
 * line, transaction: a repeat for 90 days. state: for 10 minutes, failure: for 6 hours after its last copy,
 * both only while no different post about that subscription came between. `about` names that subscription.
 */
export interface Fingerprint {
  kind: 'line' | 'transaction' | 'state' | 'failure'
  key: string
  about: string
}

/** What of an item tells one purchase from another. */
interface Particulars {
  type: Trigger
  orderId: string | null
  productId: string
  subscriptionId: string | null
  /** The payment the post is about, in the sender's ids. */
  transaction: string | null
  email: string
}

/**
 * An order line or a transaction is known for good; a failure or a change of state only for a while.
 * A state keeps no transaction: SamCart repeats the original payment's in every later post.
 */
export function fingerprint(item: Particulars): Fingerprint {
  const about = storyKey(item)
  const line = item.orderId === null ? null : `${item.orderId}|${item.productId}`
  const payment = item.transaction === null ? null : `${item.transaction}|${item.productId}`
  switch (item.type) {
    case 'product.purchased':
      return lasting('line', item.type, line) ?? lasting('transaction', item.type, payment) ?? passing('state')
    case 'product.refunded':
    case 'product.partially_refunded':
      return lasting('transaction', item.type, payment) ?? lasting('line', item.type, line) ?? passing('state')
    case 'subscription.charged':
      return lasting('transaction', item.type, payment) ?? passing('state')
    case 'subscription.charge_failed':
      return passing('failure')
    default:
      return { kind: 'state', key: item.type, about }
  }

  function lasting(kind: 'line' | 'transaction', type: Trigger, key: string | null): Fingerprint | null {
    return key === null ? null : { kind, key: `${type}|${key}`, about }
  }

  function passing(kind: 'state' | 'failure'): Fingerprint {
    return { kind, key: [item.type, item.transaction].filter((part) => part !== null).join('|'), about }
  }
}

/** Names the subscription (or, without its id, the order line or the customer) of one product. */
export function storyKey(item: Pick<Particulars, 'orderId' | 'productId' | 'subscriptionId' | 'email'>): string {
  if (item.subscriptionId !== null) {
    return `subscription|${item.subscriptionId}|${item.productId}`
  }
  if (item.orderId !== null) {
    return `line|${item.orderId}|${item.productId}`
  }
  return `customer|${item.email}|${item.productId}`
}

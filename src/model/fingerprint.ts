import type { EventType } from './event-type'

/**
 * Recognizes repeats from senders without event ids. line, transaction: for 90 days. state: for 10
 * minutes, failure: for 6 hours after its last copy, both only without another post about the subscription (`about`) in
 * between. See journal/dunning/repeats.ts.
 */
export interface Fingerprint {
  kind: 'line' | 'transaction' | 'state' | 'failure'
  key: string
  about: string
}

interface Particulars {
  /** Null while the sender's word is not understood: the fingerprint then only says that there is no event id. */
  type: EventType | null
  orderId: string | null
  productId: string
  subscriptionId: string | null
  /** The payment, in the sender's ids. */
  transaction: string | null
  email: string
  test?: boolean | null
}

/** A test repeats no real post, and no real post a test. */
export function fingerprint(item: Particulars): Fingerprint {
  const print = printOf(item)
  return item.test ? { ...print, key: `test|${print.key}` } : print
}

/** States leave out the transaction: SamCart repeats the original payment's in every later post. */
function printOf(item: Particulars): Fingerprint {
  const about = historyKey(item)
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
      return { kind: 'state', key: item.type ?? 'not understood', about }
  }

  function lasting(kind: 'line' | 'transaction', type: EventType, key: string | null): Fingerprint | null {
    return key === null ? null : { kind, key: `${type}|${key}`, about }
  }

  function passing(kind: 'state' | 'failure'): Fingerprint {
    return { kind, key: [item.type, item.transaction].filter((part) => part !== null).join('|'), about }
  }
}

/** Names one product's subscription or, without its id, the order line or customer. */
export function historyKey(item: Pick<Particulars, 'orderId' | 'productId' | 'subscriptionId' | 'email'>): string {
  if (item.subscriptionId !== null) {
    return `subscription|${item.subscriptionId}|${item.productId}`
  }
  if (item.orderId !== null) {
    return `line|${item.orderId}|${item.productId}`
  }
  return `customer|${item.email}|${item.productId}`
}

/** Purchases of two customers that bear the same order or subscription: both entries say so. */
import type { Customer } from '../ledger/customer'
import { isByPerson, isPurchase, type LedgerEvent } from '../ledger/ledger-event'
import { isNamed } from '../ledger/purchase'
import type { Account } from '../storage/account'
import type { SiteStorage } from '../storage/site-storage'

/** Other customers who bought under the ids of a purchase. */
export function findSharers<One extends { key: string; customer: Customer }>(
  event: LedgerEvent,
  owner: string,
  customers: One[],
): One[] {
  if (!isPurchase(event) || isByPerson(event)) {
    return []
  }
  return customers.filter(
    ({ key, customer }) =>
      key !== owner && customer.purchases.some((one) => one.bought !== null && isNamed(one, event)),
  )
}

/** Without a name or email, since it outlives an erasure. */
export function describeSharing({ orders, subscriptions }: LedgerEvent): string {
  const id = orders.length > 0 ? `order ${orders[0]}` : `subscription ${subscriptions[0]}`
  return `Another customer also bought under ${id}; if both are one person, use Correct email.`
}

/** Adds it to the sharer's own entries. */
export function amendSharer(storage: SiteStorage, key: string, event: LedgerEvent, by: string): void {
  const account = storage.load(key)
  const own = account.customer.history.filter(
    (one) =>
      isPurchase(one) &&
      one.marketplace === event.marketplace &&
      one.product === event.product &&
      one.orders.some((id) => event.orders.includes(id)),
  )
  const remark = describeSharing(event)
  const ids = own.flatMap(({ acts }) => acts.map(({ firing }) => `${event.marketplace}~${firing}`))
  const isSilent = ({ id, sentence }: Account['settled'][number]) => ids.includes(id) && !sentence.includes(remark)
  if (account.settled.some(isSilent)) {
    const settled = account.settled.map((one) =>
      isSilent(one) ? { ...one, sentence: `${one.sentence} ${remark}`, amendedBy: by } : one,
    )
    storage.save(key, { ...account, settled }, account)
  }
}

/** Purchases of two customers that bear the same order or subscription: both entries say so. */
import type { Customer, Purchase } from '../ledger/customer'
import { derive } from '../ledger/derive'
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
  return customers.filter(({ key, customer }) => key !== owner && listShared(customer, event).length > 0)
}

/** Without a name or email, since it outlives an erasure. @param sharers as found for the event */
export function describeSharing(event: LedgerEvent, sharers: { customer: Customer }[]): string {
  const shared = sharers.flatMap(({ customer }) => listShared(customer, event))
  const order = event.orders.find((id) => shared.some(({ orders }) => orders.includes(id)))
  const id = order === undefined ? `subscription ${event.subscriptions[0]}` : `order ${order}`
  return `Another customer also bought under ${id}; if both are one person, use Correct email.`
}

/** Adds it to the sharer's own entries. */
export function amendSharer(storage: SiteStorage, key: string, event: LedgerEvent, by: string): void {
  const account = storage.load(key)
  const { customer } = account
  const shared = listShared(customer, event).map(({ id }) => id)
  const { purchaseOf } = derive(customer)
  const own = customer.history.filter((one) => isPurchase(one) && shared.includes(purchaseOf(one) ?? ''))
  const remark = describeSharing(event, [account])
  const ids = own.flatMap(({ acts }) => acts.map(({ firing }) => `${event.marketplace}~${firing}`))
  const isSilent = ({ id, sentence }: Account['settled'][number]) => ids.includes(id) && !sentence.includes(remark)
  if (account.settled.some(isSilent)) {
    const settled = account.settled.map((one) =>
      isSilent(one) ? { ...one, sentence: `${one.sentence} ${remark}`, amendedBy: by } : one,
    )
    storage.save(key, { ...account, settled }, account)
  }
}

function listShared({ purchases }: Customer, event: LedgerEvent): Purchase[] {
  return purchases.filter((one) => one.bought !== null && isNamed(one, event))
}

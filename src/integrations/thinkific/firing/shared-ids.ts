/** Purchases of two customers that bear the same order or subscription: both entries say so. */
import type { Amendment } from '../../../model/outcome'
import type { Customer } from '../ledger/customer'
import { isByPerson, isPurchase, type LedgerEvent } from '../ledger/ledger-event'
import { isNamed } from '../ledger/purchase'
import { findSettled } from '../storage/account'
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

/** The sharer's own entries, with what they did not say before. */
export function amendSharer(storage: SiteStorage, key: string, event: LedgerEvent): Amendment[] {
  const account = storage.load(key)
  const own = account.customer.history.filter(
    (one) =>
      isPurchase(one) &&
      one.marketplace === event.marketplace &&
      one.product === event.product &&
      one.orders.some((id) => event.orders.includes(id)),
  )
  const remark = describeSharing(event)
  const amendments = own
    .flatMap(({ acts }) => acts)
    .flatMap(({ firing }): Amendment[] => {
      const settled = findSettled(account, `${event.marketplace}~${firing}`)
      const isSaid = settled === null || settled.sentence.includes(remark)
      return isSaid ? [] : [{ firing, outcome: settled.outcome, sentence: `${settled.sentence} ${remark}` }]
    })
  if (amendments.length > 0) {
    const settled = account.settled.map((one) => {
      const amended = amendments.find(({ firing }) => one.id === `${event.marketplace}~${firing}`)
      return amended === undefined ? one : { ...one, sentence: amended.sentence }
    })
    storage.save(key, { ...account, settled }, account)
  }
  return amendments
}

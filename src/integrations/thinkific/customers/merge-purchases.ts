/** Moves purchases between customers, for a corrected email or two customers that are one. */
import { type Customer, type Purchase, type Removal, type TargetKey, targetKey, withPurchase } from '../ledger/customer'
import { withEnding } from '../ledger/ends'
import { type Contents, isReaching, removalEnd } from '../ledger/grants'
import { compareOccurrences } from '../ledger/occurrence'
import { mergePurchases } from '../ledger/purchase'

/**
 * Adds purchases of `from` to `to` under new ids, or merges them into `one`. Removals from their targets move along and
 * stay in force.
 */
export function withMovedPurchases(
  to: Customer,
  from: Customer,
  moving: Purchase[],
  contents: Contents,
  one?: Purchase,
): Customer {
  const numbers = new Map<string, string>()
  let customer = to
  for (const { elsewhere: _, ...purchase } of moving) {
    const known = customer.purchases.find(({ id }) => id === one?.id)
    const id = known?.id ?? String(Math.max(0, ...customer.purchases.map((other) => Number(other.id))) + 1)
    numbers.set(purchase.id, id)
    customer = withPurchase(customer, known === undefined ? { ...purchase, id } : mergePurchases(known, purchase))
  }
  const removals = { ...customer.removals }
  for (const removal of listRemovals(from)) {
    const id = numbers.get(removal.purchase)
    if (id === undefined && !moving.some((purchase) => isCut(purchase, removal, contents))) {
      continue
    }
    const key = targetKey(removal.target)
    removals[key] = withEnding(
      removals[key] ?? [],
      id === undefined ? detachRemoval(from, removal) : { ...removal, purchase: id },
    )
  }
  return { ...customer, removals }
}

/** Removals caused by the moved purchases stay. */
export function withoutPurchases(customer: Customer, gone: Purchase[]): Customer {
  const left = (removal: Removal) => gone.some(({ id }) => id === removal.purchase)
  const removals = Object.fromEntries(
    Object.entries(customer.removals).map(([key, removed]) => [
      key as TargetKey,
      removed.map((one) => (left(one) ? detachRemoval(customer, one) : one)),
    ]),
  )
  const purchases = customer.purchases.filter(({ id }) => gone.every((one) => one.id !== id))
  return { ...customer, purchases, removals }
}

function isCut(purchase: Purchase, removal: Removal, contents: Contents): boolean {
  return Object.values(purchase.claims).some(
    ({ target, create }) =>
      create !== null &&
      isReaching(target, targetKey(removal.target), contents) &&
      compareOccurrences(removal.happened, create.happened) > 0,
  )
}

/** Stores its end, which can no longer be derived from the purchase. */
function detachRemoval(customer: Customer, removal: Removal): Removal {
  return { ...removal, purchase: '', until: removalEnd(customer, removal) }
}

function listRemovals({ removals }: Customer): Removal[] {
  return Object.values(removals).flat()
}

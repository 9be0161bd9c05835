/** What goes along when purchases change hands: an email was corrected, or two customers turn out to be one. */
import { type Customer, type Purchase, type Removal, type TargetKey, targetKey, withPurchase } from '../ledger/customer'
import { withEnding } from '../ledger/ends'
import { type Contents, isReaching, removalEnd } from '../ledger/grants'
import { compareOccurrences } from '../ledger/occurrence'
import { mergePurchases } from '../ledger/purchase'

/**
 * A copy of `to` with purchases of `from`, under numbers of its own; or all as one with a purchase it has. What removed
 * the customer from their targets goes along, and goes on cutting them.
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

/** A copy without purchases that are another's now. Whom their events removed from a target, they removed for good. */
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

/** With its end as it is now, since its purchase will not be there to tell. */
function detachRemoval(customer: Customer, removal: Removal): Removal {
  return { ...removal, purchase: '', until: removalEnd(customer, removal) }
}

function listRemovals({ removals }: Customer): Removal[] {
  return Object.values(removals).flat()
}

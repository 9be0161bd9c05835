/** Plans under one subscription: which of them a later plan's end reaches. */
import { boughtAt, type Purchase } from './purchase'
import type { Fact } from './terms'

/** Earlier products of the same subscription, bought in other orders. */
export function leftBehind(fact: Fact, purchase: Purchase, purchases: Purchase[]): Purchase[] {
  const bought = purchase.facts.some(({ type, at }) => type === 'product.purchased' && at <= fact.at)
  return purchases.filter(
    (earlier) =>
      bought &&
      earlier.email === purchase.email &&
      earlier.marketplace === purchase.marketplace &&
      earlier.test === purchase.test &&
      earlier.product !== purchase.product &&
      isBoughtBefore(earlier, purchase) &&
      [...purchase.plans].some((id) => earlier.plans.has(id)) &&
      [...purchase.orders].every((id) => !earlier.orders.has(id)),
  )
}

function isBoughtBefore(earlier: Purchase, purchase: Purchase): boolean {
  return earlier.facts.some(({ type }) => type === 'product.purchased') && boughtAt(earlier) < boughtAt(purchase)
}

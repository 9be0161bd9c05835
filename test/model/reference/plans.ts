/** Plans under one subscription: which of them a later plan's end reaches. */
import type { Purchase } from './purchase'
import type { Fact, Instant } from './terms'

/** Earlier products of the same subscription, bought in other orders. */
export function leftBehind(fact: Fact, purchase: Purchase, purchases: Purchase[]): Purchase[] {
  const movedTo = lastBoughtAt(purchase, fact.at)
  return purchases.filter(
    (earlier) =>
      earlier.email === purchase.email &&
      earlier.marketplace === purchase.marketplace &&
      earlier.test === purchase.test &&
      earlier.product !== purchase.product &&
      isLastBoughtBefore(earlier, movedTo, fact.at) &&
      [...purchase.plans].some((id) => earlier.plans.has(id)) &&
      [...purchase.orders].every((id) => !earlier.orders.has(id)),
  )
}

/** Who moves back to an earlier plan buys it again. */
function lastBoughtAt({ facts }: Purchase, by: Instant): Instant | undefined {
  return facts.findLast(({ type, at }) => type === 'product.purchased' && at <= by)?.at
}

function isLastBoughtBefore(earlier: Purchase, movedTo: Instant | undefined, by: Instant): boolean {
  const bought = lastBoughtAt(earlier, by)
  return bought !== undefined && movedTo !== undefined && bought < movedTo
}

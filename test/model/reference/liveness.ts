/** Whether a purchase is still live, for an event that names ids it lacks. */
import { standing, undoes } from './endings'
import type { Purchase } from './purchase'
import type { Fact } from './terms'

/** Nothing that stands has ended it; or the event is good news that undoes what has. A failed payment alone ends nothing. */
export function isLiveFor(fact: Fact, purchase: Purchase, failures: number): boolean {
  return standing(purchase, failures).every(
    ({ fact: ending, kind }) =>
      ending.type === 'subscription.charge_failed' ||
      ending.type === 'product.partially_refunded' ||
      undoes(fact, ending, kind, purchase),
  )
}

/** The customers whose documents may have what a customer's firings did: their purchases may have moved since. */
import type { WithdrawnFiring } from '../../../model/instruction'
import { aliasesOfEvent, awayAlias } from '../ledger/purchase'
import type { Site } from '../site/site'
import { withCrossed } from './crossed-events'
import { listForwards } from './forwards'

/** Their own key first, then those of the others, and of customers who share purchases' ids with any of them. */
export function listConcerned(
  { storage }: Site,
  customer: string,
  marketplace: string,
  firings: readonly WithdrawnFiring[],
): string[] {
  const own = storage.resolveKey(customer)
  const products = [...new Set(firings.map(({ product }) => product))]
  const forwarded = products.flatMap((product) => listForwards(storage, marketplace, product, own))
  const owners = new Set([own, ...forwarded, ...storage.findSharers([awayAlias(marketplace, own)])])
  const events = new Set(firings.map(({ event }) => event))
  const named = [...owners].flatMap((key) =>
    storage
      .load(key)
      .customer.history.filter((one) => one.marketplace === marketplace && (one.ambiguous || events.has(one.event)))
      .flatMap(aliasesOfEvent),
  )
  const sharers = storage.findSharers([...new Set(named)])
  return withCrossed(storage, marketplace, [...owners, ...sharers])
}

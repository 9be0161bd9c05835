/** The customers whose documents may have what a customer's firings did: their purchases may have moved since. */
import type { WithdrawnFiring } from '../../../model/instruction'
import { aliasesOfEvent, awayAlias, forwardAlias } from '../ledger/purchase'
import type { Site } from '../site/site'
import { withCrossed } from './crossed-events'

/** Corrections of corrected emails followed. */
const MOST_FORWARDS = 8

/** Their own key first, then those of the others, and of customers who share purchases' ids with any of them. */
export function listConcerned(
  { storage }: Site,
  customer: string,
  marketplace: string,
  firings: readonly WithdrawnFiring[],
): string[] {
  const own = storage.resolveKey(customer)
  const products = [...new Set(firings.map(({ product }) => product))]
  const forwarded = products.flatMap((product) => listForwards(storage, forwardOf(marketplace, product), own))
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

function forwardOf(marketplace: string, product: string) {
  return (customer: string) => forwardAlias(marketplace, product, customer)
}

function listForwards(storage: Site['storage'], aliasOf: (customer: string) => string, own: string): string[] {
  const found: string[] = []
  for (let key = own; found.length < MOST_FORWARDS; ) {
    const [next] = storage.findOwners([aliasOf(key)])
    if (next === undefined || next === own || found.includes(next)) {
      break
    }
    found.push(next)
    key = next
  }
  return found
}

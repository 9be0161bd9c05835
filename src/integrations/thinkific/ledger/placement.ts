/** Whose event it is, among the customers whose purchases its ids name. Worked out again whenever one of them changes. */
import type { Customer, Purchase } from './customer'
import { isByPerson, isPurchase, type LedgerEvent } from './ledger-event'
import { aliasesOfEvent } from './purchase'

interface Placement {
  /** Key of the customer. */
  owner: string
  /** Its ids name purchases of several customers, none of them its own. */
  ambiguous: boolean
}

interface Candidate {
  key: string
  customer: Customer
}

/**
 * A purchase is that of the email it names. Any other event belongs to its own customer's purchase where its ids name one,
 * else to the only purchase they name; unless its own customer had bought the product by then.
 * @param own key of the event's own customer, or of the one its email was corrected to
 */
export function placeEvent(event: LedgerEvent, own: string, customers: Candidate[]): Placement {
  const home = { owner: own, ambiguous: false }
  const names = aliasesOfEvent(event)
  if (isPurchase(event) || isByPerson(event) || names.length === 0) {
    return home
  }
  const mine = customers.find(({ key }) => key === own)
  const ofMine = mine?.customer.purchases.filter((one) => isNamed(one, event)) ?? []
  const ofOthers = customers
    .filter(({ key }) => key !== own)
    .flatMap(({ key, customer }) =>
      customer.purchases.filter((one) => isNamed(one, event)).map(({ bought }) => ({ key, bought })),
    )
  const isBought = ({ bought }: { bought: number | null }) => bought !== null
  const bought = ofOthers.filter(isBought)
  if (ofMine.some(isBought) || (ofMine.length > 0 && bought.length === 0)) {
    return home
  }
  // A purchase known only from later events counts where none is known from the start.
  const named = (bought.length > 0 ? bought : ofOthers).map(({ key }) => key)
  const [only] = named
  if (only === undefined || (mine !== undefined && hadProduct(mine.customer, event))) {
    return home
  }
  return named.length === 1 ? { owner: only, ambiguous: false } : { owner: own, ambiguous: true }
}

/** A purchase that was bought, or that grants something, and bears one of the event's ids. */
function isNamed(purchase: Purchase, { marketplace, product, test, orders, subscriptions }: LedgerEvent): boolean {
  return (
    purchase.marketplace === marketplace &&
    purchase.product === product &&
    purchase.test === (test === true) &&
    (purchase.bought !== null || Object.values(purchase.claims).some(({ create }) => create !== null)) &&
    (orders.some((id) => purchase.orders.includes(id)) ||
      subscriptions.some((id) => purchase.subscriptions.includes(id)))
  )
}

/** The event's own customer had bought the product by then, or has one of its rules' targets. */
function hadProduct({ purchases, known }: Customer, event: LedgerEvent): boolean {
  const { marketplace, product, test, at, acts } = event
  const bought = purchases.some(
    (one) =>
      one.marketplace === marketplace &&
      one.product === product &&
      one.test === (test === true) &&
      one.bought !== null &&
      one.bought <= at,
  )
  return (
    bought ||
    acts.some(({ target }) => {
      const access = known[`${target.kind}:${target.id}`]
      const began = access?.activatedAt ?? null
      return access !== undefined && began !== null && began < at && (access.end === null || access.end > at)
    })
  )
}

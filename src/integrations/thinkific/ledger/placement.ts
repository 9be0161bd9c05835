/** Decides which customer an event belongs to when its ids name purchases of several. Repeated when one of them changes. */
import type { Customer } from './customer'
import { targetKey } from './customer'
import { derive } from './derive'
import { type Contents, resolveAccess } from './grants'
import { identifyPurchases } from './identity'
import { type Act, isByPerson, isChosen, isPurchase, isSameEvent, type LedgerEvent } from './ledger-event'
import { compareEvents } from './occurrence'
import type { PurchaseEvents } from './purchase-events'
import { groupByNames, hasIds, isNamedBy, type NameGroup } from './purchase-names'

export interface Placement {
  /** Key of the customer. */
  owner: string
  /** Its ids name purchases of several customers, none of them its own. */
  ambiguous: boolean
  /** Its own purchase has learned its ids from others of its events; it says nothing of what belongs together. */
  taught: boolean
}

interface Candidate {
  key: string
  customer: Customer
}

/**
 * A purchase is that of the email it names. Any other event belongs to its own customer's purchase where its ids name one,
 * else to the only purchase they name; unless its own customer had bought the product by then, or was in its targets.
 * @param own key of the event's own customer, or of the one its email was corrected to
 */
export function placeEvent(event: LedgerEvent, own: string, customers: Candidate[], contents: Contents): Placement {
  const home = { owner: own, ambiguous: false, taught: false }
  const reporting = event.implied && customers.find(({ customer }) => hasReported(customer, event))
  if (reporting) {
    return { ...home, owner: reporting.key }
  }
  // With no other customer under its ids, as nearly always, there is nothing to identify.
  const isAlone = customers.every(({ key }) => key === own)
  if (isAlone || isPurchase(event) || isByPerson(event) || !hasIds(event)) {
    return home
  }
  const chosen = customers.find(({ customer }) => ownsChosen(customer, event))
  if (chosen !== undefined) {
    return { ...home, owner: chosen.key }
  }
  if (event.carried) {
    return placeCarried(event, home, customers)
  }
  const known = customers.map(({ key, customer }) => ({ key, purchases: listKnown(customer, event) }))
  // A payment distinguishes a customer's own purchases, and leads to no other customer.
  const ids = { ...event, ...listNames(event, own, customers), payments: [] }
  const isNamed = (one: PurchaseEvents) => isNamedBy(one, event)
  const mine = known.find(({ key }) => key === own)?.purchases ?? []
  const others = known.filter(({ key }) => key !== own)
  const isTheirs = ({ events }: PurchaseEvents) => events.some(({ from }) => from !== own)
  const listNamed = (all: { key: string; purchases: PurchaseEvents[] }[]) =>
    all.flatMap(({ key, purchases }) => purchases.filter((one) => isNamedBy(one, ids) && isTheirs(one)).map(() => key))
  const ever = listNamed(others.map(({ key, purchases }) => ({ key, purchases: purchases.filter(isKnownThroughout) })))
  const then = () => listNamed(others.map(({ key }) => ({ key, purchases: listKnownThen(customers, key, event) })))
  const named = ever.length > 0 ? ever : then()
  const [only] = named
  if (only === undefined || mine.some((one) => isBegun(one, event))) {
    return home
  }
  const isMine = mine.some(isNamed)
  const me = customers.find(({ key }) => key === own)?.customer
  if (!isMine && named.length > 1) {
    return { ...home, ambiguous: true }
  }
  if (named.length === 1 && me !== undefined && isInTarget(me, event, listActs(event, customers), contents)) {
    return home
  }
  return isMine ? { ...home, taught: !findGroup(event, own, customers)?.isSold } : { ...home, owner: only }
}

/** With the buyer of the earlier plan under that subscription, whatever else the reporting customer has. */
function placeCarried(event: LedgerEvent, home: Placement, customers: Candidate[]): Placement {
  const buyers = customers
    .filter(({ customer }) => listKnown(customer, event).some((one) => one.bought !== null && isNamedBy(one, event)))
    .map(({ key }) => key)
  const [only] = buyers
  if (only === undefined || buyers.includes(home.owner)) {
    return home
  }
  return buyers.length === 1 ? { ...home, owner: only } : { ...home, ambiguous: true }
}

export function hasReported({ history }: Customer, event: LedgerEvent): boolean {
  return history.some((one) => !one.implied && isSameEvent(one, event))
}

/** Has the purchase that a person chose for the event. */
export function ownsChosen({ history }: Customer, event: LedgerEvent): boolean {
  const { chosen } = event
  return chosen !== undefined && history.some((one) => isSameLine(one, event) && isChosen(one, chosen))
}

/** Ids of the event and of what its customer's other events name together with it, unless they bought that themselves. */
export function listNames(
  event: LedgerEvent,
  own: string,
  customers: Candidate[],
): Pick<LedgerEvent, 'orders' | 'subscriptions'> {
  const group = findGroup(event, own, customers)
  return group === undefined || group.isSold
    ? event
    : { orders: [...group.orders], subscriptions: [...group.subscriptions] }
}

function findGroup(event: LedgerEvent, own: string, customers: Candidate[]): NameGroup | undefined {
  const theirs = customers.flatMap(({ key, customer }) =>
    customer.history.filter((one) => (one.from ?? key) === own && isSameLine(one, event) && !isSameEvent(one, event)),
  )
  return groupByNames([...theirs, event]).find((one) => isNamedBy(one, event))
}

export function isSameLine(one: LedgerEvent, other: LedgerEvent): boolean {
  return one.marketplace === other.marketplace && one.product === other.product && one.test === other.test
}

/** A purchase that began without a sale and without ids has those it was taught only from then on. */
function isKnownThroughout({ bought, events }: PurchaseEvents): boolean {
  const [first] = events
  return bought !== null || (first !== undefined && hasIds(first))
}

/** Before later events joined them by other ids: what happened first decides whose those are. */
function listKnownThen(customers: Candidate[], key: string, event: LedgerEvent): PurchaseEvents[] {
  const customer = customers.find((one) => one.key === key)?.customer
  const isKnown = (one: LedgerEvent) => isPurchase(one) || compareEvents(one, event) < 0
  return customer === undefined ? [] : listKnown({ ...customer, history: customer.history.filter(isKnown) }, event)
}

/** Purchases of the event's product that were bought, whenever, or had begun before it, as they are without it. */
function listKnown({ history }: Customer, event: LedgerEvent): PurchaseEvents[] {
  const own = history.filter((one) => isSameLine(one, event) && !isSameEvent(one, event))
  return identifyPurchases(own.sort(compareEvents)).purchases.filter(
    (one) => one.events.some(isPurchase) || isBegun(one, event),
  )
}

function isBegun({ events }: PurchaseEvents, event: LedgerEvent): boolean {
  return events.some((one) => compareEvents(one, event) < 0)
}

/** What all rules ask of the event, wherever its firings were taken in. */
function listActs(event: LedgerEvent, customers: Candidate[]): Act[] {
  const copies = customers.flatMap(({ customer }) => customer.history.filter((one) => isSameEvent(one, event)))
  return [event, ...copies].flatMap(({ acts }) => acts)
}

/** Whether a customer was in any of the targets when the event happened, by purchases or as last seen in Thinkific. */
function isInTarget(customer: Customer, event: LedgerEvent, acts: Act[], contents: Contents): boolean {
  const before = customer.history.filter((one) => compareEvents(one, event) < 0 && !isSameEvent(one, event))
  const found = customer.found.filter(({ since }) => since <= event.at)
  const then = derive({ ...customer, history: before, found }).customer
  return acts.some(({ target }) => {
    const courses = target.kind === 'bundle' ? (contents[target.id] ?? []) : []
    const keys = [targetKey(target), ...courses.map((id) => targetKey({ kind: 'course', id }))]
    return keys.some((key) => resolveAccess(then, key, contents, event.at).end > event.at)
  })
}

/** Decides which customer an event belongs to when its ids name purchases of several. Repeated when one of them changes. */
import { judgePayments, placeAllActs } from './act-places'
import { emailOwner, findHomes, listOtherPlans } from './corrected-homes'
import type { Customer } from './customer'
import { targetKey } from './customer'
import { derive } from './derive'
import { type Contents, resolveAccess } from './grants'
import { identifyAll } from './identity'
import { firstSale } from './latest-purchase'
import { hasCorrection, isByPerson, isChosen, isPurchase, isSameEvent, isVoid, type LedgerEvent } from './ledger-event'
import { compareEvents } from './occurrence'
import { type Placement, withoutPlace } from './placed-event'
import type { OwnedPurchase } from './product-purchases'
import { addNames, hasIds, isNamedBy, newNames } from './purchase-names'
import { isNamedPlan } from './switched-plans'

const AT_HOME = { ambiguous: false, joined: null, recovers: undefined, pays: false, crosses: false } as const

interface Candidate {
  key: string
  customer: Customer
}

/** An event as it stands with the customer who has it now, and where it belongs. */
interface PlacedEvent {
  key: string
  event: LedgerEvent
  placement: Placement
}

/**
 * A purchase is that of the email it names, unless a person corrected it. Any other event belongs to its own customer's
 * purchase where its ids name one, else to a corrected one, else to the only purchase they name; unless its own customer had
 * bought the product by then, or was in its targets. @param own key of the customer whose email it named
 */
export function placeEvent(event: LedgerEvent, own: string, customers: Candidate[], contents: Contents): Placement {
  const home: Placement = { ...AT_HOME, owner: own }
  const reporting = event.implied && customers.find(({ customer }) => hasReported(customer, event))
  if (reporting) {
    return { ...home, owner: reporting.key }
  }
  // With no other customer under its ids, as nearly always, there is nothing to identify.
  const isAlone = !event.crowded && customers.every(({ key }) => key === own)
  if (isAlone) {
    return home
  }
  const moved = customers.find(({ customer: { history } }) =>
    history.some((one) => isSameEvent(one, event) && hasCorrection(one, own)),
  )
  if (moved !== undefined) {
    return { ...home, owner: moved.key }
  }
  const known = toKnown(customers)
  const line = known.filter((one) => isSameLine(one.event, event))
  const other = listOtherPlans(event, known)
  const isCorrected = [...line, ...other].some((one) => hasCorrection(one.event, own))
  if (!isCorrected && (isPurchase(event) || !hasIds(event))) {
    return home
  }
  if (isByPerson(event)) {
    const named = { key: own, event: { ...event, acts: [] } }
    return { ...home, owner: findHomes([...line, named], other).get(named.event) ?? own }
  }
  const chosen = customers.find(({ customer }) => ownsChosen(customer, event))
  if (chosen !== undefined) {
    return { ...home, owner: chosen.key }
  }
  const copies = customers.flatMap(({ customer }) => customer.history.filter((one) => isSameEvent(one, event)))
  const asked = { ...event, acts: [event, ...copies].flatMap(({ acts }) => acts) }
  const withEvent = customers.map(({ key, customer }) => {
    const others = customer.history.filter((one) => !isSameEvent(one, event))
    return { key, customer: { ...customer, history: key === own ? [...others, asked] : others } }
  })
  return placeLine(event, withEvent, contents).find((one) => one.event === asked)?.placement ?? home
}

/** Where each event of one product belongs, worked out in the order they happened. @param line any of its events */
export function placeLine(line: LedgerEvent, customers: Candidate[], contents: Contents): PlacedEvent[] {
  const all = toKnown(customers)
  const reported = all.filter(({ event }) => isSameLine(event, line) && !isVoid(event))
  const known = new Map<LedgerEvent, { key: string; event: LedgerEvent }>()
  const repeated: PlacedEvent[] = []
  for (const { key, event } of reported) {
    const reporting = event.implied && customers.find(({ customer }) => hasReported(customer, event))
    if (reporting) {
      repeated.push({ key, event, placement: { ...AT_HOME, owner: reporting.key } })
    } else {
      known.set(withoutPlace(event), { key, event })
    }
  }
  const homes = findHomes([...known.values()], listOtherPlans(line, all))
  const homeOf = (one: LedgerEvent) => homes.get(known.get(one)?.event ?? one) ?? ''
  const emailOf = (one: LedgerEvent) => emailOwner(known.get(one) ?? { key: '', event: one })
  const events = [...known.keys()].sort(compareEvents)
  const { purchases, ambiguous, followed, lessons } = identifyAll({
    events,
    homeOf,
    emailOf,
    moverOf: (event) => findMover(event, customers),
    isInTarget: (event, purchases) => isInTarget(event, homeOf(event), { customers, purchases, contents }),
  })
  const payments = judgePayments(events, emailOf)
  const purchaseOf = new Map(purchases.flatMap((one) => one.events.map((event) => [event, one] as const)))
  const placed = [...known].map(([one, { key, event }]): PlacedEvent => {
    const purchase = purchaseOf.get(one)
    const sale = lessons.get(one) ?? (purchase && findBeginning(purchase, one))
    const joined =
      sale === undefined || !purchase?.events.includes(sale)
        ? null
        : { event: sale.event, subscription: sale.subscriptions[0] ?? null }
    const home = homeOf(one)
    const owner = purchase?.owner ?? followed.get(one) ?? home
    const isFollowing = purchase?.events.some((other) => hasCorrection(other, home)) === true
    return {
      key,
      event,
      placement: {
        owner,
        ambiguous: ambiguous.has(one),
        joined,
        recovers: payments.get(one)?.recovers,
        pays: payments.get(one)?.pays === true,
        crosses: purchase !== undefined && owner !== home && !isFollowing,
      },
    }
  })
  return [...placed, ...repeated]
}

/** What a purchase began with, where the owner's own events would not lead to it: it knows this event's ids from another customer's. */
function findBeginning(purchase: OwnedPurchase, event: LedgerEvent): LedgerEvent | undefined {
  const names = newNames()
  for (const other of purchase.events.filter((one) => one !== event)) {
    addNames(names, other)
  }
  const first = firstSale(purchase)
  return hasIds(event) && first !== event && !isNamedBy(names, event) ? first : undefined
}

export function hasReported({ history }: Customer, event: LedgerEvent): boolean {
  return history.some((one) => !one.implied && isSameEvent(one, event))
}

/** Has the purchase that a person chose for the event. */
export function ownsChosen({ history }: Customer, event: LedgerEvent): boolean {
  const { chosen } = event
  return chosen !== undefined && history.some((one) => isSameLine(one, event) && isChosen(one, chosen))
}

export function isSameLine(one: LedgerEvent, other: LedgerEvent): boolean {
  return one.marketplace === other.marketplace && one.product === other.product && one.test === other.test
}

function toKnown(customers: Candidate[]): { key: string; event: LedgerEvent }[] {
  return customers.flatMap(({ key, customer }) => customer.history.map((event) => ({ key, event })))
}

/** Whose the plan is that the event names, if not of whose earlier plan is asked about. */
function findMover(event: LedgerEvent, customers: Candidate[]): string | undefined {
  return customers.find(({ customer }) => customer.history.some((one) => isNamedPlan(one, event)))?.key
}

/** Whether its customer was in any of its targets when the event happened, by purchases or as last seen in Thinkific. */
function isInTarget(
  event: LedgerEvent,
  home: string,
  { customers, purchases, contents }: { customers: Candidate[]; purchases: OwnedPurchase[]; contents: Contents },
): boolean {
  const customer = customers.find(({ key }) => key === home)?.customer
  if (customer === undefined) {
    return false
  }
  // What fired late may be an earlier event's: known only from the whole history.
  const placed = placeAllActs(customer.history.filter((one) => !isVoid(one))).flat()
  const actsOf = (one: LedgerEvent) => placed.find((known) => isSameEvent(known, one))?.acts ?? one.acts
  const own = purchases
    .filter(({ owner }) => owner === home)
    .flatMap(({ events }) => events.map((one) => ({ ...one, acts: actsOf(one) })))
  // What the event itself does to an earlier plan comes after.
  const others = placed.filter((one) => !isSameLine(one, event) && !(one.carried && one.event === event.event))
  const before = [...others, ...own].filter((one) => compareEvents(one, event) < 0)
  const found = customer.found.filter(({ since }) => since <= event.at)
  const then = derive({ ...customer, history: before, found }).customer
  return event.acts.some(({ target }) => {
    const courses = target.kind === 'bundle' ? (contents[target.id] ?? []) : []
    const keys = [targetKey(target), ...courses.map((id) => targetKey({ kind: 'course', id }))]
    return keys.some((key) => resolveAccess(then, key, contents, event.at).end > event.at)
  })
}

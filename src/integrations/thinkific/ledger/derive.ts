/** All of a customer's purchases and removals, worked out from everything that is known of them. */
import { dayNumber, UTC } from '../../../model/time-zone'
import { placeAllActs } from './act-places'
import { type Customer, type Purchase, type Removal, type TargetKey, targetKey } from './customer'
import { claimEnd, ENDLESS } from './ends'
import type { Fate } from './fate'
import { identifyPurchases } from './identity'
import { isSameEvent, isVoid, type LedgerEvent } from './ledger-event'
import type { DaysLeft } from './live-grant'
import { compareEvents } from './occurrence'
import type { PurchaseEvents } from './purchase-events'
import { type AnyRemoval, takesGrant } from './removal'
import { listPaidInFull, listStrays, withoutOtherPlans } from './switched-plans'
import { type Timeline, walkPurchase } from './timeline'

interface Derived {
  customer: Customer
  /** Of a firing whose act the ledger holds. Senders choose events' ids, so another marketplace's may be the same. */
  fateOf(marketplace: string, firing: string): Fate | undefined
  /** Id of the purchase each event belongs to; none for an unclear one. */
  purchaseOf(event: LedgerEvent): string | null
  /** Events of a purchase by its id, in the order they happened. */
  eventsOf(purchase: string): LedgerEvent[]
}

/** Earlier purchases whose days left are looked at: each has added those of the ones before it. */
const MOST_OTHERS = 24

/** Pure, and the same for any order in which the history came in. */
export function derive(customer: Customer): Derived {
  const counted = customer.history.filter((event) => !isVoid(event))
  const identified = identifyLines(placeAllActs(counted))
  const all = identified
    .flatMap(({ purchases }) => purchases)
    .sort((one, other) => compareEvents(firstEvent(one), firstEvent(other)))
  const plans = all.map((own, index) => ({ own, id: String(index + 1), counted: withoutOtherPlans(own, all) }))
  const begun = plans.map(({ counted }) => counted).filter(({ events }) => events.length > 0)
  const taken = begun.filter(isRemoving).flatMap((one) => walkPurchase(one, () => 0).removals)
  const daysLeft = countDaysLeft(begun, taken)
  const walked = plans.map(({ own, id, counted }) => {
    const { marketplace, product, test } = firstEvent(own)
    const timeline = walkPurchase(counted, daysLeft, { taken })
    // Nothing may count, and it is this purchase all the same.
    for (const { firing, at } of listPaidInFull(own, all)) {
      timeline.fates.set(firing, { kind: 'paid in full', at })
    }
    return { ...timeline, own, id, purchase: { ...timeline.purchase, marketplace, product, test: test === true } }
  })
  const fates = new Map<string, Fate>()
  for (const { purchase, fates: own } of walked) {
    for (const [firing, fate] of own) {
      fates.set(`${purchase.marketplace}~${firing}`, fate)
    }
  }
  for (const { marketplace, acts } of identified.flatMap(({ unclear }) => unclear)) {
    for (const { firing } of acts) {
      fates.set(`${marketplace}~${firing}`, { kind: 'unclear' })
    }
  }
  const events = new Map(walked.map(({ own, id }) => [id, own.events] as const))
  return {
    customer: {
      ...customer,
      purchases: walked.map(({ id, purchase }): Purchase => ({ id, ...purchase })),
      removals: collectRemovals(walked),
    },
    fateOf: (marketplace, firing) => fates.get(`${marketplace}~${firing}`),
    purchaseOf: (event) => walked.find(({ own }) => own.events.some((one) => isSameEvent(one, event)))?.id ?? null,
    eventsOf: (purchase) => events.get(purchase) ?? [],
  }
}

/** Which ends reach an earlier plan shows once all products' purchases are known; the others say nothing of theirs. */
function identifyLines(lines: LedgerEvent[][]): ReturnType<typeof identifyPurchases>[] {
  const identified = lines.map(identifyPurchases)
  const strays = new Set(listStrays(identified.flatMap(({ purchases }) => purchases)))
  return strays.size === 0
    ? identified
    : lines.map((events) =>
        identifyPurchases(events.map((event) => (strays.has(event) ? { ...event, stray: true as const } : event))),
      )
}

function firstEvent({ events }: PurchaseEvents): LedgerEvent {
  const [first] = events
  if (first === undefined) {
    throw new Error('a purchase without events')
  }
  return first
}

function isRemoving({ events }: PurchaseEvents): boolean {
  return events.some(({ acts }) => acts.some(({ does }) => does === 'remove'))
}

function collectRemovals(walked: (Timeline & { id: string })[]): Customer['removals'] {
  const all = walked.flatMap(({ id, removals }) => removals.map((one): Removal => ({ ...one, purchase: id })))
  all.sort((one, other) => one.happened.at - other.happened.at)
  return Object.fromEntries(Map.groupBy(all, ({ target }) => targetKey(target)))
}

/**
 * The days left on the day of a new purchase, by the marketplace's other purchases of the same target: one refunded,
 * disputed or removed since counts for nothing, one canceled to its end.
 */
function countDaysLeft(all: PurchaseEvents[], taken: AnyRemoval[]): DaysLeft {
  const known = new Map<string, number>()
  const daysLeft: DaysLeft = (event, target) => {
    const key = JSON.stringify([event.event, event.marketplace, event.product, event.subscriptions, target])
    const counted = known.get(key)
    if (counted !== undefined) {
      return counted
    }
    const others = all.filter(
      (one) =>
        !one.events.some((own) => isSameEvent(own, event)) &&
        firstEvent(one).marketplace === event.marketplace &&
        (firstEvent(one).test === true) === (event.test === true) &&
        compareEvents(firstEvent(one), event) < 0,
    )
    const ends = others.slice(-MOST_OTHERS).map((one) => endOn(one, { target, event, taken }, daysLeft))
    const zone = event.zone ?? UTC
    const today = dayNumber(event.at, zone)
    const left = Math.max(0, ...ends.map((end) => (end === ENDLESS ? ENDLESS : dayNumber(end, zone) - today)))
    known.set(key, left)
    return left
  }
  return daysLeft
}

interface Bought {
  target: TargetKey
  /** The new purchase. */
  event: LedgerEvent
  taken: AnyRemoval[]
}

/** 0 where it counts for nothing. */
function endOn(own: PurchaseEvents, { target, event, taken }: Bought, daysLeft: DaysLeft): number {
  const { purchase, isTakenBack } = walkPurchase(own, daysLeft, { before: event })
  const claim = purchase.claims[target]
  const create = claim?.create ?? null
  if (claim === undefined || create === null || isTakenBack) {
    return 0
  }
  const isTakenAway = taken.some((one) => targetKey(one.target) === target && takesGrant(one, purchase, create))
  return isTakenAway ? 0 : claimEnd(claim)
}

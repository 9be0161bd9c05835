/**
 * Which events are one purchase: one product of one order or subscription of one customer. Worked out from all of a
 * customer's events in the order they happened, whenever they arrived.
 */
import type { EventType } from '../../../model/event-type'
import { mainTrigger } from '../../../model/event-type'
import { ENDING_TRIGGERS } from '../../../model/trigger'
import { isChosen, type LedgerEvent } from './ledger-event'
import { compareEvents } from './occurrence'
import { isOfKind, RESTARTS } from './undoing'

const DAY_MS = 86_400_000

/** A purchase while it is put together. */
export interface PurchaseEvents {
  events: LedgerEvent[]
  orders: Set<string>
  subscriptions: Set<string>
  /** When it was bought; null while only later events of it are known. */
  bought: number | null
  /** A purchase without ids: when it was last reported. */
  reported: number
  /** What ended it and was not undone. */
  refunded: boolean
  disputed: boolean
  isPartlyRefunded: boolean
  over: boolean
  failing: boolean
  /** Whether anything ended it since it was last bought. */
  endedOnce: boolean
}

interface Identified {
  purchases: PurchaseEvents[]
  /** Events that fit several purchases, or none of them for sure. */
  unclear: LedgerEvent[]
}

const PAYMENTS: ReadonlySet<EventType> = new Set<EventType>([
  'subscription.charged',
  'subscription.recovered',
  'subscription.completed',
])

/** @param events of one product, real ones or tests, in the order they happened */
export function identifyPurchases(events: LedgerEvent[]): Identified {
  const names = nameComponents(events)
  const sold = new Set(events.filter(isPurchase).flatMap(names))
  const owners = new Map<string, PurchaseEvents>()
  const purchases: PurchaseEvents[] = []
  const unclear: LedgerEvent[] = []
  const start = () => {
    const purchase = newPurchase()
    purchases.push(purchase)
    return purchase
  }
  for (const event of events) {
    const named = names(event)
    const chosen = findChosen(event, purchases)
    const found =
      chosen ?? (event.ambiguous || event.chosen ? null : findPurchase(event, named, { owners, purchases, sold }))
    if (found === null) {
      unclear.push(event)
      continue
    }
    const purchase = found === 'new' ? start() : found
    for (const name of named.length === 1 || isPurchase(event) ? named.slice(0, 1) : []) {
      owners.set(name, chosen === undefined ? purchase : (owners.get(name) ?? purchase))
    }
    add(purchase, event)
  }
  const late = unclear.flatMap((event) => {
    const purchase = findChosen(event, purchases)
    return purchase === undefined ? [] : [{ event, purchase }]
  })
  for (const { event, purchase } of late) {
    unclear.splice(unclear.indexOf(event), 1)
    add(purchase, event)
    purchase.events.sort(compareEvents)
  }
  return { purchases: purchases.filter(({ events: own }) => own.length > 0), unclear }
}

export function isPurchase({ type }: LedgerEvent): boolean {
  return type === 'product.purchased'
}

export function isPayment({ type }: LedgerEvent): boolean {
  return PAYMENTS.has(type)
}

export function isByPerson({ acts }: LedgerEvent): boolean {
  return acts.some(({ by }) => by === 'person')
}

function findChosen({ chosen }: LedgerEvent, purchases: PurchaseEvents[]): PurchaseEvents | undefined {
  return chosen && purchases.find(({ events }) => events.some((one) => isChosen(one, chosen)))
}

interface Known {
  owners: Map<string, PurchaseEvents>
  purchases: PurchaseEvents[]
  /** Names under which something was bought. */
  sold: ReadonlySet<string>
}

/** Null: unclear. */
function findPurchase(
  event: LedgerEvent,
  named: string[],
  { owners, purchases, sold }: Known,
): PurchaseEvents | 'new' | null {
  const known = [...new Set(named.flatMap((name) => owners.get(name) ?? []))]
  if (isPurchase(event)) {
    const own = named.length === 0 ? findPlain(event, purchases) : owners.get(named[0] ?? '')
    return own ?? 'new'
  }
  if (named.length === 0) {
    return findLatest(event, purchases) ?? 'new'
  }
  if (named.length > 1) {
    return known.length === 1 ? (known[0] ?? null) : null
  }
  const [own] = known
  // What is bought under this name, whenever, is the purchase it names.
  if (own !== undefined || named.some((name) => sold.has(name))) {
    return own ?? 'new'
  }
  const candidates = purchases.filter((one) => isJoinable(one, event))
  return candidates.length > 1 ? null : (candidates[0] ?? 'new')
}

/** Bought before the event, still live, and lacking each id the event names. */
function isJoinable(purchase: PurchaseEvents, { at, orders, subscriptions }: LedgerEvent): boolean {
  return (
    purchase.bought !== null &&
    purchase.bought <= at &&
    !purchase.refunded &&
    !purchase.disputed &&
    !purchase.over &&
    (subscriptions.length === 0 || purchase.subscriptions.size === 0) &&
    (orders.length === 0 || purchase.orders.size === 0)
  )
}

/** A purchase without ids is a new one after any ending, and a day or more after the last. */
function findPlain(event: LedgerEvent, purchases: PurchaseEvents[]): PurchaseEvents | undefined {
  const plain = purchases.filter(({ orders, subscriptions }) => orders.size + subscriptions.size === 0)
  if (isByPerson(event)) {
    return plain.at(-1)
  }
  const last = plain.at(-1)
  if (last === undefined || last.bought === null) {
    return last
  }
  return last.endedOnce || event.at - last.reported >= DAY_MS ? undefined : last
}

/** Without ids: the latest purchase the event would still change, else the latest at all. */
function findLatest(event: LedgerEvent, purchases: PurchaseEvents[]): PurchaseEvents | undefined {
  const before = purchases
    .filter(({ bought }) => bought === null || bought <= event.at)
    .sort((one, other) => beganAt(one) - beganAt(other))
  const undone = before.findLast((one) => isGoodNewsFor(one, event))
  if (undone !== undefined) {
    return undone
  }
  const changing = before.filter((one) => wouldChange(one, event))
  const isOfSubscription = event.type.startsWith('subscription.')
  const recurring = isOfSubscription ? changing.findLast(isSubscription) : undefined
  return recurring ?? changing.at(-1) ?? before.at(-1)
}

/** It undoes an ending that stands. */
function isGoodNewsFor({ failing, refunded, isPartlyRefunded, over }: PurchaseEvents, { type }: LedgerEvent): boolean {
  const isMoneyBack = refunded || isPartlyRefunded
  if (RESTARTS.has(type)) {
    return failing || over
  }
  return PAYMENTS.has(type) && (failing || isMoneyBack || (type === 'subscription.recovered' && over))
}

function isSubscription({ subscriptions, events }: PurchaseEvents): boolean {
  return subscriptions.size > 0 || events.some(({ type }) => type.startsWith('subscription.'))
}

function wouldChange(purchase: PurchaseEvents, event: LedgerEvent): boolean {
  const { type } = event
  if (isByPerson(event)) {
    return true
  }
  if (isOfKind(type, 'refund')) {
    return !purchase.refunded && !purchase.disputed
  }
  if (type === 'product.disputed') {
    return !purchase.disputed
  }
  if (type === 'product.dispute_won') {
    return purchase.disputed
  }
  if (type === 'product.refund_reversed') {
    return purchase.refunded || purchase.disputed || purchase.isPartlyRefunded
  }
  if (RESTARTS.has(type)) {
    return purchase.over || purchase.failing
  }
  // One behind, refunded or paid in full is still taken, so that a second bad word does not hit the next subscription.
  return !purchase.over
}

/** When it was bought or, where that is unknown, first heard of. */
function beganAt({ bought, events }: PurchaseEvents): number {
  return bought ?? events[0]?.at ?? 0
}

function add(purchase: PurchaseEvents, event: LedgerEvent): void {
  purchase.events.push(event)
  for (const id of event.orders) {
    purchase.orders.add(id)
  }
  for (const id of event.subscriptions) {
    purchase.subscriptions.add(id)
  }
  const { type } = event
  if (isByPerson(event)) {
    if (isPurchase(event)) {
      purchase.bought ??= event.at
    }
    return
  }
  if (isPurchase(event)) {
    const isNew = event.orders.some(
      (id) => !purchase.events.some((one) => one !== event && isPurchase(one) && one.orders.includes(id)),
    )
    purchase.bought ??= event.at
    purchase.reported = event.at
    if (isNew || event.orders.length === 0) {
      Object.assign(purchase, {
        refunded: false,
        disputed: false,
        isPartlyRefunded: false,
        over: false,
        failing: false,
        endedOnce: false,
      })
    }
    return
  }
  const trigger = mainTrigger(type)
  purchase.endedOnce ||= trigger !== null && ENDING_TRIGGERS.has(trigger)
  if (type === 'product.refunded') {
    purchase.refunded = true
  } else if (type === 'product.partially_refunded') {
    purchase.isPartlyRefunded = true
  } else if (type === 'product.disputed') {
    purchase.disputed = true
  } else if (type === 'product.dispute_won') {
    purchase.disputed = false
  } else if (type === 'product.refund_reversed') {
    Object.assign(purchase, { refunded: false, disputed: false, isPartlyRefunded: false })
  } else if (isOfKind(type, 'stop')) {
    purchase.over = true
  } else if (isOfKind(type, 'dunning')) {
    purchase.failing = true
  } else if (RESTARTS.has(type)) {
    Object.assign(purchase, { over: false, failing: false })
  } else if (isPayment(event)) {
    Object.assign(purchase, { failing: false, refunded: false, isPartlyRefunded: false })
    if (type === 'subscription.recovered') {
      purchase.over = false
    }
  }
}

/**
 * Names of the purchases an event could mean. Ids named together by any event are one purchase's, but two subscriptions
 * of one order are two purchases, and such an order alone names both.
 */
function nameComponents(events: LedgerEvent[]): (event: LedgerEvent) => string[] {
  const subscriptionsOf = new Map<string, Set<string>>()
  for (const { orders, subscriptions } of events) {
    for (const order of orders) {
      const known = subscriptionsOf.get(order) ?? new Set()
      subscriptionsOf.set(order, known)
      for (const id of subscriptions) {
        known.add(id)
      }
    }
  }
  const byIds = ({ orders, subscriptions }: LedgerEvent): string[] => {
    if (subscriptions.length > 0) {
      return subscriptions.slice(0, 1).map((id) => `subscription ${id}`)
    }
    const names = orders.flatMap((order) => {
      const own = [...(subscriptionsOf.get(order) ?? [])]
      return own.length === 0 ? [`order ${order}`] : own.map((id) => `subscription ${id}`)
    })
    return [...new Set(names)]
  }
  const paid = new Map<string, Set<string>>()
  for (const event of events) {
    for (const payment of event.payments) {
      const known = paid.get(payment) ?? new Set()
      paid.set(payment, known)
      for (const name of byIds(event)) {
        known.add(name)
      }
    }
  }
  return (event) => {
    const names = byIds(event)
    const paidFor = event.payments.flatMap((payment) => [...(paid.get(payment) ?? [])])
    if (names.length === 0) {
      return [...new Set(paidFor)]
    }
    // Two subscriptions of one order: the payment may show which.
    const both = names.length > 1 ? names.filter((name) => paidFor.filter((one) => one === name).length > 0) : []
    return both.length === 1 ? both : names
  }
}

function newPurchase(): PurchaseEvents {
  return {
    events: [],
    orders: new Set(),
    subscriptions: new Set(),
    bought: null,
    reported: 0,
    refunded: false,
    disputed: false,
    isPartlyRefunded: false,
    over: false,
    failing: false,
    endedOnce: false,
  }
}

/**
 * Which events are one purchase: one product of one order or subscription of one customer. Worked out from all of a
 * customer's events in the order they happened, whenever they arrived.
 */
import { findLatest, firstSale } from './latest-purchase'
import { isByPerson, isChosen, isPurchase, type LedgerEvent } from './ledger-event'
import { compareEvents } from './occurrence'
import { addEvent, hasEnding, isJoinable, type PurchaseEvents } from './purchase-events'
import { addNames, groupByNames, hasIds, isNamedBy, type NameGroup, newNames, pickNamed } from './purchase-names'
import { mergeRepeats, SAME_SALE_MS } from './repeated-reports'

/** Each pass knows what joins of the one before have taught; real histories settle in two or three. */
const MOST_PASSES = 6

interface Identified {
  purchases: PurchaseEvents[]
  /** Events that fit several purchases, or none of them for sure. */
  unclear: LedgerEvent[]
}

/** An event that joined a purchase by its ids, and the sale that purchase began with. */
type Lessons = Map<LedgerEvent, LedgerEvent>

/** @param events of one product, real ones or tests, in the order they happened */
export function identifyPurchases(events: LedgerEvent[]): Identified {
  let lessons: Lessons = new Map()
  for (let pass = 1; ; pass += 1) {
    const next = new Pass(events, lessons)
    next.run()
    if (next.lessons.size === lessons.size || pass === MOST_PASSES) {
      return { purchases: next.purchases.filter(({ events: own }) => own.length > 0), unclear: next.unclear }
    }
    lessons = next.lessons
  }
}

class Pass {
  readonly purchases: PurchaseEvents[] = []
  readonly unclear: LedgerEvent[] = []
  readonly lessons: Lessons = new Map()
  readonly #events: LedgerEvent[]
  /** By the pass before. */
  readonly #taught: Lessons
  readonly #groups: NameGroup[]
  readonly #purchaseOf = new Map<NameGroup, PurchaseEvents>()
  readonly #expected = new Map<LedgerEvent, PurchaseEvents>()

  constructor(events: LedgerEvent[], lessons: Lessons) {
    this.#events = events
    this.#taught = lessons
    this.#groups = groupByNames(
      events.filter(({ ambiguous, taught, chosen }) => !ambiguous && !taught && chosen === undefined),
    )
    for (const group of this.#groups.filter(({ isSold }) => isSold)) {
      this.#open(group)
    }
    for (const [event, sale] of lessons) {
      const purchase = this.purchases.find((one) => isNamedBy(one, sale)) ?? this.#expect(sale)
      if (purchase !== undefined) {
        this.#learn(purchase, event, sale)
      }
    }
  }

  run(): void {
    const strays = this.#events.filter((event) => this.#isStray(event))
    for (const event of [...this.#events.filter((one) => !strays.includes(one)), ...strays]) {
      this.#take(event, this.#place(event))
    }
    // A purchase chosen for an event may have begun after it.
    for (const event of this.unclear.splice(0)) {
      this.#take(event, this.#findChosen(event))
    }
    for (const { events } of this.purchases) {
      events.sort(compareEvents)
    }
  }

  /** A sale without ids is known from the start by those that joins have taught it. */
  #expect(sale: LedgerEvent): PurchaseEvents | undefined {
    const known = this.#expected.get(sale)
    if (known !== undefined || !isPurchase(sale) || hasIds(sale)) {
      return known
    }
    const purchase = this.#open(undefined)
    this.#expected.set(sale, purchase)
    return purchase
  }

  /** Another customer's, named by no purchase until an own event teaches one its ids. */
  #isStray(event: LedgerEvent): boolean {
    const mayWait =
      (event.from !== undefined || event.taught === true) &&
      event.chosen === undefined &&
      hasIds(event) &&
      !isPurchase(event)
    return mayWait && !this.purchases.some((one) => isNamedBy(one, event)) && !this.#isBegun(event)
  }

  /** An own event before it names the purchase, of which no sale is known. */
  #isBegun(event: LedgerEvent): boolean {
    const group = this.#groups.find((one) => isNamedBy(one, event))
    const isBefore = (one: LedgerEvent) => one.from === undefined && hasIds(one) && compareEvents(one, event) < 0
    return group !== undefined && this.#events.some((one) => isBefore(one) && isNamedBy(group, one))
  }

  #take(event: LedgerEvent, purchase: PurchaseEvents | null): void {
    if (purchase === null) {
      this.unclear.push(event)
    } else {
      addEvent(purchase, event)
    }
  }

  /** Null where that is unclear. */
  #place(event: LedgerEvent): PurchaseEvents | null {
    if (event.chosen !== undefined) {
      return this.#findChosen(event)
    }
    return event.ambiguous ? null : isPurchase(event) ? this.#findSold(event) : this.#find(event)
  }

  /** What a person chose also says whose its ids are, unless they name a purchase already. */
  #findChosen(event: LedgerEvent): PurchaseEvents | null {
    const { chosen } = event
    const purchase = chosen && this.purchases.find(({ events }) => events.some((one) => isChosen(one, chosen)))
    if (purchase === undefined) {
      return null
    }
    if (!this.purchases.some((one) => isNamedBy(one, event))) {
      this.#learn(purchase, event, firstSale(purchase))
    }
    return purchase
  }

  /** Without ids, a purchase is a new one after any ending, and a day or more after the last. */
  #findSold(event: LedgerEvent): PurchaseEvents {
    if (hasIds(event)) {
      // An order of two subscriptions that names neither is one of theirs, reported again.
      return this.purchases.find((one) => isNamedBy(one, event)) ?? this.#start(event)
    }
    const begun = this.purchases.filter(({ events }) => events.length > 0)
    if (isByPerson(event)) {
      return begun.findLast(({ orders, subscriptions }) => orders.size + subscriptions.size === 0) ?? this.#start(event)
    }
    const last = begun.findLast(({ events }) => events.some((one) => isPurchase(one) && !hasIds(one)))
    const sold = last === undefined ? undefined : mergeRepeats(last.events).findLast(isPurchase)
    const isAgain =
      last !== undefined && sold !== undefined && event.at - sold.at < SAME_SALE_MS && !hasEnding(last, sold)
    return isAgain ? last : this.#start(event)
  }

  /** Null where that is unclear. */
  #find(event: LedgerEvent): PurchaseEvents | null {
    const begun = this.purchases.filter((one) => one.events.length > 0 && firstSale(one).at <= event.at)
    if (!hasIds(event)) {
      return findLatest(event, begun) ?? this.#start(event)
    }
    const named = pickNamed(this.purchases, event)
    const [only] = named
    if (only !== undefined) {
      // One that begins later has no sale yet.
      const sale = only.events.length > 0 ? firstSale(only) : this.#taught.get(event)
      if (event.taught && named.length === 1 && sale !== undefined) {
        this.#learn(only, event, sale)
      }
      return named.length === 1 ? only : null
    }
    const [joined, ...others] = begun.filter((one) => isJoinable(one, event))
    if (joined === undefined || others.length > 0) {
      return others.length > 0 ? null : this.#start(event)
    }
    this.#learn(joined, event, firstSale(joined))
    return joined
  }

  #learn(purchase: PurchaseEvents, event: LedgerEvent, sale: LedgerEvent): void {
    this.lessons.set(event, sale)
    addNames(purchase, event)
    const taught = this.#groups.find((group) => isNamedBy(group, event))
    if (taught !== undefined && !taught.isSold) {
      addNames(purchase, taught)
    }
  }

  /** With what its customer's events name together with it, unless that is a purchase already. */
  #start(event: LedgerEvent): PurchaseEvents {
    const expected = this.#expected.get(event)
    if (expected !== undefined) {
      this.purchases.push(...this.purchases.splice(this.purchases.indexOf(expected), 1))
      return expected
    }
    const group = this.#groups.find((one) => hasIds(event) && !this.#purchaseOf.has(one) && isNamedBy(one, event))
    return this.#open(group)
  }

  #open(group: NameGroup | undefined): PurchaseEvents {
    const purchase: PurchaseEvents = { ...newNames(), events: [], bought: null }
    this.purchases.push(purchase)
    if (group !== undefined) {
      addNames(purchase, group)
      this.#purchaseOf.set(group, purchase)
    }
    return purchase
  }
}

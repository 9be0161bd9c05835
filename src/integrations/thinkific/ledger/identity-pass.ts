/** One walk through the events of a product, in the order they happened, that puts each with its purchase. */
import { findLatest, firstSale } from './latest-purchase'
import { isByPerson, isChosen, isPurchase, type LedgerEvent } from './ledger-event'
import { compareEvents } from './occurrence'
import { addEvent, hasEnding, isJoinable, type PurchaseEvents } from './purchase-events'
import { addNames, groupByNames, hasIds, isNamedBy, type NameGroup, newNames, pickNamed } from './purchase-names'
import { mergeRepeats, SAME_SALE_MS } from './repeated-reports'

export interface OwnedPurchase extends PurchaseEvents {
  /** Key of the customer. */
  owner: string
}

/** Events of one product, real ones or tests, in the order they happened. */
export interface ProductLine {
  events: LedgerEvent[]
  /** Key of the customer whose email an event named. */
  homeOf(event: LedgerEvent): string
  /** Whether its customer is in its targets, by the purchases known so far, so that it crosses to no other's. */
  isInTarget(event: LedgerEvent, purchases: OwnedPurchase[]): boolean
}

/** An event that joined a purchase by its ids, and the sale (or first event) that purchase began with. */
export type Lessons = Map<LedgerEvent, LedgerEvent>

interface HomeGroup extends NameGroup {
  home: string
}

export class IdentityPass {
  readonly purchases: OwnedPurchase[] = []
  readonly unclear: LedgerEvent[] = []
  readonly ambiguous = new Set<LedgerEvent>()
  readonly lessons: Lessons = new Map()
  readonly #line: ProductLine
  readonly #groups: HomeGroup[]
  readonly #purchaseOf = new Map<HomeGroup, OwnedPurchase>()
  readonly #expected = new Map<LedgerEvent, OwnedPurchase>()

  constructor(line: ProductLine, lessons: Lessons) {
    this.#line = line
    const telling = line.events.filter(({ ambiguous, chosen }) => !ambiguous && chosen === undefined)
    this.#groups = [...Map.groupBy(telling, (event) => this.#groupKey(event))].flatMap(([home, events]) =>
      groupByNames(events).map((group) => ({ ...group, home })),
    )
    for (const group of this.#groups.filter(({ isSold }) => isSold)) {
      this.#open(group.home, group)
    }
    for (const [event, sale] of lessons) {
      const purchase = this.#own(sale).find((one) => isNamedBy(one, sale)) ?? this.#expect(sale)
      if (purchase !== undefined) {
        this.#learn(purchase, event, sale)
      }
    }
  }

  run(): void {
    for (const event of this.#line.events) {
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
  #expect(sale: LedgerEvent): OwnedPurchase | undefined {
    const known = this.#expected.get(sale)
    if (known !== undefined || !isPurchase(sale) || hasIds(sale)) {
      return known
    }
    const purchase = this.#open(this.#line.homeOf(sale))
    this.#expected.set(sale, purchase)
    return purchase
  }

  #own(event: LedgerEvent): OwnedPurchase[] {
    const home = this.#line.homeOf(event)
    return this.purchases.filter(({ owner }) => owner === home)
  }

  /** What another customer reported is named together with no own event. */
  #groupKey(event: LedgerEvent): string {
    return event.joined === undefined ? this.#line.homeOf(event) : (event.from ?? this.#line.homeOf(event))
  }

  #take(event: LedgerEvent, purchase: OwnedPurchase | null): void {
    if (purchase === null) {
      this.unclear.push(event)
    } else {
      addEvent(purchase, event)
    }
  }

  /** Null where that is unclear. */
  #place(event: LedgerEvent): OwnedPurchase | null {
    if (event.chosen !== undefined) {
      return this.#findChosen(event)
    }
    if (event.ambiguous) {
      return null
    }
    if (event.carried) {
      return this.#findCarried(event)
    }
    return isPurchase(event) ? this.#findSold(event) : (this.#findJoined(event) ?? this.#find(event))
  }

  /** With the buyer of the earlier plan under that subscription, whatever else the reporting customer has. */
  #findCarried(event: LedgerEvent): OwnedPurchase | null {
    const home = this.#line.homeOf(event)
    const sold = this.purchases.filter((one) => isNamedBy(one, event) && this.#saleOf(one) !== undefined)
    const buyers = new Set(sold.map(({ owner }) => owner))
    if (buyers.size === 0 || buyers.has(home)) {
      return this.#find(event)
    }
    const [only] = buyers.size === 1 ? pickNamed(sold, event) : []
    if (only === undefined) {
      this.ambiguous.add(event)
    }
    return only ?? null
  }

  /** As worked out with other customers' events. */
  #findJoined(event: LedgerEvent): OwnedPurchase | undefined {
    const { joined } = event
    const sale = joined && this.#line.events.find((one) => isChosen(one, joined))
    const purchase = sale && (this.#expected.get(sale) ?? this.purchases.find((one) => isBegunBy(one, sale)))
    if (purchase !== undefined && sale !== undefined) {
      this.#learn(purchase, event, sale)
    }
    return purchase
  }

  /** What a person chose also says whose its ids are, unless they name a purchase already. */
  #findChosen(event: LedgerEvent): OwnedPurchase | null {
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
  #findSold(event: LedgerEvent): OwnedPurchase {
    const own = this.#own(event)
    if (hasIds(event)) {
      // An order of two subscriptions that names neither is one of theirs, reported again.
      return own.find((one) => isNamedBy(one, event)) ?? this.#start(event)
    }
    const begun = own.filter(({ events }) => events.length > 0)
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
  #find(event: LedgerEvent): OwnedPurchase | null {
    const own = this.#own(event)
    const begun = own.filter((one) => one.events.length > 0 && firstSale(one).at <= event.at)
    if (!hasIds(event)) {
      return findLatest(event, begun) ?? this.#start(event)
    }
    const [only, second] = pickNamed(own, event)
    if (only !== undefined) {
      return second === undefined ? only : null
    }
    if (begun.length === 0) {
      return this.#cross(event)
    }
    const [joined, ...others] = begun.filter((one) => isJoinable(one, event))
    if (joined === undefined || others.length > 0) {
      return others.length > 0 ? null : this.#start(event)
    }
    this.#learn(joined, event, firstSale(joined))
    return joined
  }

  /** The only purchase of another customer that its ids name; null where there are several. */
  #cross(event: LedgerEvent): OwnedPurchase | null {
    const home = this.#line.homeOf(event)
    const named = isByPerson(event)
      ? []
      : this.purchases.filter((one) => one.owner !== home && isNamedTogether(one, event, this.#freeGroup(event)))
    const [only, second] = named
    if (second !== undefined) {
      this.ambiguous.add(event)
      return null
    }
    if (only === undefined || this.#line.isInTarget(event, this.purchases)) {
      return this.#start(event)
    }
    this.#learn(only, event, this.#saleOf(only) ?? firstSale(only))
    return only
  }

  /** It may still come. */
  #saleOf(purchase: OwnedPurchase): LedgerEvent | undefined {
    return this.#line.events.find(
      (one) =>
        isPurchase(one) &&
        this.#line.homeOf(one) === purchase.owner &&
        (purchase.events.includes(one) ||
          this.#expected.get(one) === purchase ||
          (hasIds(one) && isNamedBy(purchase, one))),
    )
  }

  #learn(purchase: OwnedPurchase, event: LedgerEvent, sale: LedgerEvent): void {
    this.lessons.set(event, sale)
    addNames(purchase, event)
    const key = this.#groupKey(event)
    const taught = this.#groups.find((group) => group.home === key && isNamedBy(group, event))
    if (taught !== undefined && !taught.isSold) {
      addNames(purchase, taught)
    }
  }

  /** With what its customer's events name together with it, unless that is a purchase already. */
  #start(event: LedgerEvent): OwnedPurchase {
    const expected = this.#expected.get(event)
    if (expected !== undefined) {
      this.purchases.push(...this.purchases.splice(this.purchases.indexOf(expected), 1))
      return expected
    }
    return this.#open(this.#line.homeOf(event), this.#freeGroup(event))
  }

  #freeGroup(event: LedgerEvent): HomeGroup | undefined {
    const key = this.#groupKey(event)
    return this.#groups.find(
      (one) => hasIds(event) && one.home === key && !this.#purchaseOf.has(one) && isNamedBy(one, event),
    )
  }

  #open(owner: string, group?: HomeGroup): OwnedPurchase {
    const purchase: OwnedPurchase = { ...newNames(), owner, events: [], bought: null }
    this.purchases.push(purchase)
    if (group !== undefined) {
      addNames(purchase, group)
      this.#purchaseOf.set(group, purchase)
    }
    return purchase
  }
}

/** By its sale, known or still to come, or its first event. */
function isBegunBy(purchase: OwnedPurchase, sale: LedgerEvent): boolean {
  return purchase.events.includes(sale) || (hasIds(sale) && isNamedBy(purchase, sale))
}

/** By the event, or by what its own customer's events name together with it; a payment leads to no other customer. */
function isNamedTogether(one: OwnedPurchase, event: LedgerEvent, group: NameGroup | undefined): boolean {
  const orders = [...event.orders, ...(group?.orders ?? [])]
  const isNamed = (subscriptions: string[]) => isNamedBy(one, { ...event, orders, subscriptions, payments: [] })
  return isNamed(event.subscriptions) || (group !== undefined && isNamed([...group.subscriptions]))
}

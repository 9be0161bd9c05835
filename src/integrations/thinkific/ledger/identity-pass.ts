/** One walk through the events of a product, in the order they happened, that puts each with its purchase. */
import { listCorrected, pickMeant } from './corrected-purchases'
import { findLatest, findSoldAgain, firstSale } from './latest-purchase'
import { isByPerson, isChosen, isPurchase, type LedgerEvent } from './ledger-event'
import { compareEvents } from './occurrence'
import type { OwnedPurchase, ProductLine, ProductPurchases } from './product-purchases'
import { addEvent, isJoinable } from './purchase-events'
import { hasIds, isNamedBy, pickNamed } from './purchase-names'

export class IdentityPass {
  readonly unclear: LedgerEvent[] = []
  readonly ambiguous = new Set<LedgerEvent>()
  /** Unclear events that fit several corrected purchases, with the customer who has those now. */
  readonly followed = new Map<LedgerEvent, string>()
  readonly #line: ProductLine
  readonly #purchases: ProductPurchases

  constructor(line: ProductLine, purchases: ProductPurchases) {
    this.#line = line
    this.#purchases = purchases
  }

  run(): void {
    for (const event of this.#line.events) {
      this.#take(event, this.#place(event))
    }
    // A purchase chosen for an event may have begun after it.
    for (const event of this.unclear.splice(0)) {
      this.#take(event, this.#findChosen(event))
    }
    for (const { events } of this.#purchases.all) {
      events.sort(compareEvents)
    }
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

  /** What a person chose also says whose its ids are, unless they name a purchase already. */
  #findChosen(event: LedgerEvent): OwnedPurchase | null {
    const { chosen } = event
    const purchase = chosen && this.#purchases.all.find(({ events }) => events.some((one) => isChosen(one, chosen)))
    if (purchase === undefined) {
      return null
    }
    if (!this.#purchases.all.some((one) => isNamedBy(one, event))) {
      this.#purchases.learn(purchase, event)
    }
    return purchase
  }

  /** With the buyer of the earlier plan under that subscription, whatever else the reporting customer has. */
  #findCarried(event: LedgerEvent): OwnedPurchase | null {
    const mover = this.#line.moverOf(event)
    const home = mover ?? this.#line.homeOf(event)
    const sold = this.#purchases.all.filter((one) => isNamedBy(one, event) && this.#purchases.saleOf(one) !== undefined)
    const buyers = new Set(sold.map(({ owner }) => owner))
    if (mover !== undefined && !buyers.has(mover)) {
      return this.#purchases.start(event, mover)
    }
    if (buyers.size === 0 || (mover === undefined && buyers.has(home))) {
      return this.#find(event)
    }
    const known = sold.filter(({ owner }) => mover === undefined || owner === mover)
    const [only, second] = mover !== undefined || buyers.size === 1 ? pickNamed(known, event) : []
    if (only === undefined || (mover !== undefined && second !== undefined)) {
      this.ambiguous.add(event)
      return null
    }
    return only
  }

  /** Without ids, a purchase is a new one after any ending, and a day or more after the last. */
  #findSold(event: LedgerEvent): OwnedPurchase {
    const own = this.#purchases.listOwn(event)
    if (hasIds(event)) {
      // An order of two subscriptions that names neither is one of theirs, reported again.
      return this.#purchases.findNamed(own, event) ?? this.#purchases.start(event)
    }
    const begun = pickMeant(event, own, this.#line).filter(({ events }) => events.length > 0)
    if (isByPerson(event)) {
      const unnamed = begun.findLast(({ orders, subscriptions }) => orders.size + subscriptions.size === 0)
      return unnamed ?? this.#purchases.start(event)
    }
    const corrected = listCorrected(this.#purchases.all, this.#line.homeOf(event)).filter(
      ({ events }) => events.length > 0,
    )
    return findSoldAgain(event, begun) ?? findSoldAgain(event, corrected) ?? this.#purchases.start(event)
  }

  /** As worked out with other customers' events. */
  #findJoined(event: LedgerEvent): OwnedPurchase | undefined {
    const { joined } = event
    const sale = joined && this.#line.events.find((one) => isChosen(one, joined))
    const purchase = sale && this.#purchases.findBegunBy(sale)
    if (purchase !== undefined) {
      this.#purchases.learn(purchase, event, sale)
    }
    return purchase
  }

  /** Null where that is unclear. */
  #find(event: LedgerEvent): OwnedPurchase | null {
    const own = this.#purchases.listOwn(event)
    const begun = own.filter((one) => isBegun(one, event))
    const meant = pickMeant(event, begun, this.#line)
    if (!hasIds(event)) {
      return findLatest(event, meant) ?? this.#follow(event) ?? this.#purchases.start(event)
    }
    const [only, second] = pickNamed(own, event)
    if (only !== undefined) {
      return second === undefined ? only : null
    }
    // The end of a later plan says nothing of an earlier one that is not known by its subscription.
    const [joined, ...others] = event.carried ? [] : meant.filter((one) => isJoinable(one, event))
    if (others.length > 0) {
      return null
    }
    if (joined !== undefined) {
      this.#purchases.learn(joined, event)
      return joined
    }
    return begun.length > 0 ? this.#purchases.start(event) : this.#findElsewhere(event)
  }

  /** Its own customer has none. */
  #findElsewhere(event: LedgerEvent): OwnedPurchase | null {
    const corrected = listCorrected(this.#purchases.all, this.#line.homeOf(event))
    const isNamed = this.#purchases.listNamedElsewhere(event).some((one) => !corrected.includes(one))
    const followed = isNamed ? undefined : this.#follow(event)
    return followed === undefined ? this.#cross(event) : followed
  }

  /** To a purchase that a correction took from its customer; null where it fits several. */
  #follow(event: LedgerEvent): OwnedPurchase | null | undefined {
    const all = isByPerson(event) ? [] : listCorrected(this.#purchases.all, this.#line.homeOf(event))
    const corrected = all.filter((one) => isBegun(one, event))
    const [only, second] = hasIds(event) ? pickFitting(event, corrected) : [findLatest(event, corrected)]
    if (second !== undefined) {
      this.followed.set(event, second.owner)
      return null
    }
    if (only !== undefined) {
      this.#purchases.learn(only, event, this.#purchases.saleOf(only))
    }
    return only
  }

  /** The only purchase of another customer that its ids name; null where there are several. */
  #cross(event: LedgerEvent): OwnedPurchase | null {
    const [only, second] = isByPerson(event) ? [] : this.#purchases.listNamedElsewhere(event)
    if (second !== undefined || event.crowded) {
      this.ambiguous.add(event)
      return null
    }
    if (only === undefined || this.#line.isInTarget(event, this.#purchases.all)) {
      return this.#purchases.start(event)
    }
    this.#purchases.learn(only, event, this.#purchases.saleOf(only))
    return only
  }
}

/** What was only ever said of a later plan is no purchase. */
function isBegun(purchase: OwnedPurchase, event: LedgerEvent): boolean {
  return purchase.events.some(({ stray, carried }) => !stray && !carried) && firstSale(purchase).at <= event.at
}

/** What events joined has taught some of them names that they lacked. */
function pickFitting(event: LedgerEvent, purchases: OwnedPurchase[]): OwnedPurchase[] {
  const named = pickNamed(purchases, event)
  const isOpen = named.length === 0 && !event.carried
  return isOpen ? purchases.filter((one) => isJoinable(one, event)) : named
}

/** The purchases of one product as a pass comes to know them, and the ids that name each. */
import { firstSale } from './latest-purchase'
import { isPurchase, type LedgerEvent } from './ledger-event'
import type { PurchaseEvents } from './purchase-events'
import { addNames, groupByNames, hasIds, isNamedBy, type NameGroup, type Names, newNames } from './purchase-names'

export interface OwnedPurchase extends PurchaseEvents {
  /** Key of the customer. */
  owner: string
}

/** Events of one product, real ones or tests, in the order they happened. */
export interface ProductLine {
  events: LedgerEvent[]
  /** Key of the customer it is with, until it is known which purchase it is about (corrected-homes.ts). */
  homeOf(event: LedgerEvent): string
  /** Key of the customer whose email an event named. */
  emailOf(event: LedgerEvent): string
  /** Key of the customer who is known to have bought the plan that an event carried from there names. */
  moverOf(event: LedgerEvent): string | undefined
  /** Whether its customer is in one of its targets, by the purchases known so far: then it crosses to no other customer. */
  isInTarget(event: LedgerEvent, purchases: OwnedPurchase[]): boolean
}

/** An event that joined a purchase by its ids, and the sale (or first event) that purchase began with. */
export type Lessons = Map<LedgerEvent, LedgerEvent>

interface HomeGroup extends NameGroup {
  home: string
}

export class ProductPurchases {
  /** Also those of which no event was taken yet. */
  readonly all: OwnedPurchase[] = []
  readonly lessons: Lessons = new Map()
  readonly #line: ProductLine
  /** Of the pass before. */
  readonly #before: Lessons
  readonly #groups: HomeGroup[]
  readonly #purchaseOf = new Map<HomeGroup, OwnedPurchase>()
  readonly #expected = new Map<LedgerEvent, OwnedPurchase>()
  /** Before joins taught it others. */
  readonly #ownNames = new Map<OwnedPurchase, Names>()

  /** @param lessons of the pass before */
  constructor(line: ProductLine, lessons: Lessons) {
    this.#line = line
    this.#before = lessons
    const telling = line.events.filter(
      (event) => !event.ambiguous && event.chosen === undefined && !this.#hasCrossed(event, lessons),
    )
    this.#groups = [...Map.groupBy(telling, (event) => this.#groupKey(event))].flatMap(([home, events]) =>
      groupByNames(events).map((group) => ({ ...group, home })),
    )
    for (const group of this.#groups.filter(({ isSold }) => isSold)) {
      this.#open(group.home, group)
    }
    for (const [event, sale] of lessons) {
      const purchase = this.listOwn(sale).find((one) => isNamedBy(one, sale)) ?? this.#expect(sale)
      if (purchase !== undefined) {
        this.learn(purchase, event, sale)
      }
    }
  }

  /** Those of the customer it is with. */
  listOwn(event: LedgerEvent): OwnedPurchase[] {
    const home = this.#line.homeOf(event)
    return this.all.filter(({ owner }) => owner === home)
  }

  /** By the event, or by what its own customer's events name together with it; a payment leads to no other customer. */
  listNamedElsewhere(event: LedgerEvent): OwnedPurchase[] {
    const home = this.#line.homeOf(event)
    const group = this.#freeGroup(event)
    const orders = [...event.orders, ...(group?.orders ?? [])]
    const taught = [...(group?.subscriptions ?? [])]
    const isNamed = (one: OwnedPurchase, subscriptions: string[]) =>
      isNamedBy(one, { ...event, orders, subscriptions, payments: [] })
    return this.all.filter(
      (one) => one.owner !== home && (isNamed(one, event.subscriptions) || (taught.length > 0 && isNamed(one, taught))),
    )
  }

  /** What joins have taught a purchase comes after what its customer's own events name. */
  findNamed(purchases: OwnedPurchase[], event: LedgerEvent): OwnedPurchase | undefined {
    const named = purchases.filter((one) => isNamedBy(one, event))
    return named.find((one) => isNamedBy(this.#ownNames.get(one) ?? one, event)) ?? named[0]
  }

  /** @param sale or, where that is unknown, its first event; either may not have been taken yet */
  findBegunBy(sale: LedgerEvent): OwnedPurchase | undefined {
    const known = this.#expected.get(sale) ?? this.all.find(({ events }) => events.includes(sale))
    const isNamed = (one: OwnedPurchase) => hasIds(sale) && isNamedBy(one, sale)
    // Another customer's purchase may have learned its ids.
    return known ?? this.listOwn(sale).find(isNamed) ?? this.all.find(isNamed)
  }

  /** It may not have been taken yet: then it is known by what its customer's own events name together. */
  saleOf(purchase: OwnedPurchase): LedgerEvent | undefined {
    const isSale = (one: LedgerEvent) => isPurchase(one) && this.#line.homeOf(one) === purchase.owner
    const names = this.#ownNames.get(purchase) ?? purchase
    const isOthers = (one: LedgerEvent) => this.all.some((other) => other !== purchase && other.events.includes(one))
    return (
      purchase.events.find(isSale) ??
      this.#line.events.find(
        (one) =>
          isSale(one) &&
          !isOthers(one) &&
          (this.#expected.get(one) === purchase || (hasIds(one) && isNamedBy(names, one))),
      )
    )
  }

  /** Lessons of events that are not with another purchase now. */
  listTaught(): Lessons {
    const isElsewhere = (event: LedgerEvent, sale: LedgerEvent) =>
      this.all.some((one) => one.events.includes(event) && one !== this.findBegunBy(sale))
    return new Map([...this.lessons].filter(([event, sale]) => !isElsewhere(event, sale)))
  }

  /** From now on the purchase has the event's ids, and what is named together with them. */
  learn(purchase: OwnedPurchase, event: LedgerEvent, sale = firstSale(purchase)): void {
    this.lessons.set(event, sale)
    addNames(purchase, event)
    const key = this.#groupKey(event)
    const taught = this.#groups.find((group) => group.home === key && isNamedBy(group, event))
    if (taught !== undefined && !taught.isSold) {
      addNames(purchase, taught)
    }
  }

  /**
   * With what its customer's events name together with it, unless that is a purchase already. The end of a later plan
   * speaks of an earlier one only where that was sold: where none is, it stands for itself, and names nothing.
   */
  start(event: LedgerEvent, owner = this.#line.homeOf(event)): OwnedPurchase {
    const expected = this.#expected.get(event)
    if (expected !== undefined) {
      this.all.push(...this.all.splice(this.all.indexOf(expected), 1))
      return expected
    }
    const purchase = this.#open(owner, event.carried ? undefined : this.#freeGroup(event))
    // Without a sale it is not known before this event; what has crossed to it is no longer grouped with its reporter's.
    for (const [crossed, first] of this.#before) {
      if (first === event && this.#hasCrossed(crossed, this.#before)) {
        this.learn(purchase, crossed, event)
      }
    }
    return purchase
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

  #freeGroup(event: LedgerEvent): HomeGroup | undefined {
    const key = this.#groupKey(event)
    return this.#groups.find(
      (one) => hasIds(event) && one.home === key && !this.#purchaseOf.has(one) && isNamedBy(one, event),
    )
  }

  /** To another customer's purchase, of which alone it then speaks. */
  #hasCrossed(event: LedgerEvent, lessons: Lessons): boolean {
    const sale = lessons.get(event)
    return sale !== undefined && this.#groupKey(sale) !== this.#groupKey(event)
  }

  /** Ids that another customer reported are not grouped with those of the owner's events. */
  #groupKey(event: LedgerEvent): string {
    return event.joined === undefined ? this.#line.homeOf(event) : (event.from ?? this.#line.homeOf(event))
  }

  #open(owner: string, group?: HomeGroup): OwnedPurchase {
    const purchase: OwnedPurchase = { ...newNames(), owner, events: [], bought: null }
    this.all.push(purchase)
    if (group !== undefined) {
      addNames(purchase, group)
      this.#purchaseOf.set(group, purchase)
      this.#ownNames.set(purchase, group)
    }
    return purchase
  }
}

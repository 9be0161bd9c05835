/** "Whose purchase it is": every fact finds its purchase, in order of happening, knowing everything that is known. */
import { type Group, groupsOf, newPurchase } from './aliases'
import { isBadNewsOfSubscription } from './endings'
import { findWithoutIds } from './id-less'
import { isLiveFor } from './liveness'
import { leftBehind } from './plans'
import { addIds, addPlan, boughtAt, isNamedBy, isPayment, isRepeatedLine, type Purchase, pickNamed } from './purchase'
import type { Fact, Instant, World } from './terms'

const DAY_MS = 86_400_000
/** Each pass knows the ids that joins of the one before have taught; histories here settle in two or three. */
const MOST_PASSES = 9
/** From this pass on, what a join has taught stays taught, so that two readings do not take turns for ever. */
const LAST_TO_FORGET = 4

export interface Attribution {
  purchases: Purchase[]
  unclear: Fact[]
}

/** Whether an email had access to what an event's rules reach; asked of the purchases known so far. */
export type IsIn = (fact: Fact, purchases: Purchase[], at: Instant) => boolean

/** @param facts in order */
export function attribute(facts: Fact[], world: World, isIn: IsIn): Attribution {
  let learned = new Map<string, Lesson>()
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const next = new Pass(facts, world, isIn, learned)
    next.run()
    const forgets = pass < LAST_TO_FORGET
    const taught = forgets ? next.lessons() : next.learned
    const isOld = ([key, { purchase }]: [string, Lesson]) => !forgets || learned.get(key)?.purchase === purchase
    if (taught.size === learned.size && [...taught].every(isOld)) {
      return { purchases: next.purchases.filter(({ facts }) => facts.length > 0), unclear: next.unclear }
    }
    learned = taught
  }
  throw new Error('whose purchase it is never settles')
}

/** A fact that taught a purchase its ids by joining it. */
interface Lesson {
  /** The purchase's key. */
  purchase: string
  fact: Fact
}

class Pass {
  purchases: Purchase[] = []
  unclear: Fact[] = []
  readonly learned = new Map<string, Lesson>()
  readonly #facts: Fact[]
  readonly #world: World
  readonly #isIn: IsIn
  readonly #groups: Group[]
  /** Purchases before joins taught them ids, by their keys. */
  readonly #taughtNothing: Map<string, Group>
  readonly #before: Map<string, Lesson>

  constructor(facts: Fact[], world: World, isIn: IsIn, learned: Map<string, Lesson>) {
    this.#facts = facts
    this.#world = world
    this.#isIn = isIn
    this.#before = learned
    const crossed = (fact: Fact) => {
      const lesson = learned.get(fact.key)
      return lesson !== undefined && facts.find(({ key }) => key === lesson.purchase)?.email !== fact.email
    }
    const named = facts.filter((fact) => hasId(fact) && !crossed(fact))
    const byLine = Map.groupBy(named, (fact) => scope(fact, fact.email))
    this.#groups = [...byLine.values()].flatMap(groupsOf)
    this.#taughtNothing = new Map(structuredClone(this.#groups).map((group) => [group.key, group]))
    this.purchases = this.#groups.filter(({ bought }) => bought)
    for (const { purchase, fact } of learned.values()) {
      this.#expect(purchase)
      this.#learn(purchase, fact)
    }
  }

  run(): void {
    for (const fact of this.#facts) {
      const purchase = fact.type === 'product.purchased' ? this.#bought(fact) : this.#find(fact)
      if (purchase === 'unclear') {
        this.unclear.push(fact)
      } else if (purchase !== 'repeated' && isRepeatedLine(purchase, fact)) {
        purchase.repeats.push(fact)
      } else if (purchase !== 'repeated') {
        purchase.facts.push(fact)
        this.#carry(fact, purchase)
      }
    }
  }

  /** What a fact taught that has found another purchase since is forgotten. */
  lessons(): Map<string, Lesson> {
    const holderOf = ({ key }: Fact) =>
      this.purchases.find(({ facts, repeats }) => [...facts, ...repeats].some((one) => one.key === key))
    const kept = [...this.learned].filter(([, { fact, purchase }]) => (holderOf(fact)?.key ?? purchase) === purchase)
    return new Map(kept)
  }

  /** What joins have taught a purchase comes after what its customer's own events name. */
  #isNamedByOwn(key: string, { ids }: Fact): boolean {
    const own = this.#taughtNothing.get(key)
    return own === undefined || isNamedBy(own, ids)
  }

  /** A sale without ids is known from the start by those that joins have taught it. */
  #expect(key: string): void {
    const sale = this.#facts.find((fact) => fact.key === key)
    const known = this.purchases.some((one) => one.key === key)
    if (sale !== undefined && !known && sale.type === 'product.purchased' && !hasId(sale)) {
      this.purchases.push(newPurchase(sale))
    }
  }

  #carry(fact: Fact, purchase: Purchase): void {
    if (isBadNewsOfSubscription(fact)) {
      for (const earlier of leftBehind(fact, purchase, this.purchases)) {
        earlier.carried.push(fact)
      }
    }
  }

  #bought(fact: Fact): Purchase | 'repeated' {
    const own = this.#own(fact)
    if (hasId(fact)) {
      // An order line that names no subscription, in an order of two, is one of theirs reported again.
      const named = own.filter((purchase) => isNamedBy(purchase, fact.ids))
      return named.find(({ key }) => this.#isNamedByOwn(key, fact)) ?? named[0] ?? this.#open(fact)
    }
    const last = own.filter((purchase) => isIdLess(purchase)).findLast(({ facts }) => facts.length > 0)
    const sold = last?.facts.findLast(({ type }) => type === 'product.purchased')
    const again = sold !== undefined && fact.at - sold.at < DAY_MS && !this.#hasEnding(last, sold)
    return again ? 'repeated' : this.#open(fact)
  }

  #hasEnding(purchase: Purchase | undefined, since: Fact): boolean {
    const later = purchase?.facts.slice(purchase.facts.indexOf(since)) ?? []
    return later.some((fact) => ENDINGS.has(fact.type))
  }

  #find(fact: Fact): Purchase | 'unclear' {
    const own = this.#own(fact)
    const bought = own.filter((purchase) => purchase.facts.length > 0 && boughtAt(purchase) <= fact.at)
    if (!hasId(fact)) {
      return findWithoutIds(fact, bought, this.#world.failures) ?? this.#open(fact)
    }
    const named = pickNamed(own, fact.ids)
    if (named.length > 0) {
      return only(named) ?? 'unclear'
    }
    if (bought.length > 0) {
      const open = bought.filter((one) => lacksIds(one, fact) && isLiveFor(fact, one, this.#world.failures))
      const joined = only(open)
      if (joined !== null) {
        this.#learn(joined.key, fact)
        return joined
      }
      return open.length > 1 ? 'unclear' : this.#open(fact)
    }
    const group = this.#groupOf(fact)
    const others = this.purchases.filter((one) => isSameLine(one, fact) && isNamedTogether(one, fact, group))
    if (others.length > 1) {
      return 'unclear'
    }
    const [other] = others
    if (other === undefined || this.#isIn(fact, this.purchases, fact.at)) {
      return this.#open(fact)
    }
    this.#learn(other.key, fact)
    return other
  }

  #own(fact: Fact): Purchase[] {
    return this.purchases.filter((one) => isSameLine(one, fact) && one.email === fact.email)
  }

  /** A purchase known by this event first. */
  #open(fact: Fact): Purchase {
    const group = hasId(fact) ? this.#groupOf(fact) : undefined
    const expected = this.purchases.find(({ key }) => key === fact.key)
    const purchase: Purchase = group ?? expected ?? newPurchase(fact)
    this.purchases = [...this.purchases.filter((one) => one !== purchase), purchase]
    for (const { fact: crossed, purchase: key } of this.#before.values()) {
      if (key === purchase.key && crossed.email !== purchase.email) {
        this.#learn(key, crossed)
      }
    }
    return purchase
  }

  /** What its customer's events name together with it, unless that belongs to a purchase already. */
  #groupOf(fact: Fact): Group | undefined {
    const own = this.#groups.filter((one) => isSameLine(one, fact) && one.email === fact.email)
    return own.find((group) => !this.purchases.includes(group) && isNamedBy(group, fact.ids))
  }

  #learn(key: string, fact: Fact): void {
    const purchase = this.purchases.find((one) => one.key === key)
    if (purchase === undefined) {
      return
    }
    this.learned.set(fact.key, { purchase: key, fact })
    const taught = this.#groups.find(
      (one) => isSameLine(one, fact) && one.email === fact.email && isNamedBy(one, fact.ids),
    )
    addIds(purchase, fact.ids)
    const isOwn = fact.email === purchase.email
    if (isOwn) {
      addPlan(purchase, fact)
    }
    if (taught !== undefined && !taught.bought) {
      for (const kind of ['orders', 'subscriptions', 'payments', ...(isOwn ? (['plans'] as const) : [])] as const) {
        for (const id of taught[kind]) {
          purchase[kind].add(id)
        }
      }
    }
  }
}

const ENDINGS = new Set([
  ...['subscription.charge_failed', 'subscription.delinquent', 'subscription.canceled', 'subscription.paused'],
  ...[
    'subscription.expired',
    'product.refunded',
    'product.partially_refunded',
    'product.disputed',
    'subscription.completed',
  ],
])

function scope({ report: { marketplace, test }, product }: Fact, email: string): string {
  return [marketplace, test, product, email].join(' ')
}

/** By the event, or by what its own customer's events name together with it; a payment leads to no other customer. */
function isNamedTogether(one: Purchase, { ids }: Fact, group: Group | undefined): boolean {
  const orders = [ids.order, ...(group?.orders ?? [])]
  const subscriptions = [ids.subscription, ...(group?.subscriptions ?? [])]
  return orders.some((order) =>
    subscriptions.some((subscription) => isNamedBy(one, { order, subscription, payment: null })),
  )
}

function isSameLine({ marketplace, test, product }: Purchase, fact: Fact): boolean {
  return marketplace === fact.report.marketplace && test === fact.report.test && product === fact.product
}

function hasId({ ids }: Fact): boolean {
  return ids.order !== null || ids.subscription !== null || ids.payment !== null
}

function isIdLess({ facts }: Purchase): boolean {
  return facts.some((fact) => !hasId(fact) && fact.type === 'product.purchased')
}

/** Neither an order nor a subscription where the fact names one; but a subscription is paid for under orders of its own. */
function lacksIds({ orders, subscriptions }: Purchase, fact: Fact): boolean {
  const { order, subscription } = fact.ids
  const isLaterPayment = subscription !== null && isPayment(fact)
  return (order === null || orders.size === 0 || isLaterPayment) && (subscription === null || subscriptions.size === 0)
}

function only<T>(list: T[]): T | null {
  return list.length === 1 ? (list[0] ?? null) : null
}

/**
 * Several products under one subscription. Bought in different orders, the later one is a switch of plans: what ends the
 * subscription then reaches the earlier product too. Pure.
 */
import { type EventType, STOPS } from '../../model/event-type'
import type { FiredTrigger } from '../../model/firing'
import { listFired } from './dunning'
import type { Observation } from './observation'
import {
  compareByTime,
  type HistoryEntry,
  isCarried,
  type PlanPurchase,
  type SubscriptionHistory,
  type SubscriptionRecord,
} from './subscription-history'

export const EMPTY_RECORD: SubscriptionRecord = { v: 2, products: {} }

/** Enough to know which plan someone last bought: of few customers, or of one who moves back and forth. */
const PURCHASES_KEPT = 8

const ENDS_SUBSCRIPTION: ReadonlySet<EventType> = new Set<EventType>([...STOPS, 'subscription.charge_failed'])

/** A record with a product's new history, and its purchase where the event is one. */
export function withPurchase(
  record: SubscriptionRecord,
  { product, name, history }: { product: string; name: string | null; history: SubscriptionHistory },
  { type, event, at, who }: Observation,
  order: string | null,
): SubscriptionRecord {
  const known = record.products[product]
  const bought: PlanPurchase[] = known?.bought ?? []
  const isSale = type === 'product.purchased'
  const isFirst = order !== null && !bought.some((one) => one.who === who && one.order !== null)
  const plan: PlanPurchase = { event, ...(isSale ? {} : { inferred: true }), at, order, who: who ?? '' }
  // An order reported again is no further purchase, and keeps its earliest date.
  const repeated = bought.filter((one) => isSale && isSameOrder(one, plan))
  const added =
    (isSale || isFirst) && !bought.some((one) => one.event === event) && repeated.every((one) => one.at > at)
  const others = bought.filter((one) => !repeated.includes(one))
  const all = added ? [...others, plan].sort((a, b) => a.at - b.at) : bought
  return {
    ...record,
    products: {
      ...record.products,
      [product]: { name: name ?? known?.name ?? null, bought: all.slice(-PURCHASES_KEPT), history },
    },
  }
}

/** With plans as old as their orders: those may have been sold before anything named the subscription. */
export function withFirstSales(
  record: SubscriptionRecord,
  { who }: Pick<Observation, 'who'>,
  { findSale }: { findSale: (order: string, product: string) => number | null },
): SubscriptionRecord {
  const products = Object.entries(record.products)
  if (products.length < 2) {
    return record
  }
  const dated = products.map(([product, known]) => {
    const bought = known.bought.map((one) => {
      const isOwn = one.who === who && !one.inferred
      const first = isOwn && one.order !== null ? findSale(one.order, product) : null
      return { ...one, at: Math.min(one.at, first ?? one.at) }
    })
    return [product, { ...known, bought: bought.sort((a, b) => a.at - b.at) }] as const
  })
  return { ...record, products: Object.fromEntries(dated) }
}

/** The purchases of later plans: what names only one of their orders is about the subscription too. */
export function listLaterPlans({ products }: SubscriptionRecord): { product: string; order: string; who: string }[] {
  const plans = Object.entries(products).map(([product, { bought }]) => ({ product, sales: listSales(bought) }))
  return plans.flatMap(({ product, sales }) =>
    sales.flatMap((plan) => {
      const { order, who } = plan
      const isSwitched = plans.some(
        ({ product: other, sales: before }) => other !== product && before.some((one) => isLater(plan, one)),
      )
      return isSwitched && order !== null ? [{ product, order, who }] : []
    }),
  )
}

/** Each with its order, which another event may have named; what was inferred gives way to its customer's sale. */
function listSales(bought: PlanPurchase[]): PlanPurchase[] {
  const sold = new Set(bought.filter(({ inferred }) => !inferred).map(({ who }) => who))
  const orderOf = (buyer: string) => bought.find(({ who, order }) => who === buyer && order !== null)?.order ?? null
  return bought
    .filter(({ inferred, who }) => !inferred || !sold.has(who))
    .map((one) => ({ ...one, order: one.order ?? orderOf(one.who) }))
}

/**
 * Copies in what ended a product's subscription under a later plan, with what that fired there; `to` is that plan, where
 * anything fired. @param lines by plan, what named its order alone
 */
export function withCarried(
  record: SubscriptionRecord,
  product: string,
  by: string,
  lines: Map<string, HistoryEntry[]>,
): { record: SubscriptionRecord; fired: FiredTrigger[]; to: string } {
  const own = record.products[product]
  const carried = own === undefined ? [] : listCarried(record, product, lines)
  if (own === undefined || carried.length === 0) {
    return { record, fired: [], to: '' }
  }
  const known = new Map(own.history.entries.filter(isCarried).map((entry) => [entry.event, entry]))
  const marked = carried.map((entry): HistoryEntry => {
    const before = known.get(entry.event)?.fired ?? []
    const added = entry.fired.filter(({ trigger }) => !before.some((one) => one.trigger === trigger))
    return { ...entry, fired: [...before, ...added.map(({ trigger }) => ({ trigger, by }))] }
  })
  const copied = new Set(marked.map(({ event }) => event))
  const kept = own.history.entries.filter(({ event }) => !copied.has(event))
  const history = { ...own.history, entries: [...kept, ...marked].sort(compareByTime) }
  const to = marked.find((one) => one.fired.some((trigger) => trigger.by === by))?.of ?? ''
  return {
    record: { ...record, products: { ...record.products, [product]: { ...own, history } } },
    fired: listFired(marked, by),
    to,
  }
}

function listCarried(
  { products }: SubscriptionRecord,
  product: string,
  lines: Map<string, HistoryEntry[]>,
): HistoryEntry[] {
  const own = products[product]
  if (own === undefined) {
    return []
  }
  return Object.entries(products)
    .filter(([other]) => other !== product)
    .flatMap(([other, { bought, history }]) =>
      [...history.entries, ...(lines.get(other) ?? [])]
        .filter(
          (entry) =>
            !isCarried(entry) &&
            ENDS_SUBSCRIPTION.has(entry.type) &&
            hasMoved(listSales(own.bought), listSales(bought), entry) &&
            !own.history.entries.some((one) => one.event === entry.event && !isCarried(one)),
        )
        .map((entry): HistoryEntry => ({ ...entry, of: other })),
    )
}

/** Whether an end of one plan is about a customer who had last moved there from the other, perhaps under another email. */
function hasMoved(own: PlanPurchase[], later: PlanPurchase[], { who, at }: HistoryEntry): boolean {
  const isBuyer = later.some((one) => one.who === who && !one.inferred)
  const movers = new Set(own.map((one) => one.who).filter((mover) => mover === who || !isBuyer))
  return [...movers].some((mover) => {
    const before = own.filter((one) => one.who === mover)
    const after = later.filter((one) => one.who === mover)
    if ([...before, ...after].some(({ inferred }) => inferred)) {
      return after.some((one) => before.some((other) => isLater(one, other)))
    }
    const from = before.findLast((one) => one.at <= at)
    const to = after.findLast((one) => one.at <= at)
    return from !== undefined && to !== undefined && isLater(to, from)
  })
}

/** Where a sale's own date is not known here, the ledger leaves out what turns out to be no later plan. */
function isLater(one: PlanPurchase, first: PlanPurchase): boolean {
  const isAfter = one.at > first.at || one.inferred === true || first.inferred === true
  return isAfter && one.who === first.who && isOtherOrder(one, first)
}

function isSameOrder(one: PlanPurchase, other: PlanPurchase): boolean {
  return one.who === other.who && one.order !== null && one.order === other.order && !one.inferred
}

function isOtherOrder(one: PlanPurchase, other: PlanPurchase): boolean {
  return one.order !== null && other.order !== null && one.order !== other.order
}

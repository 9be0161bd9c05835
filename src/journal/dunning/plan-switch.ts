/**
 * Several products under one subscription. Bought in different orders, the later one is a switch of plans: what ends the
 * subscription then reaches the earlier product too. Pure.
 */
import { type EventType, STOPS } from '../../model/event-type'
import type { FiredTrigger } from '../../model/firing'
import { listFired, markFired } from './dunning'
import type { Observation } from './observation'
import {
  compareByTime,
  type HistoryEntry,
  type PlanPurchase,
  type SubscriptionHistory,
  type SubscriptionRecord,
} from './subscription-history'

export const EMPTY_RECORD: SubscriptionRecord = { v: 2, products: {} }

/** Enough to know which plan came first. */
const PURCHASES_KEPT = 4

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
  const added = (isSale || isFirst) && !bought.some((one) => one.event === event)
  const plan: PlanPurchase = { event, ...(isSale ? {} : { inferred: true }), at, order, who: who ?? '' }
  const all = added ? [...bought, plan].sort((a, b) => a.at - b.at) : bought
  return {
    ...record,
    products: {
      ...record.products,
      [product]: { name: name ?? known?.name ?? null, bought: all.slice(0, PURCHASES_KEPT), history },
    },
  }
}

/** The purchases of later plans: what names only one of their orders is about the subscription too. */
export function listLaterPlans({ products }: SubscriptionRecord): { product: string; order: string; who: string }[] {
  const plans = Object.entries(products).map(([product, { bought }]) => ({ product, sales: listSales(bought) }))
  return plans.flatMap(({ product, sales }) =>
    sales.flatMap((plan) => {
      const { order, who } = plan
      const isSwitched = plans.some(
        ({ product: other, sales: [first] }) => other !== product && first !== undefined && isLater(plan, first),
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

/** Copies in what ended a product's subscription under a later plan. @param lines by plan, what named its order alone */
export function withCarried(
  record: SubscriptionRecord,
  product: string,
  by: string,
  lines: Map<string, HistoryEntry[]>,
): { record: SubscriptionRecord; fired: FiredTrigger[] } {
  const own = record.products[product]
  const carried = own === undefined ? [] : listCarried(record, product, lines)
  if (own === undefined || carried.length === 0) {
    return { record, fired: [] }
  }
  const entries = [...own.history.entries, ...carried].sort(compareByTime)
  const history = { ...own.history, entries: markFired({ ...own.history, entries }, by) }
  const fired = listFired(
    history.entries.filter(({ of }) => of !== undefined),
    by,
  )
  return { record: { ...record, products: { ...record.products, [product]: { ...own, history } } }, fired }
}

function listCarried(
  { products }: SubscriptionRecord,
  product: string,
  lines: Map<string, HistoryEntry[]>,
): HistoryEntry[] {
  const [first] = listSales(products[product]?.bought ?? [])
  const entries = products[product]?.history.entries ?? []
  if (first === undefined) {
    return []
  }
  return Object.entries(products).flatMap(([other, { bought, history }]) => {
    const later = listSales(bought).find((one) => isLater(one, first))
    if (other === product || later === undefined) {
      return []
    }
    return [...history.entries, ...(lines.get(other) ?? [])]
      .filter(
        (entry) =>
          entry.of === undefined &&
          ENDS_SUBSCRIPTION.has(entry.type) &&
          (entry.at >= later.at || later.inferred || first.inferred) &&
          (entry.who === first.who || !bought.some(({ who, inferred }) => who === entry.who && !inferred)) &&
          !entries.some((one) => one.event === entry.event),
      )
      .map((entry): HistoryEntry => ({ ...entry, of: other, fired: [] }))
  })
}

/** Where a sale's own date is not known here, the ledger leaves out what turns out to be no later plan. */
function isLater(one: PlanPurchase, first: PlanPurchase): boolean {
  const isAfter = one.at > first.at || one.inferred === true || first.inferred === true
  return isAfter && one.who === first.who && isOtherOrder(one, first)
}

function isOtherOrder(one: PlanPurchase, other: PlanPurchase): boolean {
  return one.order !== null && other.order !== null && one.order !== other.order
}

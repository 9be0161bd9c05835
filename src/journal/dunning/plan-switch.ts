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
  const added = type === 'product.purchased' && !bought.some((one) => one.event === event)
  const all = added ? [...bought, { event, at, order, who: who ?? '' }].sort((a, b) => a.at - b.at) : bought
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
  return Object.entries(products).flatMap(([product, { bought }]) =>
    bought.flatMap(({ order, who, at }) => {
      const isLater = Object.entries(products).some(
        ([
          other,
          {
            bought: [first],
          },
        ]) => other !== product && first !== undefined && first.who === who && first.at < at && first.order !== order,
      )
      return isLater && order !== null ? [{ product, order, who }] : []
    }),
  )
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
  const [first] = products[product]?.bought ?? []
  const entries = products[product]?.history.entries ?? []
  if (first === undefined) {
    return []
  }
  return Object.entries(products).flatMap(([other, { bought, history }]) => {
    const later = bought.find((one) => one.at > first.at && isOtherOrder(one, first) && one.who === first.who)
    if (other === product || later === undefined) {
      return []
    }
    return [...history.entries, ...(lines.get(other) ?? [])]
      .filter(
        (entry) =>
          entry.of === undefined &&
          ENDS_SUBSCRIPTION.has(entry.type) &&
          entry.at >= later.at &&
          !entries.some((one) => one.event === entry.event),
      )
      .map((entry): HistoryEntry => ({ ...entry, of: other, fired: [] }))
  })
}

function isOtherOrder(one: PlanPurchase, other: PlanPurchase): boolean {
  return one.order !== null && other.order !== null && one.order !== other.order
}

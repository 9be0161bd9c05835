/** Carries what ends a later plan to the earlier plans of its subscription, and learns which is which. Pure. */
import type { EventItem, MarketEvent } from '../../model/event'
import { historyKey } from '../../model/fingerprint'
import type { Histories, ItemDerivation, KnownEvent } from './derive-event'
import { subscriptionKey, toObservation } from './observation'
import { EMPTY_RECORD, listLaterPlans, withCarried, withPurchase } from './plan-switch'
import { recordKey } from './shared-record'
import type { HistoryEntry } from './subscription-history'

/** Items for products that the same subscription paid for before, by product. */
export type SwitchedItems = Map<string, { item: EventItem; derivation: ItemDerivation }>

/** The line of a sale that names its order alone. */
export function findSaleLine({ type, orderId }: MarketEvent, { productId }: EventItem): string | null {
  return type === 'product.purchased' && orderId !== null
    ? historyKey({ orderId, productId, subscriptionId: null, email: '' })
    : null
}

/** A late sale may show that its plan, which we took for the later one of a switch, is the earlier. */
export function dateSale(histories: Histories, event: KnownEvent, item: EventItem, switched: SwitchedItems): void {
  const line = findSaleLine(event, item)
  const under = line === null ? undefined : histories.load(recordKey(histories, line))?.switchedUnder
  if (under === undefined) {
    return
  }
  const key = recordKey(histories, subscriptionKey(under))
  const record = histories.load(key) ?? EMPTY_RECORD
  const observation = toObservation(event, item, null, histories.customer)
  const known = record.products[item.productId]
  if (
    known?.bought.some(
      ({ order, who, at }) => order === event.orderId && who === observation.who && at > event.happenedAt,
    )
  ) {
    const product = { product: item.productId, name: item.productName, history: known.history }
    histories.save(key, withPurchase(record, product, observation, event.orderId))
    carryToEarlierPlans(histories, { event, item, observer: observation.who ?? '' }, under, switched)
  }
}

/** What ends a subscription under a later plan, or a later plan's order, reaches the plans before it. */
export function carryToEarlierPlans(
  histories: Histories,
  { event, item, observer }: { event: KnownEvent; item: EventItem; observer: string },
  id: string,
  switched: SwitchedItems,
): void {
  const key = recordKey(histories, subscriptionKey(id))
  let record = histories.load(key) ?? EMPTY_RECORD
  const lines = new Map<string, HistoryEntry[]>()
  for (const { product, order, who } of listLaterPlans(record)) {
    const toLine = (orderId: string | null, email: string) =>
      historyKey({ orderId, productId: product, subscriptionId: null, email })
    // Of their own customer, an event without any id is known too.
    const nameless = who === observer ? [toLine(null, event.customer?.email ?? '')] : []
    for (const named of [toLine(order, ''), ...nameless]) {
      const line = recordKey(histories, named)
      const known = histories.load(line) ?? EMPTY_RECORD
      const entries = known.products[product]?.history.entries ?? []
      const listed = lines.get(product) ?? []
      const isListed = ({ event: id }: HistoryEntry) => listed.some((one) => one.event === id)
      lines.set(product, [...listed, ...entries.filter((one) => !isListed(one))])
      histories.save(line, { ...known, switchedUnder: id })
    }
  }
  const named = event.items.map(({ productId }) => productId)
  const others = Object.keys(record.products).filter((one) => one !== item.productId && !named.includes(one))
  for (const product of [...others, item.productId]) {
    const carried = withCarried(record, product, event.id, lines)
    record = carried.record
    if (carried.fired.length > 0) {
      const about = {
        productId: product,
        productName: record.products[product]?.name ?? null,
        role: 'primary' as const,
      }
      const failedAttempts = (item.subscription ?? item.unnamed)?.failedAttempts ?? null
      switched.set(product, {
        item: {
          ...about,
          subscription: { id, failedAttempts, periodEnd: null },
          fingerprint: null,
          switchedTo: record.products[carried.to]?.name ?? `product ${carried.to}`,
        },
        derivation: { fired: carried.fired, why: null, repeats: null },
      })
    }
  }
  histories.save(key, record)
}

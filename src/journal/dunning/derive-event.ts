/** What an event fires, item by item, and how it changes the histories of the subscriptions it names. Pure. */
import type { EventItem, MarketEvent } from '../../model/event'
import { type EventType, mainTrigger } from '../../model/event-type'
import { historyKey } from '../../model/fingerprint'
import type { FiredTrigger } from '../../model/firing'
import { listFired, observe } from './dunning'
import { findHistoryRef, subscriptionKey, toObservation } from './observation'
import { explainNothingFired } from './phrases'
import { EMPTY_RECORD, listLaterPlans, withCarried, withPurchase } from './plan-switch'
import { divideIfShared, type Records, recordKey } from './shared-record'
import type { HistoryEntry, SubscriptionHistory } from './subscription-history'
import { EMPTY_HISTORY } from './subscription-history'

export interface ItemDerivation {
  fired: FiredTrigger[]
  /** Why the item fired nothing; null if it fired. */
  why: string | null
  /** Receipt of the post this item repeats; null if it is new. */
  repeats: string | null
}

/** The histories as stored, by key. */
export interface Histories extends Records {
  /** Id of the event this item repeats; null if it is new. */
  findOriginal(item: EventItem, history: SubscriptionHistory | null): string | null
  /** Key of that event's receipt. */
  toReceipt(event: string): string
}

const REPEATED_IN_EVENT = 'Another item of this event already reported this.'
const REPEATED_EARLIER = 'An earlier post already reported this.'

type KnownEvent = MarketEvent & { type: EventType }

/**
 * Also saves the histories. `switched`: items for products that the same subscription paid for before, perhaps the event's
 * own where a later plan's end is known already; what ends the subscription ends them too.
 */
export function deriveEvent(
  histories: Histories,
  event: KnownEvent,
): { items: ItemDerivation[]; switched: { item: EventItem; derivation: ItemDerivation }[] } {
  const subjects = new Set<string>()
  const switched = new Map<string, { item: EventItem; derivation: ItemDerivation }>()
  const items = event.items.map((item) => {
    const ref = findHistoryRef(event, item)
    const subject = ref === null ? `product ${item.productId}` : `${ref.key} ${ref.product}`
    if (subjects.has(subject)) {
      return { fired: [], why: REPEATED_IN_EVENT, repeats: null }
    }
    subjects.add(subject)
    return deriveItem(histories, event, item, switched)
  })
  return { items, switched: [...switched.values()].filter(({ derivation }) => derivation.fired.length > 0) }
}

/** Products bought earlier under a subscription the event names, in another order: their rules may be needed too. */
export function listEarlierProducts(histories: Pick<Records, 'load' | 'customer'>, event: MarketEvent): string[] {
  const named = event.items.map(({ productId }) => productId)
  const keyed = event.items.flatMap((item) => findHistoryRef(event, item)?.key ?? [])
  const keys = keyed.map((key) => recordKey(histories, key))
  const under = keys
    .flatMap((key) => histories.load(key)?.switchedUnder ?? [])
    .map((id) => recordKey(histories, subscriptionKey(id)))
  const products = [...new Set([...keys, ...under])].flatMap((key) => Object.keys(histories.load(key)?.products ?? {}))
  return [...new Set(products)].filter((product) => !named.includes(product))
}

function deriveItem(
  histories: Histories,
  event: KnownEvent,
  item: EventItem,
  switched: Map<string, { item: EventItem; derivation: ItemDerivation }>,
): ItemDerivation {
  const ref = findHistoryRef(event, item)
  const key = ref === null ? null : recordKey(histories, ref.key)
  const record = key === null ? null : histories.load(key)
  const history = ref === null ? null : (record?.products[ref.product]?.history ?? null)
  if (history?.entries.some((one) => one.event === event.id && one.of === undefined)) {
    // In the history but without a receipt: a repeat of an earlier post, delivered twice by the queue.
    return { fired: [], why: REPEATED_EARLIER, repeats: histories.toReceipt(event.id) }
  }
  const original = histories.findOriginal(item, history)
  const again = original === null ? null : histories.toReceipt(original)
  if (ref === null || key === null) {
    if (again !== null) {
      return { fired: [], why: REPEATED_EARLIER, repeats: again }
    }
    const trigger = mainTrigger(event.type)
    const fired = trigger === null ? [] : [{ trigger, happenedAt: event.happenedAt, impliedBy: null }]
    return { fired, why: fired.length === 0 ? explainNothingFired(event.type) : null, repeats: null }
  }
  const observation = toObservation(event, item, original, histories.customer)
  const observed = observe(history, observation)
  const next = withPurchase(
    record ?? EMPTY_RECORD,
    { product: ref.product, name: item.productName, history: observed.history },
    observation,
    event.orderId,
  )
  histories.save(key, next)
  const under = item.subscription?.id ?? next.switchedUnder
  if (under !== undefined) {
    carryToEarlierPlans(histories, { event, item, observer: observation.who ?? '' }, under, switched)
  }
  const known = histories.load(key) ?? EMPTY_RECORD
  divideIfShared(histories, key, known)
  const own = known.products[ref.product]?.history ?? EMPTY_HISTORY
  const fired = listFired(
    own.entries.filter(({ of }) => of === undefined),
    event.id,
  )
  const trigger = mainTrigger(event.type)
  fired.sort((one, other) => Number(other.trigger === trigger) - Number(one.trigger === trigger))
  return {
    fired,
    why: fired.length > 0 ? null : explainNothingFired(event.type),
    repeats: fired.length === 0 ? again : null,
  }
}

/** What ends a subscription under a later plan, or a later plan's order, reaches the plans before it. */
function carryToEarlierPlans(
  histories: Histories,
  { event, item, observer }: { event: KnownEvent; item: EventItem; observer: string },
  id: string,
  switched: Map<string, { item: EventItem; derivation: ItemDerivation }>,
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

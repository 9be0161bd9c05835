/** What an event fires, item by item, and how it changes the histories of the subscriptions it names. Pure. */
import type { EventItem, MarketEvent } from '../../model/event'
import { type EventType, mainTrigger } from '../../model/event-type'
import type { FiredTrigger } from '../../model/firing'
import { carryToEarlierPlans, dateSale, findSaleLine, type SwitchedItems } from './carried-ends'
import { listFired, observe } from './dunning'
import { findHistoryRef, subscriptionKey, toObservation } from './observation'
import { explainNothingFired } from './phrases'
import { EMPTY_RECORD, withFirstSales, withPurchase } from './plan-switch'
import { divideIfShared, type Records, recordKey } from './shared-record'
import type { SubscriptionHistory } from './subscription-history'
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
  /** When its customer first reported that sale, epoch ms; null if never. */
  findSale(order: string, product: string): number | null
}

const REPEATED_IN_EVENT = 'Another item of this event already reported this.'
const REPEATED_EARLIER = 'An earlier post already reported this.'

export type KnownEvent = MarketEvent & { type: EventType }

/**
 * Also saves the histories. `switched`: items for products that the same subscription paid for before, perhaps the event's
 * own where a later plan's end is known already; what ends the subscription ends them too.
 */
export function deriveEvent(
  histories: Histories,
  event: KnownEvent,
): { items: ItemDerivation[]; switched: { item: EventItem; derivation: ItemDerivation }[] } {
  const subjects = new Set<string>()
  const switched: SwitchedItems = new Map()
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
  const keyed = event.items.flatMap((item) => findHistoryRef(event, item)?.key ?? findSaleLine(event, item) ?? [])
  const keys = keyed.map((key) => recordKey(histories, key))
  const under = keys
    .flatMap((key) => histories.load(key)?.switchedUnder ?? [])
    .map((id) => recordKey(histories, subscriptionKey(id)))
  const products = [...new Set([...keys, ...under])].flatMap((key) => Object.keys(histories.load(key)?.products ?? {}))
  return [...new Set(products)].filter((product) => !named.includes(product))
}

function deriveItem(histories: Histories, event: KnownEvent, item: EventItem, switched: SwitchedItems): ItemDerivation {
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
    dateSale(histories, event, item, switched)
    const trigger = mainTrigger(event.type)
    const fired = trigger === null ? [] : [{ trigger, happenedAt: event.happenedAt, impliedBy: null }]
    return { fired, why: fired.length === 0 ? explainNothingFired(event.type) : null, repeats: null }
  }
  const observation = toObservation(event, item, original, histories.customer)
  const observed = observe(history, observation)
  const bought = withPurchase(
    record ?? EMPTY_RECORD,
    { product: ref.product, name: item.productName, history: observed.history },
    observation,
    event.orderId,
  )
  const next = observation.type === 'product.purchased' ? withFirstSales(bought, observation, histories) : bought
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

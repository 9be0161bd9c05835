/** Which triggers an event fires, given what was told about its subscription before, in whatever order. Pure. */
import type { EventItem, MarketEvent } from '../../model/event'
import { storyKey } from '../../model/fingerprint'
import type { Trigger } from '../../model/trigger'
import {
  compareByTime,
  EMPTY_HISTORY,
  type HistoryEntry,
  MAX_ENTRIES,
  type SubscriptionHistory,
} from './subscription-history'
import { advance } from './subscription-state'
import { explainNothingFired } from './words'

export type { SubscriptionHistory } from './subscription-history'

/** An item of an event as its subscription's story takes it. `repeat`: it is a copy of an earlier post (receipts/repeats.ts). */
export interface Observation extends Omit<HistoryEntry, 'fired'> {
  repeat: boolean
}

export interface DerivedTrigger {
  trigger: Trigger
  /** When what it says happened, epoch ms. */
  happenedAt: number
  /** The earlier told event that this late one gave a meaning; null when it is the event itself. */
  impliedBy: string | null
  /** The event's own trigger, rather than one that comes with it. */
  own: boolean
}

interface Derivation {
  /** To be kept in place of the old one. */
  history: SubscriptionHistory
  fired: DerivedTrigger[]
  /** Why nothing fired, in a sentence; null when something did. */
  why: string | null
}

/** Told again by a copy of the post, these would count twice; a state told again is remembered, and fires nothing. */
const COUNTED_TYPES: readonly Trigger[] = [
  'product.purchased',
  'product.refunded',
  'product.partially_refunded',
  'subscription.charged',
]

/**
 * The story an item belongs to: its subscription's id (or order line, or customer) and product.
 * Null for a purchase or refund without a subscription, which fires by itself: nothing needs keeping.
 * It holds the customer's email only when the event names neither subscription nor order.
 */
export function findStory(event: MarketEvent, item: EventItem): string | null {
  const { fingerprint, subscription, productId } = item
  if (fingerprint?.kind === 'state' || fingerprint?.kind === 'failure') {
    return fingerprint.about
  }
  if (subscription === null && !event.type?.startsWith('subscription.')) {
    return null
  }
  const email = event.customer?.email ?? ''
  return storyKey({ orderId: event.orderId, productId, subscriptionId: subscription?.id ?? null, email })
}

/** What `tell` needs of an item of an understood event. @param original the event it repeats, as receipts/repeats.ts judged it */
export function toObservation(
  event: MarketEvent & { type: Trigger },
  item: EventItem,
  original: string | null,
): Observation {
  const passing = item.fingerprint?.kind === 'state' || item.fingerprint?.kind === 'failure'
  return {
    event: event.id,
    type: event.type,
    at: event.happenedAt,
    received: event.receivedAt,
    tells: event.tells,
    failedAttempts: item.subscription?.failedAttempts ?? null,
    post: passing ? (item.fingerprint?.key ?? null) : null,
    ...(original === null ? {} : { copyOf: original }),
    repeat: original !== null,
  }
}

/**
 * Tells a story one more event. Told again, the same event fires the same list.
 * An event that belongs earlier gives later ones a new meaning: what it newly implies fires, dated by its own event.
 */
export function observe(history: SubscriptionHistory | null, observation: Observation): Derivation {
  const known = history ?? EMPTY_HISTORY
  const { repeat, ...fresh } = observation
  if (known.told.some((entry) => entry.event === observation.event)) {
    return toDerivation(known, fresh)
  }
  if (repeat && COUNTED_TYPES.includes(observation.type)) {
    return { history: known, fired: [], why: 'This says again what an earlier post said.' }
  }
  const entries = [...known.told, { ...fresh, fired: [] }].sort(compareByTime)
  return toDerivation(foldOldest({ ...known, told: markFired({ ...known, told: entries }, observation.event) }), fresh)
}

/** Where in its story something fires. */
interface Place {
  trigger: Trigger
  told: HistoryEntry
}

/** The story with everything it now implies marked as fired; `by` is the event that brought it to light. */
function markFired(history: SubscriptionHistory, by: string): HistoryEntry[] {
  const implied = deriveAll(history)
  const fired = history.told.flatMap((entry) => entry.fired.map(({ trigger }): Place => ({ trigger, told: entry })))
  const missing = implied.filter((place) => !fired.some((one) => isSamePlace(one, place)))
  const elsewhere = fired.filter((place) => !implied.some((one) => isSamePlace(one, place)))
  const owed = new Set(missing)
  // Fired at an event that turned out to be a later telling of it: it has been told, and stays told once.
  for (const { trigger, told: entry } of elsewhere) {
    const near = [...owed].filter((place) => place.trigger === trigger)
    const [nearest] = near.sort((one, other) => Math.abs(one.told.at - entry.at) - Math.abs(other.told.at - entry.at))
    if (nearest) {
      owed.delete(nearest)
    }
  }
  return history.told.map((entry) => {
    const more = [...owed].filter((place) => place.told === entry).map(({ trigger }) => ({ trigger, by }))
    return more.length === 0 ? entry : { ...entry, fired: [...entry.fired, ...more] }
  })
}

/** Everything the story implies, were it told in order. */
function deriveAll({ told: entries, before }: SubscriptionHistory): Place[] {
  let standing = before
  return entries.flatMap((one) => {
    const next = advance(standing, one)
    standing = next.state
    return next.fires.map((trigger) => ({ trigger, told: one }))
  })
}

function isSamePlace(one: Place, other: Place): boolean {
  return one.told === other.told && one.trigger === other.trigger
}

/** Folds the oldest away, so that a story stays one small row however long it lasts. */
function foldOldest(history: SubscriptionHistory): SubscriptionHistory {
  let { before } = history
  const surplus = Math.max(0, history.told.length - MAX_ENTRIES)
  for (const entry of history.told.slice(0, surplus)) {
    before = advance(before, entry).state
  }
  return { ...history, told: history.told.slice(surplus), before }
}

function toDerivation(history: SubscriptionHistory, observation: Omit<HistoryEntry, 'fired'>): Derivation {
  const fired = history.told.flatMap((entry) =>
    entry.fired
      .filter(({ by }) => by === observation.event)
      .map(({ trigger }): DerivedTrigger => {
        const itself = entry.event === observation.event
        const impliedBy = itself ? null : entry.event
        return { trigger, happenedAt: entry.at, impliedBy, own: itself && trigger === observation.type }
      }),
  )
  fired.sort((one, other) => Number(other.own) - Number(one.own))
  return { history, fired, why: fired.length > 0 ? null : explainNothingFired(observation.type) }
}

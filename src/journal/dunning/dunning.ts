/** Derives the triggers of an event from its subscription's history, whatever order events arrive in. Pure. */
import { impliesDelinquency } from '../../model/event'
import { type EventType, mainTrigger } from '../../model/event-type'
import type { FiredTrigger } from '../../model/firing'
import { advance, type SubscriptionState } from '../../model/subscription-state'
import type { Trigger } from '../../model/trigger'
import type { Observation } from './observation'
import { explainNothingFired } from './phrases'
import {
  compareByTime,
  EMPTY_HISTORY,
  type HistoryEntry,
  isCarried,
  isTest,
  MAX_ENTRIES,
  type SubscriptionHistory,
} from './subscription-history'

export interface DerivedTrigger extends FiredTrigger {
  /** True for the event's own type, false for what it implies. */
  own: boolean
}

interface Derivation {
  /** Replaces the stored one. */
  history: SubscriptionHistory
  fired: DerivedTrigger[]
  /** A sentence; null when something fired. */
  why: string | null
}

/** A copy of these would count twice, so it is dropped. A copied state is recorded but fires nothing. */
const COUNTED_TYPES: readonly EventType[] = [
  'product.purchased',
  'product.refunded',
  'product.partially_refunded',
  'subscription.charged',
]

/**
 * Adds one event to a history. Idempotent: adding it again fires the same list.
 * A late event can change what later events mean; triggers that become implied fire with their own event's date.
 */
export function observe(history: SubscriptionHistory | null, observation: Observation): Derivation {
  const known = history ?? EMPTY_HISTORY
  const { repeat, ...fresh } = observation
  if (known.entries.some((entry) => entry.event === observation.event)) {
    return toDerivation(known, observation)
  }
  if (repeat && COUNTED_TYPES.includes(observation.type)) {
    return { history: known, fired: [], why: 'An earlier post already reported this.' }
  }
  const isCounted = (entry: HistoryEntry) => !isCarried(entry) && isTest(entry) === isTest(observation)
  const entries = [...known.entries.filter(isCounted), { ...fresh, fired: [] }].sort(compareByTime)
  const marked = markFired(entries, observation.event, readByReporter({ ...known, entries }, observation))
  const all = [...marked, ...known.entries.filter((entry) => !isCounted(entry))].sort(compareByTime)
  return toDerivation(foldOldest({ ...known, entries: all }), observation)
}

function listBuyers(entries: HistoryEntry[]): Set<string> {
  return new Set(entries.flatMap(({ type, who = null }) => (type === 'product.purchased' && who !== null ? [who] : [])))
}

interface Implied {
  /** What fires, unless it did before. */
  due: TriggerPlace[]
  /** Every transition of any reading: what fired there is no stray. */
  sound: TriggerPlace[]
}

/** Another customer's event says nothing about whose transition this is, so each customer's events count separately too. */
function readByReporter({ entries, before, v }: SubscriptionHistory, { who }: Observation): Implied {
  // What 0.1.0 wrote names no customer, and may be anyone's.
  const ownOf = (reporter: string | undefined) => {
    const own = entries.filter((entry) => entry.who === undefined || entry.who === reporter)
    return own.length === entries.length ? [] : deriveAll({ v, entries: own, before })
  }
  const reporters = new Set(entries.map((entry) => entry.who))
  // An id under which several customers bought names a plan rather than a subscription.
  const whole = listBuyers(entries).size > 1 ? [] : deriveAll({ v, entries, before })
  const own = new Map([...reporters].map((reporter) => [reporter, ownOf(reporter)]))
  return { due: [...whole, ...(own.get(who) ?? [])], sound: [...whole, ...[...own.values()].flat()] }
}

interface TriggerPlace {
  trigger: Trigger
  entry: HistoryEntry
}

/** Marks everything newly implied as fired; `by` is the event that revealed it. */
function markFired(entries: HistoryEntry[], by: string, { due, sound }: Implied): HistoryEntry[] {
  const fired = entries.flatMap((entry) => entry.fired.map(({ trigger }): TriggerPlace => ({ trigger, entry })))
  const missing = due.filter(
    (place, index) =>
      due.findIndex((one) => isSamePlace(one, place)) === index && !fired.some((one) => isSamePlace(one, place)),
  )
  const elsewhere = fired.filter((place) => !sound.some((one) => isSamePlace(one, place)))
  const owed = new Set(missing)
  // Fired earlier at an event that now reads as a repeat of this one; it must not fire twice. The new event is matched last:
  // what was matched before it came stays so.
  for (const { trigger, entry } of elsewhere) {
    const near = [...owed].filter((place) => place.trigger === trigger && !isOtherPayment(place, entry))
    const isFresh = (place: TriggerPlace) => Number(place.entry.event === by)
    const [nearest] = near.sort(
      (one, other) =>
        isFresh(one) - isFresh(other) || Math.abs(one.entry.at - entry.at) - Math.abs(other.entry.at - entry.at),
    )
    if (nearest) {
      owed.delete(nearest)
    }
  }
  return entries.map((entry) => {
    const more = [...owed].filter((place) => place.entry === entry).map(({ trigger }) => ({ trigger, by }))
    return more.length === 0 ? entry : { ...entry, fired: [...entry.fired, ...more] }
  })
}

/** Of another order, which may be another purchase's: to have paid twice changes nothing, to have paid for nothing does. */
function isOtherPayment({ trigger, entry: { order } }: TriggerPlace, other: HistoryEntry): boolean {
  const isPayment = trigger === 'subscription.charged' || trigger === 'subscription.recovered'
  return isPayment && order !== undefined && other.order !== undefined && order !== other.order
}

/** Everything the history implies when its events are taken in order. */
function deriveAll({ entries, before }: SubscriptionHistory): TriggerPlace[] {
  let standing = before
  return entries.flatMap((one) => {
    const next = advanceBy(standing, one)
    standing = next.state
    return next.fires.map((trigger) => ({ trigger, entry: one }))
  })
}

function advanceBy(standing: SubscriptionState, entry: HistoryEntry): ReturnType<typeof advance> {
  const isDelinquent = entry.type === 'subscription.delinquent' || impliesDelinquency(entry, entry.failedAttempts)
  return advance(standing, { ...entry, isDelinquent })
}

function isSamePlace(one: TriggerPlace, other: TriggerPlace): boolean {
  return one.entry === other.entry && one.trigger === other.trigger
}

/** Keeps a history in one small row, however long the subscription lasts. */
function foldOldest(history: SubscriptionHistory): SubscriptionHistory {
  let { before } = history
  const surplus = Math.max(0, history.entries.length - MAX_ENTRIES)
  for (const entry of history.entries.slice(0, surplus).filter((one) => !isCarried(one) && !isTest(one))) {
    before = advanceBy(before, entry).state
  }
  return { ...history, entries: history.entries.slice(surplus), before }
}

function toDerivation(history: SubscriptionHistory, { event, type }: Observation): Derivation {
  const isOwn = (one: FiredTrigger) => one.impliedBy === null && one.trigger === mainTrigger(type)
  const fired = listFired(history.entries, event).map((one): DerivedTrigger => ({ ...one, own: isOwn(one) }))
  fired.sort((one, other) => Number(other.own) - Number(one.own))
  return { history, fired, why: fired.length > 0 ? null : explainNothingFired(type) }
}

/** What an event revealed, each trigger with the date of the entry it belongs to. */
export function listFired(entries: HistoryEntry[], by: string): FiredTrigger[] {
  return entries.flatMap(({ event, at, fired }) =>
    fired
      .filter((one) => one.by === by)
      .map(({ trigger }) => ({ trigger, happenedAt: at, impliedBy: event === by ? null : event })),
  )
}

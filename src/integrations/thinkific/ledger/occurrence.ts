/** Orders what happened by when it happened, not arrived. */
import { type EventType, rankEvent } from '../../../model/event-type'
import type { Trigger } from '../../../model/trigger'
import type { Act, LedgerEvent } from './ledger-event'

export interface Occurrence {
  /** Epoch ms. */
  at: number
  trigger: Trigger
  /** The event's own; absent from older documents. */
  type?: EventType
  event: string
  firing: string
}

/** Positive when `a` happened later than `b`. */
export function compareEvents(a: LedgerEvent, b: LedgerEvent): number {
  return (
    a.at - b.at ||
    rankEvent(a.type) - rankEvent(b.type) ||
    compareText(a.event, b.event) ||
    compareText(a.product, b.product) ||
    compareText(a.subscriptions[0] ?? '', b.subscriptions[0] ?? '')
  )
}

export function compareOccurrences(a: Occurrence, b: Occurrence): number {
  return a.at - b.at || rankEvent(a.type ?? a.trigger) - rankEvent(b.type ?? b.trigger) || compareText(a.event, b.event)
}

/** Of another event, and later. */
export function isLaterEvent(a: Occurrence, b: Occurrence): boolean {
  return a.event !== b.event && compareOccurrences(a, b) > 0
}

export function toOccurrence(
  { event, at, type }: LedgerEvent,
  { trigger, firing }: Pick<Act, 'trigger' | 'firing'>,
): Occurrence {
  return { at, trigger, type, event, firing }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

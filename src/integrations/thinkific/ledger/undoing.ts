/** What ends access, and the good news that undoes it without another rule. */
import { SAME_DELINQUENCY_MS } from '../../../model/event'
import { type EventType, mainTrigger, REVERSALS } from '../../../model/event-type'
import { ENDING_TRIGGERS } from '../../../model/trigger'
import type { LedgerEvent } from './ledger-event'

/** `dunning`: behind with payments; `stop`: canceled, paused or expired. */
export type EndingKind = 'dunning' | 'stop' | 'refund' | 'dispute' | 'completed' | 'other'

const KINDS: Partial<Record<EventType, EndingKind>> = {
  'subscription.charge_failed': 'dunning',
  'subscription.delinquent': 'dunning',
  'subscription.canceled': 'stop',
  'subscription.paused': 'stop',
  'subscription.expired': 'stop',
  'subscription.completed': 'completed',
  'product.refunded': 'refund',
  'product.partially_refunded': 'refund',
  'product.disputed': 'dispute',
}

const UNDONE_BY: Partial<Record<EventType, readonly EndingKind[]>> = {
  'product.purchased': ['dunning', 'refund'],
  'subscription.charged': ['dunning', 'refund'],
  'subscription.completed': ['dunning', 'refund'],
  'subscription.recovered': ['dunning', 'refund', 'stop'],
  'subscription.restarted': ['dunning', 'stop'],
  'subscription.resumed': ['dunning', 'stop'],
  'subscription.uncanceled': ['dunning', 'stop'],
  'product.refund_reversed': ['refund', 'dispute'],
  'product.dispute_won': ['dispute'],
}

/** Events of the type are such endings; a Cancel may turn out to be part of a delinquency (endingKind). */
export function isOfKind(type: EventType, kind: EndingKind): boolean {
  return KINDS[type] === kind
}

/** Events of the type fire a trigger that ends access. */
export function isEnding(type: EventType): boolean {
  const trigger = mainTrigger(type)
  return trigger !== null && ENDING_TRIGGERS.has(trigger)
}

/** What kind of ending an event is. @param all events of its purchase */
export function endingKind(event: LedgerEvent, all: LedgerEvent[]): EndingKind {
  const isImplied =
    event.type === 'subscription.canceled' &&
    all.some(({ delinquent, at }) => delinquent === true && Math.abs(at - event.at) <= SAME_DELINQUENCY_MS)
  return isImplied ? 'dunning' : (KINDS[event.type] ?? 'other')
}

/**
 * Whether good news undoes an ending. A reversal that names a payment which some ending names undoes that one, and those that
 * name none. @param all events of their purchase
 */
export function isUndoneBy(kind: EndingKind, ending: LedgerEvent, good: LedgerEvent, all: LedgerEvent[]): boolean {
  const { type, payments } = good
  if (!UNDONE_BY[type]?.includes(kind)) {
    return false
  }
  const names = ({ payments: own }: LedgerEvent) => payments.some((id) => own.includes(id))
  const mayMean = (one: LedgerEvent) => UNDONE_BY[type]?.includes(KINDS[one.type] ?? 'other') === true && names(one)
  return !REVERSALS.has(type) || ending.payments.length === 0 || names(ending) || !all.some(mayMean)
}

/** Once a plan is paid in full, these end nothing more. */
export function isWaivedWhenPaid({ type }: LedgerEvent): boolean {
  return KINDS[type] === 'dunning' || KINDS[type] === 'stop'
}

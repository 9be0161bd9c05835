/** What a purchase's events say apart from any rule: payments and completion. */
import { PAYMENTS, REPAYMENTS, STOPS } from '../../../model/event-type'
import { type Act, isByPerson, isPurchase, type LedgerEvent } from './ledger-event'
import { compareEvents } from './occurrence'

interface Payment {
  event: LedgerEvent
  at: number
  periodEnd: number | null
}

export interface LedgerFacts {
  events: LedgerEvent[]
  payments: Payment[]
  /** With those reported again, after which an ending is another transition too. */
  reportedPayments: LedgerEvent[]
  completedAt: number | null
  /** Whether what the event gives counts; an ending is worked out from everything known. */
  isCounted(event: LedgerEvent): boolean
}

/** @param reported the events with what was reported again */
export function readFacts(events: LedgerEvent[], before: LedgerEvent | null, reported = events): LedgerFacts {
  const isCounted = (event: LedgerEvent) => before === null || compareEvents(event, before) < 0
  const payments = events.filter(isSuccess).map((event) => ({ event, at: event.at, periodEnd: event.periodEnd }))
  const completed = events.find(({ type }) => type === 'subscription.completed')
  const reportedPayments = reported.filter(isSuccess)
  return { events, payments, reportedPayments, completedAt: completed?.at ?? null, isCounted }
}

export function isSuccess(event: LedgerEvent): boolean {
  return !isByPerson(event) && PAYMENTS.has(event.type)
}

/** A later order of the same purchase is a payment, and no new one. */
export function isFirstSale(event: LedgerEvent, { events }: LedgerFacts): boolean {
  return events.find((one) => isPurchase(one) && !isByPerson(one)) === event
}

export function findNewerPayment(refund: LedgerEvent, payments: Payment[]): Payment | null {
  const before = payments.filter(({ event }) => compareEvents(event, refund) < 0)
  const newest = before.at(-1)
  if (newest === undefined) {
    return null
  }
  const isPaid = ({ event }: Payment) => event.payments.some((id) => refund.payments.includes(id))
  if (before.some(isPaid)) {
    return isPaid(newest) ? null : newest
  }
  const isOrdered = ({ event }: Payment) => event.orders.some((id) => refund.orders.includes(id))
  const named = before.findLastIndex(isOrdered)
  const isOlder = named >= 0 && before.slice(named + 1).some(({ event }) => event.orders.length > 0)
  return isOlder ? newest : null
}

/** What had ended by the time of a replay it never re-opens, whether a rule acted on that or not. */
export function isRespectedByReplay(
  { type, at }: LedgerEvent,
  { by, replayedAt = Number.POSITIVE_INFINITY }: Act,
): boolean {
  return by === 'replay' && at <= replayedAt && (REPAYMENTS.has(type) || STOPS.has(type))
}

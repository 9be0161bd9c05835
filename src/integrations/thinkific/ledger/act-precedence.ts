/** Which rule decides, where several of one event disagree about a target. */
import type { Trigger } from '../../../model/trigger'
import type { Act } from './ledger-event'

/** When access begins and ends by an act, moments. */
type SpanOf = (act: Act) => { start: number; end: number }

/** Which of one event's rules decides about a target, and the others. */
export function pickDeciding(acts: Act[], spanOf: SpanOf): [Act | null, Act[]] {
  const [first = null, ...others] = [...acts].sort((one, other) => compareActs(one, other, spanOf))
  return [first, others]
}

const DOES = ['create', 'end', 'remove']
const STRENGTH: readonly Trigger[] = ['subscription.delinquent', 'subscription.canceled', 'subscription.charge_failed']

/** The product's before global ones; creates, endings, removals; Delinquent, Canceled, Charge Failed; then by spans. */
function compareActs(one: Act, other: Act, spanOf: SpanOf): number {
  return (
    Number(one.everyProduct) - Number(other.everyProduct) ||
    DOES.indexOf(one.does) - DOES.indexOf(other.does) ||
    strength(one) - strength(other) ||
    compareSpans(spanOf(one), spanOf(other)) ||
    Number(other.giveBack) - Number(one.giveBack) ||
    (one.firing < other.firing ? -1 : 1)
  )
}

/** The later end, then the earlier start. Two without end are equal, though their difference is no number. */
function compareSpans(one: ReturnType<SpanOf>, other: ReturnType<SpanOf>): number {
  return other.end - one.end || one.start - other.start
}

function strength({ trigger }: Act): number {
  const place = STRENGTH.indexOf(trigger)
  return place === -1 ? STRENGTH.length : place
}

export function isAlike(one: Act, other: Act): boolean {
  const asks = ({ does, lasts, starts, end, giveBack }: Act) => JSON.stringify([does, lasts, starts, end, giveBack])
  return asks(one) === asks(other)
}

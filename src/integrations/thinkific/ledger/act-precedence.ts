/** Which rule decides, where several of one event disagree about a target. */
import type { Trigger } from '../../../model/trigger'
import { ENDLESS } from './ends'
import type { Act } from './ledger-event'

/** Which of one event's rules decides about a target, and the others. */
export function pickDeciding(acts: Act[]): [Act | null, Act[]] {
  const [first = null, ...others] = [...acts].sort(compareClaims)
  return [first, others]
}

const DOES = ['create', 'end', 'remove']
const STRENGTH: readonly Trigger[] = ['subscription.delinquent', 'subscription.canceled', 'subscription.charge_failed']

/** The product's before global ones; creates, endings, removals; Delinquent, Canceled, Charge Failed; the later end. */
function compareClaims(one: Act, other: Act): number {
  return (
    Number(one.everyProduct) - Number(other.everyProduct) ||
    DOES.indexOf(one.does) - DOES.indexOf(other.does) ||
    strength(one) - strength(other) ||
    lateness(other) - lateness(one) ||
    (one.firing < other.firing ? -1 : 1)
  )
}

function strength({ trigger }: Act): number {
  const place = STRENGTH.indexOf(trigger)
  return place === -1 ? STRENGTH.length : place
}

/** Grows with the end an act gives or leaves, as far as that can be known without dates. */
function lateness({ does, lasts, end }: Act): number {
  if (does === 'create') {
    return lasts === null ? ENDLESS : 'days' in lasts ? lasts.days : Date.parse(lasts.date) / 86_400_000
  }
  return end.when === 'at_once' ? 0 : end.when === 'later' ? end.days : 1_000_000 + end.days
}

export function isAlike(one: Act, other: Act): boolean {
  const asks = ({ does, lasts, starts, end, giveBack }: Act) => JSON.stringify([does, lasts, starts, end, giveBack])
  return asks(one) === asks(other)
}

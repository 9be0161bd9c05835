/** Orders facts by when they happened, not arrived (design: section 6, "Order does not matter"). */
import type { Trigger } from '../../../model/trigger'

/** Order within one event. */
const PHASES = ['create', 'end', 'remove'] as const
export type Phase = (typeof PHASES)[number]

/** When a fact happened, with every tie-breaker. */
export interface Occurrence {
  /** Epoch ms; never later than its arrival. */
  at: number
  trigger: Trigger
  event: string
  phase: Phase
  firing: string
}

/** Order at equal times. A completed plan is also a charge, so its ending follows what it pays for. */
const RANKS: Record<Trigger, number> = {
  'product.purchased': 0,
  'subscription.charged': 0,
  'subscription.charge_failed': 1,
  'subscription.delinquent': 1,
  'subscription.canceled': 1,
  'subscription.recovered': 2,
  'subscription.restarted': 2,
  'subscription.completed': 2,
  'product.refunded': 3,
  'product.partially_refunded': 3,
}

/** Positive when `a` happened later than `b`; 0 only for the same firing. */
export function compareOccurrences(a: Occurrence, b: Occurrence): number {
  return compareEvents(a, b) || compareText(a.firing, b.firing)
}

/** As `compareOccurrences`, but two rules that ask alike of one event are one moment. */
export function compareEvents(a: Occurrence, b: Occurrence): number {
  const ranks = RANKS[a.trigger] - RANKS[b.trigger]
  // Within one event the phase decides, whichever trigger caused it.
  const phases = a.event === b.event ? PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase) : 0
  return a.at - b.at || phases || ranks || compareText(a.event, b.event)
}

export function pickLater<Fact extends { happened: Occurrence }>(a: Fact | null, b: Fact): Fact {
  return a !== null && compareOccurrences(a.happened, b.happened) > 0 ? a : b
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Which of two facts happened later, whatever came first (design: section 6, "Order does not matter"). */
import type { Trigger } from '../../../model/trigger'

/** Within one event creates come first, then endings, then removals. */
const PHASES = ['create', 'end', 'remove'] as const
export type Phase = (typeof PHASES)[number]

/** When a fact happened, with all that breaks a tie. */
export interface Occurrence {
  /** Epoch ms; never later than the arrival. */
  at: number
  trigger: Trigger
  event: string
  phase: Phase
  firing: string
}

/**
 * At equal times: purchased or charged, then failed, delinquent or canceled, then recovered or restarted, then refunded.
 * A completed plan is also a charge, and may be a recovery: its ending comes after what it pays for.
 */
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

/** Positive when `a` happened later than `b`, negative when earlier, 0 for the same firing. */
export function compareOccurrences(a: Occurrence, b: Occurrence): number {
  return compareEvents(a, b) || compareText(a.firing, b.firing)
}

/** As `compareOccurrences`, but two rules that ask alike of one event are one moment. */
export function compareEvents(a: Occurrence, b: Occurrence): number {
  const ranks = RANKS[a.trigger] - RANKS[b.trigger]
  // What one event asks for goes by what it does, whichever of the event's triggers asks.
  const phases = a.event === b.event ? PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase) : 0
  return a.at - b.at || phases || ranks || compareText(a.event, b.event)
}

/** The later of two moments' bearers; what is missing is earliest of all. */
export function pickLater<Fact extends { happened: Occurrence }>(a: Fact | null, b: Fact): Fact {
  return a !== null && compareOccurrences(a.happened, b.happened) > 0 ? a : b
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Access that starts later: the grant is recorded at once, and its firing comes back on the day. */
import { type Claim, targetKey } from '../ledger/customer'
import { claimEnd, toMoment } from '../ledger/ends'
import { formatDay } from '../ledger/phrases'
import type { PlanState } from './plan-state'
import type { Step } from './step'

/** Null where access may begin now, or where nothing is left to begin and never will be. @param now epoch ms */
export function startLaterStep({ customer, job, record, target }: PlanState, now: number): Step | null {
  const claim = customer.purchases.find(({ id }) => id === record.purchase)?.claims[targetKey(target)]
  const starts = claim?.create?.starts ?? null
  if (
    claim === undefined ||
    starts === null ||
    starts <= now ||
    record.fate.kind === 'yields' ||
    isOver(claim, starts)
  ) {
    return null
  }
  const day = formatDay(starts, job.purchase.zone)
  const isEnded = claimEnd(claim) <= starts
  return {
    kind: 'wait',
    reason: 'starts later',
    sentence: isEnded
      ? `The purchase ended before ${day}, when access was due to start. If that is undone, access starts then.`
      : `Access starts on ${day}.`,
    ms: starts - now,
  }
}

/** It lasts no longer than the day it starts, or an ending that no good news undoes comes before. */
function isOver({ create, ends }: Claim, starts: number): boolean {
  return toMoment(create?.until ?? null) <= starts || ends.some(({ final, until }) => final && until <= starts)
}

/** Access that starts later: the grant is recorded at once, and its firing comes back on the day. */
import { targetKey } from '../ledger/customer'
import { claimEnd } from '../ledger/ends'
import { formatDay } from '../ledger/phrases'
import type { PlanState } from './plan-state'
import type { Step } from './step'

/** Null where access may begin now, or where an ending left nothing to begin. @param now epoch ms */
export function startLaterStep({ customer, job, record, target }: PlanState, now: number): Step | null {
  const claim = customer.purchases.find(({ id }) => id === record.purchase)?.claims[targetKey(target)]
  const starts = claim?.create?.starts ?? null
  if (claim === undefined || starts === null || starts <= now || record.fate.kind !== 'stands') {
    return null
  }
  return claimEnd(claim) <= starts
    ? null
    : {
        kind: 'wait',
        reason: 'starts later',
        sentence: `Access starts on ${formatDay(starts, job.purchase.zone)}.`,
        ms: starts - now,
      }
}

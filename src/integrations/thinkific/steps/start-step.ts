/** Access that starts later: the grant is recorded at once, and its firing comes back on the day. */
import { type Claim, targetKey } from '../ledger/customer'
import { claimEnd, toMoment } from '../ledger/ends'
import { formatDay } from '../ledger/phrases'
import type { PlanState } from './plan-state'
import type { Step } from './step'

/**
 * Null where access may begin now, or would be over by then. What ended the purchase may turn out to be about another, so
 * it waits on. @param now epoch ms
 */
export function startLaterStep({ customer, job, record, target }: PlanState, now: number): Step | null {
  const claim = customer.purchases.find(({ id }) => id === record.purchase)?.claims[targetKey(target)]
  const starts = claim?.create?.starts ?? null
  if (
    claim === undefined ||
    starts === null ||
    starts <= now ||
    record.fate.kind === 'yields' ||
    toMoment(claim.create?.until ?? null) <= starts
  ) {
    return null
  }
  const sentence = describeWait(claim, starts, formatDay(starts, job.purchase.zone))
  return { kind: 'wait', reason: 'starts later', sentence, ms: starts - now }
}

function describeWait(claim: Claim, starts: number, day: string): string {
  if (claimEnd(claim) > starts) {
    return `Access starts on ${day}.`
  }
  const ended = `The purchase ended before ${day}, when access was due to start.`
  const isForGood = claim.ends.some(({ final, until }) => final && until <= starts)
  return isForGood ? ended : `${ended} If that is undone, access starts then.`
}

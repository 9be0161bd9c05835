/** What a run changed of access, for rules that listen: of its own target, or of all that an event without a rule moved. */
import type { AccessChange } from '../../../model/access'
import { type FinalOutcome, isFailed } from '../../../model/outcome'
import type { Target } from '../actions'
import { targetKey } from '../ledger/customer'
import { toStoredEnd } from '../ledger/ends'
import { type PlanState, wantedAccess } from './plan-state'

/** @param at when it was settled, epoch ms */
export function listAccessChanges(state: PlanState, outcome: FinalOutcome, at: number): AccessChange[] {
  const { record, target, otherTargets, ownerEmail } = state
  const whose = ownerEmail === null ? {} : { email: ownerEmail }
  if (isFailed(outcome)) {
    return record.fact.kind === 'create' || record.fact.kind === 'restore'
      ? [{ is: 'failed', target, end: null, at, ...whose }]
      : []
  }
  const targets = new Map(
    [target, ...(record.fact.kind === 'none' ? otherTargets : [])].map((one) => [targetKey(one), one]),
  )
  return [...targets.values()].flatMap((one) => {
    const change = describeChange(state, one, at)
    return change === null ? [] : [{ ...change, target: one, at, ...whose }]
  })
}

/** Null where nothing changed, or access was only found: that is given by another. */
function describeChange(state: PlanState, target: Target, now: number): Pick<AccessChange, 'is' | 'end'> | null {
  const change = state.changes[targetKey(target)]
  if (change === undefined || change === 'found') {
    return null
  }
  const { end } = wantedAccess(state, targetKey(target))
  if (end <= now) {
    return change === 'closed' ? { is: 'ended', end: null } : null
  }
  const isGiven = change === 'created' || change === 'opened'
  return { is: isGiven ? 'given' : 'moved', end: toStoredEnd(end) }
}

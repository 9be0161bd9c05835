/** What the marketplace granted besides a firing's own target. */
import { listAwaited, targetKey } from '../ledger/customer'
import { NEVER } from '../ledger/ends'
import { hasMark } from './marks'
import { type PlanState, wantedAccess } from './plan-state'
import type { Step } from './step'
import { coursesStep, readBundleStep, targetStep } from './target-step'
import { findThinkificAccess, isSameAccess } from './thinkific-access'
import { createUserStep, isAdministrator } from './user-step'

/** Only where Thinkific evidently differs from the ledger. */
export function otherTargetsStep(state: PlanState, now: number): Step | null {
  if (isAdministrator(state)) {
    return null
  }
  for (const target of state.otherTargets.filter((one) => !hasMark(state, targetKey(one), 'left'))) {
    const unread = readBundleStep(state, target)
    if (unread !== null) {
      return unread
    }
    const want = wantedAccess(state, targetKey(target)).end
    if (want <= now && listAwaited(state.customer).includes(targetKey(target))) {
      continue
    }
    const have = findThinkificAccess(state.customer, targetKey(target), state.contents)?.end ?? NEVER
    const maker = want > now ? createUserStep(state, now) : null
    // A firing's own bundle is confirmed by that firing; one that no firing is about, only by the run that asked for it.
    const known = state.customer.known[targetKey(target)]
    const isQueued =
      known?.queuedAt !== undefined && (state.record.fact.kind === 'none' || known.queuedBy === state.job.firing.id)
    const same = isSameAccess(have, want, now) && !isQueued
    const step = same ? coursesStep(state, target, now) : (maker ?? targetStep(state, target, now))
    if (step !== null && step.kind !== 'settled') {
      return step
    }
  }
  return null
}

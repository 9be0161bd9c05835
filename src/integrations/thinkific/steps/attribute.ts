/** Decides which purchase the access found by a call or a look belongs to. */
import type { Target } from '../actions'
import { type TargetKey, targetKey } from '../ledger/customer'
import { claimEnd } from '../ledger/ends'
import { isReachedBy } from '../ledger/grants'
import { CLOCK_SKEW_MS, toFoundAccess, withFoundAccess } from '../ledger/unknown-origin'
import { occurrenceTime } from '../thinkific-job'
import type { PlanState } from './plan-state'

/**
 * Attributes access found open to a purchase of which a create explains it, else records it as of unknown
 * origin. Times are epoch ms. An ending ends the access it finds, whenever it began, since nothing else explains it.
 */
export function attribute(state: PlanState, found: Target, since: number, until: number | null): PlanState {
  const { fact } = state.record
  const target = targetKey(found) === targetKey(state.target) ? state.target : found
  if (isExplained(state, targetKey(target), since)) {
    return state
  }
  const kept = (begun: number): PlanState => {
    const isReopened = state.before !== null && state.before <= occurrenceTime(state.job)
    return { ...state, customer: withFoundAccess(state.customer, toFoundAccess(target, begun, until, isReopened)) }
  }
  if (fact.kind !== 'end' && fact.kind !== 'remove') {
    return kept(since)
  }
  return kept(Math.min(since, occurrenceTime(state.job)))
}

/** By a claim that reaches it, of this purchase or of one not over, if the purchase began by then. */
function isExplained({ customer, contents, job, record }: PlanState, target: TargetKey, since: number): boolean {
  return customer.purchases.some(({ id, claims, begun }) => {
    const reaching = Object.values(claims).filter(
      (claim) => claim.create !== null && isReachedBy(claim, target, contents),
    )
    const counts = id === record.purchase || reaching.some((claim) => claimEnd(claim) > occurrenceTime(job))
    return counts && reaching.length > 0 && since >= begun - CLOCK_SKEW_MS
  })
}

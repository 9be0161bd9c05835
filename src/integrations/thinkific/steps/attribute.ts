/** Decides which purchase the access found by a call or a look belongs to. */
import type { Target } from '../actions'
import { type TargetKey, targetKey } from '../ledger/customer'
import { isReachedBy } from '../ledger/grants'
import { CLOCK_SKEW_MS, toFoundAccess, withFoundAccess } from '../ledger/unknown-origin'
import { occurrenceTime, type PlanState } from './plan-state'

/**
 * Attributes access found open to this purchase if one of its creates explains it, else records it as of unknown
 * origin. Times are epoch ms. An ending ends the access it finds, whenever it began, since nothing else explains it.
 */
export function attribute(state: PlanState, found: Target, since: number, until: number | null): PlanState {
  const { fact } = state.record
  const target = targetKey(found) === targetKey(state.target) ? state.target : found
  if (isExplainedByPurchase(state, targetKey(target), since)) {
    return state
  }
  const kept = (begun: number): PlanState => {
    const isReopened = state.before !== null && state.before <= occurrenceTime(state.job)
    return { ...state, customer: withFoundAccess(state.customer, toFoundAccess(target, begun, until, isReopened)) }
  }
  if (fact.kind === 'create' || fact.kind === 'none') {
    return kept(since)
  }
  return kept(Math.min(since, occurrenceTime(state.job)))
}

/** By a claim of the purchase that reaches the target, if the purchase began by then or goes on from before. */
function isExplainedByPurchase({ customer, record, contents }: PlanState, target: TargetKey, since: number): boolean {
  const purchase = customer.purchases.find(({ id }) => id === record.purchase)
  const claims = Object.values(purchase?.claims ?? {})
  return (
    purchase !== undefined &&
    (purchase.continues || since >= purchase.begun - CLOCK_SKEW_MS) &&
    claims.some((claim) => claim.create !== null && isReachedBy(claim, target, contents))
  )
}

/** Whose is the access that a call or a look found? */
import type { Target } from '../actions'
import { type TargetKey, targetKey } from '../ledger/customer'
import { isReaching } from '../ledger/grants'
import { isExplained, toFoundAccess, withFoundAccess } from '../ledger/unknown-origin'
import type { PlanState } from './plan-state'

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
    return { ...state, customer: withFoundAccess(state.customer, toFoundAccess(target, begun, until)) }
  }
  if (fact.kind === 'create' || fact.kind === 'none') {
    return kept(since)
  }
  const { happened } = fact.kind === 'end' ? fact.end : fact.removal
  return kept(Math.min(since, happened.at))
}

/** By the firing's create, or an earlier one of the purchase. */
function isExplainedByPurchase(
  { customer, record: recorded, contents, job }: PlanState,
  target: TargetKey,
  since: number,
): boolean {
  const { fact, purchase } = recorded
  if (
    fact.kind === 'create' &&
    isReaching(fact.target, target, contents) &&
    isExplained(fact.create, job.origin, since)
  ) {
    return true
  }
  const claims = Object.values(customer.purchases.find(({ id }) => id === purchase)?.claims ?? {})
  return claims.some(
    (claim) =>
      claim.create !== null && isReaching(claim.target, target, contents) && isExplained(claim.create, 'event', since),
  )
}

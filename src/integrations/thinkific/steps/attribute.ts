/** Whose is the access that a call or a look found? */
import type { Target } from '../../../model/rule'
import { type TargetKey, targetKey } from '../ledger/customer'
import { isReaching } from '../ledger/grants'
import { isExplained, toFoundAccess, withFoundAccess } from '../ledger/unknown-origin'
import type { PlanState } from './plan-state'

/**
 * Gives access found open to the purchase at hand where one of its creates explains it, else keeps it as of unknown
 * origin. `since` and `until` are epoch ms. What an ending finds it ends, however late it was begun: nobody else
 * explains it.
 */
export function attribute(run: PlanState, found: Target, since: number, until: number | null): PlanState {
  const { fact } = run.record
  const target = targetKey(found) === targetKey(run.target) ? run.target : found
  if (isExplainedByPurchase(run, targetKey(target), since)) return run
  const kept = (begun: number): PlanState => {
    return { ...run, customer: withFoundAccess(run.customer, toFoundAccess(target, begun, until)) }
  }
  if (fact.kind === 'create' || fact.kind === 'none') return kept(since)
  const { happened } = fact.kind === 'end' ? fact.end : fact.removal
  return kept(Math.min(since, happened.at))
}

/** By the firing's own create, or by one that the purchase brought before. */
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

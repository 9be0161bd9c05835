/** Whose is the access that a call or a look found? */
import type { Target } from '../../../model/rule'
import { keyOf, type TargetKey } from '../ledger/customer'
import { reaches } from '../ledger/grants'
import { explains, foundAccess, withFound } from '../ledger/unknown-origin'
import type { Run } from './plan-state'

/**
 * Gives access found open to the purchase at hand where one of its creates explains it, else keeps it as of unknown
 * origin. `since` and `until` are epoch ms. What an ending finds it ends, however late it was begun: nobody else
 * explains it.
 */
export function attribute(run: Run, found: Target, since: number, until: number | null): Run {
  const { fact } = run.recorded
  const target = keyOf(found) === keyOf(run.target) ? run.target : found
  if (explained(run, keyOf(target), since)) return run
  const kept = (begun: number): Run => {
    return { ...run, customer: withFound(run.customer, foundAccess(target, begun, until)) }
  }
  if (fact.kind === 'create' || fact.kind === 'none') return kept(since)
  const { happened } = fact.kind === 'end' ? fact.end : fact.removal
  return kept(Math.min(since, happened.at))
}

/** By the firing's own create, or by one that the purchase brought before. */
function explained({ customer, recorded, contents, job }: Run, target: TargetKey, since: number): boolean {
  const { fact, purchase } = recorded
  if (fact.kind === 'create' && reaches(fact.target, target, contents) && explains(fact.create, job.origin, since)) {
    return true
  }
  const claims = Object.values(customer.purchases.find(({ id }) => id === purchase)?.claims ?? {})
  return claims.some(
    (claim) =>
      claim.create !== null && reaches(claim.target, target, contents) && explains(claim.create, 'event', since),
  )
}

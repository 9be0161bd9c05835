/** Whose is the access that a call or a look found? */
import type { Target } from '../../rules/rule'
import { keyOf } from '../ledger/customer'
import { reaches } from '../ledger/grants'
import { explains, foundAccess, withFound } from '../ledger/unknown-origin'
import type { Run } from './run'

/**
 * Gives access found open to the purchase at hand where its event explains it, else keeps it as of unknown origin.
 * `since` and `until` are epoch ms. What an ending finds it ends, however late it was begun: nobody else explains it.
 */
export function attribute(run: Run, found: Target, since: number, until: number | null): Run {
  const { fact } = run.recorded
  const target = keyOf(found) === keyOf(run.target) ? run.target : found
  if (fact.kind === 'create') {
    const mine = reaches(run.target, keyOf(target), run.contents) && explains(fact, run.job.origin, since)
    return mine ? run : { ...run, customer: withFound(run.customer, foundAccess(target, since, until)) }
  }
  if (fact.kind === 'none') return { ...run, customer: withFound(run.customer, foundAccess(target, since, until)) }
  const { happened } = fact.kind === 'end' ? fact.end : fact.removal
  const begun = Math.min(since, happened.at)
  return { ...run, customer: withFound(run.customer, foundAccess(target, begun, until)) }
}

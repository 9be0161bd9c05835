/** Looks at what Thinkific has of a customer in the target, and changes nothing there. */
import { targetKey } from '../ledger/customer'
import { hasMark, hasUserMark } from './marks'
import type { PlanState } from './plan-state'
import type { SiteCall } from './site-call'

export function nextLook(state: PlanState): SiteCall | null {
  const { customer, job, target, contents, marks } = state
  const email = customer.email ?? job.customer.email
  if (customer.user === null) {
    return email === '' || hasUserMark(state, 'looked') ? null : { do: 'find user', email }
  }
  const user = customer.user.id
  if (target.kind === 'course') {
    return hasMark(state, targetKey(target), 'looked') ? null : { do: 'look at course', user, course: target.id }
  }
  if (contents[target.id] === undefined) {
    return { do: 'read bundle', bundle: target.id }
  }
  const { pages, isComplete } = marks.listing
  return isComplete ? null : { do: 'look at courses', user, page: pages + 1 }
}

/** Looks at what Thinkific has of a customer in the target, and changes nothing there. */
import { targetKey } from '../ledger/customer'
import { hasMark, hasUserMark } from './marks'
import type { PlanState } from './plan-state'
import type { SiteCall } from './site-call'

/** Null once that is known. */
export function nextLook(state: PlanState): SiteCall | null {
  const { customer, job, target } = state
  const email = customer.email ?? job.customer.email
  if (customer.user === null) {
    return email === '' || hasUserMark(state, 'looked') ? null : { do: 'find user', email }
  }
  if (hasMark(state, targetKey(target), 'looked')) {
    return null
  }
  const user = customer.user.id
  return target.kind === 'course'
    ? { do: 'look at course', user, course: target.id }
    : { do: 'look at bundle', user, bundle: target.id }
}

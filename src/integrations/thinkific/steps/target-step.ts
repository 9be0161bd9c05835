/** What brings one target to where the ledger wants it. */
import type { Target } from '../actions'
import { listNeededBundles } from '../ledger/grants'
import { bundleCoursesStep, bundleStep } from './bundle-step'
import { courseStep } from './course-step'
import type { PlanState } from './plan-state'
import { callStep, type Step } from './step'

export function readBundleStep(state: PlanState, target: Target): Step | null {
  const unread = listNeededBundles(state.customer, target).find((id) => state.contents[id] === undefined)
  return unread === undefined ? null : callStep({ do: 'read bundle', bundle: unread })
}

export function targetStep(state: PlanState, target: Target, now: number): Step | null {
  const user = state.customer.user
  if (user === null) {
    return null
  }
  return target.kind === 'course' ? courseStep(state, target.id, user.id, now) : bundleStep(state, target, user.id, now)
}

/** The bundle itself may be right while some courses are not, because of another grant or a test's. */
export function coursesStep(state: PlanState, target: Target, now: number): Step | null {
  const { user } = state.customer
  return user === null || target.kind === 'course' ? null : bundleCoursesStep(state, target, user.id, now)
}

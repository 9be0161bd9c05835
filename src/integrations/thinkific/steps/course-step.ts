import { courseKey, type TargetKey } from '../ledger/customer'
import { ENDLESS, toStoredEnd } from '../ledger/ends'
import { activationDate, endOfYesterday, toPutEnd } from './dates'
import { hasMark } from './marks'
import { isUnknownUser, type PlanState, wantedAccess } from './plan-state'
import type { SiteCall } from './site-call'
import { callStep, rejectStep, type Step } from './step'
import { findThinkificAccess, isSameAccess, type ThinkificAccess } from './thinkific-access'
import { isProtected } from './user-step'

/** The next call for a known user; null when Thinkific has what the ledger wants. */
export function courseStep(state: PlanState, course: string, user: string, now: number): Step | null {
  const key = courseKey(course)
  const looked = hasMark(state, key, 'looked')
  const look = callStep({ do: 'look at course', user, course })
  const have = findThinkificAccess(state.customer, key, state.contents)
  const want = wantedAccess(state, key).end
  if (isProtected(state, have, want)) {
    return null
  }
  if (isDoubtful(state, key) && !looked) {
    return look
  }
  if (want <= now) {
    return closeCourse(state, course, have, looked, now) ?? (have === null && !looked ? look : null)
  }
  if (hasMark(state, key, 'unsure') || (hasMark(state, key, 'old') && !looked)) {
    return look
  }
  if (have !== null && isSameAccess(have.end, want, now)) {
    return null
  }
  const blind = state.userOrigin === 'made' || (want === ENDLESS && !isUnknownUser(state))
  if (have === null && !blind && !looked) {
    return look
  }
  const refused = hasMark(state, key, 'refused')
  if (refused && have?.id == null) {
    return looked ? rejectStep(state) : look
  }
  return callStep(openCourse(state, course, user, have, want))
}

/** Without an enrollment no call is needed, else a date in the past. */
function closeCourse(
  state: PlanState,
  course: string,
  have: ThinkificAccess | null,
  looked: boolean,
  now: number,
): Step | null {
  if (have === null || have.end <= now) {
    return null
  }
  if (have.id === null) {
    return state.customer.user === null || looked
      ? null
      : callStep({ do: 'look at course', user: state.customer.user.id, course })
  }
  const activatedAt = activationDate(have, state)
  return callStep({ do: 'set dates', enrollment: have.id, course, activatedAt, end: endOfYesterday(now) })
}

/**
 * A known enrollment gets its end by PUT. To remove an end, POST again: its answer shows the result, while PUT with
 * null answers nothing and may be ignored. Unless the site refuses a second POST.
 */
function openCourse(
  state: PlanState,
  course: string,
  user: string,
  have: ThinkificAccess | null,
  want: number,
): SiteCall {
  const activatedAt = activationDate(have, state)
  const repost = !state.habits.refusesRepost.course && !hasMark(state, courseKey(course), 'refused') && want === ENDLESS
  if (have?.id == null || repost) {
    return { do: 'enroll', user, course, activatedAt, end: toStoredEnd(want) }
  }
  return { do: 'set dates', enrollment: have.id, course, activatedAt, end: toPutEnd(want, state.habits) }
}

/** A call of ours may have changed it since it was last seen. A user made in this run has nothing to look for. */
export function isDoubtful(state: PlanState, key: TargetKey): boolean {
  return state.customer.unanswered[key] !== undefined || (hasMark(state, key, 'look') && state.userOrigin !== 'made')
}

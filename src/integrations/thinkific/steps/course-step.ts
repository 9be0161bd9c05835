/** What brings one course's enrollment to where the ledger wants it. */
import { courseKey } from '../ledger/customer'
import { ENDLESS, toStoredEnd } from '../ledger/ends'
import { activationDate, endOfYesterday, toPutEnd } from './dates'
import {
  findThinkificAccess,
  hasMark,
  isSameAccess,
  isUnknownUser,
  type PlanState,
  type ThinkificAccess,
  wantedAccess,
} from './plan-state'
import type { SiteCall } from './site-call'
import { callStep, rejectStep, type Step } from './step'
import { isProtected } from './user-step'

/** The next call for a course of a known user; null when Thinkific has what the ledger wants. */
export function courseStep(run: PlanState, course: string, user: string, now: number): Step | null {
  const key = courseKey(course)
  const looked = hasMark(run, key)
  const look = callStep({ do: 'look at course', user, course })
  const have = findThinkificAccess(run.customer, key, run.contents)
  const want = wantedAccess(run, key).end
  if (isProtected(run, have, want)) return null
  const doubtful = run.customer.unanswered[key] !== undefined || hasMark(run, `look ${key}`)
  if (doubtful && !looked) return look
  if (want <= now) return closeCourse(run, course, have, looked, now) ?? (have === null && !looked ? look : null)
  if (hasMark(run, `unsure ${key}`) || (hasMark(run, `old ${key}`) && !looked)) return look
  if (have !== null && isSameAccess(have.end, want, now)) return null
  const blind = run.userOrigin === 'made' || (want === ENDLESS && !isUnknownUser(run))
  if (have === null && !blind && !looked) return look
  const refused = hasMark(run, `refused ${key}`)
  if (refused && have?.id == null) return looked ? rejectStep(run) : look
  return callStep(openCourse(run, course, user, have, want))
}

/** Someone without an enrollment needs no call, someone with one a date in the past. */
function closeCourse(
  run: PlanState,
  course: string,
  have: ThinkificAccess | null,
  looked: boolean,
  now: number,
): Step | null {
  if (have === null || have.end <= now) return null
  if (have.id === null) {
    return run.customer.user === null || looked
      ? null
      : callStep({ do: 'look at course', user: run.customer.user.id, course })
  }
  const activatedAt = activationDate(have, run)
  return callStep({ do: 'set dates', enrollment: have.id, course, activatedAt, end: endOfYesterday(now) })
}

/**
 * A known enrollment is given its end by PUT. One to be without end is posted again: that clears the end, and the answer
 * shows it, where PUT with null answers nothing and may be ignored; unless the site refuses to be posted to again.
 */
function openCourse(
  run: PlanState,
  course: string,
  user: string,
  have: ThinkificAccess | null,
  want: number,
): SiteCall {
  const activatedAt = activationDate(have, run)
  const repost = !run.habits.refusesRepost.course && !hasMark(run, `refused ${courseKey(course)}`) && want === ENDLESS
  if (have?.id == null || repost) return { do: 'enroll', user, course, activatedAt, end: toStoredEnd(want) }
  return { do: 'set dates', enrollment: have.id, course, activatedAt, end: toPutEnd(want, run.habits) }
}

/** What brings one course's enrollment to where the ledger wants it. */
import { courseKey } from '../ledger/customer'
import { ENDLESS, storedEnd } from '../ledger/ends'
import { activation, putEnd, yesterday } from './dates'
import { type Have, haveOf, isUnseen, marked, type Run, sameAccess, wanted } from './plan-state'
import type { Call } from './site-call'
import { calling, rejected, type Step } from './step'
import { isLeftAlone } from './user-step'

/** The next call for a course of a known user; null when Thinkific has what the ledger wants. */
export function courseStep(run: Run, course: string, user: string, now: number): Step | null {
  const key = courseKey(course)
  const looked = marked(run, key)
  const look = calling({ do: 'look at course', user, course })
  const have = haveOf(run.customer, key, run.contents)
  const want = wanted(run, key).end
  if (isLeftAlone(run, have, want)) return null
  const doubtful = run.customer.unanswered[key] !== undefined || marked(run, `look ${key}`)
  if (doubtful && !looked) return look
  if (want <= now) return closing(run, course, have, looked, now) ?? (have === null && !looked ? look : null)
  if (marked(run, `unsure ${key}`) || (marked(run, `old ${key}`) && !looked)) return look
  if (have !== null && sameAccess(have.end, want, now)) return null
  const blind = run.userCame === 'made' || (want === ENDLESS && !isUnseen(run))
  if (have === null && !blind && !looked) return look
  const refused = marked(run, `refused ${key}`)
  if (refused && have?.id == null) return looked ? rejected(run) : look
  return calling(opening(run, course, user, have, want))
}

/** Someone without an enrollment needs no call, someone with one a date in the past. */
function closing(run: Run, course: string, have: Have | null, looked: boolean, now: number): Step | null {
  if (have === null || have.end <= now) return null
  if (have.id === null) {
    return run.customer.user === null || looked
      ? null
      : calling({ do: 'look at course', user: run.customer.user.id, course })
  }
  const activatedAt = activation(have, run)
  return calling({ do: 'set dates', enrollment: have.id, course, activatedAt, end: yesterday(now) })
}

/**
 * A known enrollment is given its end by PUT. One to be without end is posted again: that clears the end, and the answer
 * shows it, where PUT with null answers nothing and may be ignored; unless the site refuses to be posted to again.
 */
function opening(run: Run, course: string, user: string, have: Have | null, want: number): Call {
  const activatedAt = activation(have, run)
  const repost = !run.habits.refusesRepost.course && !marked(run, `refused ${courseKey(course)}`) && want === ENDLESS
  if (have?.id == null || repost) return { do: 'enroll', user, course, activatedAt, end: storedEnd(want) }
  return { do: 'set dates', enrollment: have.id, course, activatedAt, end: putEnd(want, run.habits) }
}

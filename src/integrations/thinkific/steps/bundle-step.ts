/** What brings a bundle's enrollment, and then each course of it, to where the ledger wants them. */
import type { Target } from '../actions'
import { courseKey, type PendingWrite, type TargetKey, targetKey } from '../ledger/customer'
import { ENDLESS, NEVER, toStoredEnd } from '../ledger/ends'
import { listLeftCourses, listNeededBundles } from '../ledger/grants'
import { courseStep, isDoubtful } from './course-step'
import { activationDate, endOfYesterday, toPutEnd } from './dates'
import { hasMark } from './marks'
import { isUnknownUser, type PlanState, wantedAccess } from './plan-state'
import type { SiteCall } from './site-call'
import { callStep, rejectStep, type Step } from './step'
import { findThinkificAccess, isSameAccess, type ThinkificAccess } from './thinkific-access'
import { isProtected } from './user-step'

/** A bundle call answered 202 and still not visible after this is made again. */
export const ABSENT_AFTER_MS = 10 * 60_000
/** First wait for a queued bundle enrollment; later waits double the time so far. */
const LOOK_SOON_MS = 5_000
/** About six rounds of 202 and absence, an hour; then a person has to look. */
const MOST_LOOKS = 50

/** Null when nothing is left to do. */
export function bundleStep(state: PlanState, target: Target, user: string, now: number): Step | null {
  return ownStep(state, target.id, user, now) ?? bundleCoursesStep(state, target, user, now)
}

function ownStep(state: PlanState, bundle: string, user: string, now: number): Step | null {
  const key: TargetKey = `bundle:${bundle}`
  const known = state.customer.known[key]
  const looked = hasMark(state, key, 'looked')
  const look = callStep({ do: 'look at bundle', user, bundle })
  const want = wantedAccess(state, key).end
  if (known?.queuedAt !== undefined) {
    return looked ? waitForQueued(state, key, known.queuedAt, now) : look
  }
  if (isDoubtful(state, key) && !looked) {
    return look
  }
  const pending = state.customer.unanswered[key]
  if (pending !== undefined && want > now && isPutOff(state, pending)) {
    return waitForQueued(state, key, pending.at, now)
  }
  if (hasMark(state, key, 'absent') && !hasMark(state, key, 'read')) {
    return callStep({ do: 'read bundle', bundle })
  }
  const have = findThinkificAccess(state.customer, key, {})
  if (isProtected(state, have, want)) {
    return null
  }
  if (want <= now) {
    if (looked && pending !== undefined && (have === null || have.end <= now)) {
      return waitForQueued(state, key, pending.at, now)
    }
    if (have === null) {
      return looked ? null : look
    }
    if (have.end <= now) {
      return null
    }
    return callStep({
      do: 'set bundle dates',
      user,
      bundle,
      activatedAt: activationDate(have, state),
      end: endOfYesterday(now),
    })
  }
  if (hasMark(state, key, 'unsure') || (hasMark(state, key, 'old') && !looked)) {
    return look
  }
  if (have !== null && isSameAccess(have.end, want, now)) {
    return null
  }
  if (have === null && bundle === state.target.id && isInventoryNeeded(state, want)) {
    return callStep({ do: 'look at courses', user, page: state.marks.listing.pages + 1 })
  }
  if (state.rows !== null) {
    return callStep({ do: 'read bundle', bundle })
  }
  if (hasMark(state, key, 'refused') && !looked) {
    return look
  }
  if (hasMark(state, key, 'refused') && (have === null || have.end === NEVER)) {
    return rejectStep(state)
  }
  return callStep(openBundle(state, bundle, user, have, want))
}

/** A bundle's write reaches all of its courses; those with other grants or removals, or in doubt, get their own dates. */
export function bundleCoursesStep(state: PlanState, bundle: Target, user: string, now: number): Step | null {
  const left = leftCourseStep(state, bundle, user, now)
  if (left !== null) {
    return left
  }
  const isShared = listNeededBundles(state.customer, bundle).length > 0
  for (const course of state.contents[bundle.id] ?? []) {
    const key = courseKey(course)
    const isOwn = isShared || state.customer.unanswered[key] !== undefined || hasMark(state, key, 'looked')
    const step = isOwn ? ownDatesStep(state, course, user, now) : null
    if (step !== null) {
      return step
    }
  }
  return null
}

/** A course that has left the bundle is out of reach of its calls, so its end is moved, or it is closed, separately. */
function leftCourseStep(state: PlanState, bundle: Target, user: string, now: number): Step | null {
  for (const course of listLeftCourses(state.customer, bundle, state.contents)) {
    const key = courseKey(course)
    if (findThinkificAccess(state.customer, key, state.contents) === null && !hasMark(state, key, 'looked')) {
      return callStep({ do: 'look at course', user, course })
    }
    const step = ownDatesStep(state, course, user, now)
    if (step !== null) {
      return step
    }
  }
  return null
}

/** Where a course has other dates than the ledger wants, or may have them since a call of ours went unanswered. */
function ownDatesStep(state: PlanState, course: string, user: string, now: number): Step | null {
  const key = courseKey(course)
  const have = findThinkificAccess(state.customer, key, state.contents)
  const doubtful = state.customer.unanswered[key] !== undefined || hasMark(state, key, 'look')
  const unsure = hasMark(state, key, 'unsure') || (doubtful && !hasMark(state, key, 'looked'))
  const differs = have !== null && (unsure || !isSameAccess(have.end, wantedAccess(state, key).end, now))
  return differs ? courseStep(state, course, user, now) : null
}

/**
 * A bundle call's answer is empty, so what it replaces can only be read before: when an end could overwrite lifetime
 * access, or the user existed before us.
 */
function isInventoryNeeded(state: PlanState, want: number): boolean {
  if (state.userOrigin === 'made' || state.marks.listing.isComplete) {
    return false
  }
  return want !== ENDLESS || isUnknownUser(state)
}

/** Like a course: an end by PUT; no end by POST, unless the site refuses to be posted to again. */
function openBundle(
  state: PlanState,
  bundle: string,
  user: string,
  have: ThinkificAccess | null,
  want: number,
): SiteCall {
  const activatedAt = activationDate(have, state)
  const refused = state.habits.refusesRepost.bundle || hasMark(state, `bundle:${bundle}`, 'refused')
  const put = have !== null && have.end !== NEVER && (want !== ENDLESS || refused)
  return put
    ? { do: 'set bundle dates', user, bundle, activatedAt, end: toPutEnd(want, state.habits) }
    : { do: 'enroll in bundle', user, bundle, activatedAt, end: toStoredEnd(want) }
}

/** Thinkific may have accepted an unanswered enrollment for later. */
export function isPutOff({ habits }: PlanState, { mayBeQueued }: PendingWrite): boolean {
  return mayBeQueued === true && habits.bundlePost !== 'made'
}

function waitForQueued(state: PlanState, key: TargetKey, queuedAt: number, now: number): Step {
  const waited = now - queuedAt
  const name = [state.target, ...state.otherTargets].find((one) => targetKey(one) === key)?.name || key
  if (state.tries >= MOST_LOOKS) {
    const refusal = `Thinkific accepted the enrollment in ${name} several times and never carried it out. Check the bundle in Thinkific, then retry.`
    return rejectStep({ ...state, refusal })
  }
  const sentence = `Thinkific accepted an enrollment in ${name}, or may have, and has not carried it out yet.`
  const ms = Math.min(Math.max(LOOK_SOON_MS, waited), ABSENT_AFTER_MS - waited + 1_000)
  return { kind: 'wait', reason: 'unconfirmed', sentence, ms: Math.max(1_000, ms) }
}

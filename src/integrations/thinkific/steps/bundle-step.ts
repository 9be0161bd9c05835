/** What brings a bundle's enrollment, and then each course of it, to where the ledger wants them. */
import type { Target } from '../actions'
import { courseKey, type TargetKey } from '../ledger/customer'
import { ENDLESS, NEVER, toStoredEnd } from '../ledger/ends'
import { listNeededBundles } from '../ledger/grants'
import { courseStep } from './course-step'
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

/** A bundle call answered 202 that is still not seen after so long has come to nothing, and is made again. */
export const ABSENT_AFTER_MS = 10 * 60_000
/** A queued bundle enrollment is looked for after so long, then each time after as long again as it has waited. */
const LOOK_SOON_MS = 5_000
/** Some six rounds of promise and absence, an hour: what is still not there by then needs a person. */
const MOST_LOOKS = 50

/** The next call for a bundle and its courses, for a known user; null when all is as the ledger wants it. */
export function bundleStep(state: PlanState, target: Target, user: string, now: number): Step | null {
  return ownStep(state, target.id, user, now) ?? bundleCoursesStep(state, target, user, now)
}

function ownStep(state: PlanState, bundle: string, user: string, now: number): Step | null {
  const key: TargetKey = `bundle:${bundle}`
  const known = state.customer.known[key]
  const looked = hasMark(state, key)
  const look = callStep({ do: 'look at bundle', user, bundle })
  if (known?.queuedAt !== undefined) {
    return looked ? waitForQueued(state, key, known.queuedAt, now) : look
  }
  const doubtful = state.customer.unanswered[key] !== undefined || hasMark(state, `look ${key}`)
  if (doubtful && !looked) {
    return look
  }
  if (hasMark(state, `absent ${key}`) && !hasMark(state, `read ${key}`)) {
    return callStep({ do: 'read bundle', bundle })
  }
  const have = findThinkificAccess(state.customer, key, {})
  const want = wantedAccess(state, key).end
  if (isProtected(state, have, want)) {
    return null
  }
  if (want <= now) {
    const pending = state.customer.unanswered[key]
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
  if (hasMark(state, `unsure ${key}`) || (hasMark(state, `old ${key}`) && !looked)) {
    return look
  }
  if (have !== null && isSameAccess(have.end, want, now)) {
    return null
  }
  if (have === null && bundle === state.target.id && isInventoryNeeded(state, want)) {
    return callStep({ do: 'look at courses', user, page: nextPage(state) })
  }
  if (state.rows !== null) {
    return callStep({ do: 'read bundle', bundle })
  }
  if (hasMark(state, `refused ${key}`) && !looked) {
    return look
  }
  if (hasMark(state, `refused ${key}`) && (have === null || have.end === NEVER)) {
    return rejectStep(state)
  }
  return callStep(openBundle(state, bundle, user, have, want))
}

/** A bundle's write reaches every course in it; those that another grant (or a removal) wants otherwise get their own. */
export function bundleCoursesStep(state: PlanState, bundle: Target, user: string, now: number): Step | null {
  if (listNeededBundles(state.customer, bundle).length === 0) {
    return null
  }
  for (const course of state.contents[bundle.id] ?? []) {
    const key = courseKey(course)
    const have = findThinkificAccess(state.customer, key, state.contents)
    const doubtful = state.customer.unanswered[key] !== undefined || hasMark(state, `look ${key}`)
    const unsure = hasMark(state, `unsure ${key}`) || (doubtful && !hasMark(state, key))
    const differs = have !== null && (unsure || !isSameAccess(have.end, wantedAccess(state, key).end, now))
    const step = differs ? courseStep(state, course, user, now) : null
    if (step !== null) {
      return step
    }
  }
  return null
}

/**
 * A bundle call answers nothing, so what it found can only be seen before it: asked where an end could overwrite a
 * lifetime access, and where Thinkific knew the user before we did.
 */
function isInventoryNeeded(state: PlanState, want: number): boolean {
  if (state.userOrigin === 'made' || hasMark(state, 'courses')) {
    return false
  }
  return want !== ENDLESS || isUnknownUser(state)
}

function nextPage(state: PlanState): number {
  const pages = state.marks.filter((mark) => mark === 'courses page').length
  return pages + 1
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
  const refused = state.habits.refusesRepost.bundle || hasMark(state, `refused bundle:${bundle}`)
  const put = have !== null && have.end !== NEVER && (want !== ENDLESS || refused)
  return put
    ? { do: 'set bundle dates', user, bundle, activatedAt, end: toPutEnd(want, state.habits) }
    : { do: 'enroll in bundle', user, bundle, activatedAt, end: toStoredEnd(want) }
}

function waitForQueued(state: PlanState, key: TargetKey, queuedAt: number, now: number): Step {
  const waited = now - queuedAt
  const name = state.target.name || key
  if (state.tries >= MOST_LOOKS) {
    const refusal = `Thinkific accepted the enrollment in ${name} again and again, and never carried it out. Look at the bundle in Thinkific, then retry.`
    return rejectStep({ ...state, refusal })
  }
  const sentence = `Thinkific accepted an enrollment in ${name}, or may have, and has not carried it out yet.`
  const ms = Math.min(Math.max(LOOK_SOON_MS, waited), ABSENT_AFTER_MS - waited + 1_000)
  return { kind: 'wait', reason: 'unconfirmed', sentence, ms: Math.max(1_000, ms) }
}

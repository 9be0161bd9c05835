/** What brings a bundle's enrollment, and then each course of it, to where the ledger wants them. */
import type { Target } from '../../../model/rule'
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
export function bundleStep(run: PlanState, target: Target, user: string, now: number): Step | null {
  return ownStep(run, target.id, user, now) ?? bundleCoursesStep(run, target, user, now)
}

function ownStep(run: PlanState, bundle: string, user: string, now: number): Step | null {
  const key: TargetKey = `bundle:${bundle}`
  const known = run.customer.known[key]
  const looked = hasMark(run, key)
  const look = callStep({ do: 'look at bundle', user, bundle })
  if (known?.queuedAt !== undefined) return looked ? waitForQueued(run, key, known.queuedAt, now) : look
  const doubtful = run.customer.unanswered[key] !== undefined || hasMark(run, `look ${key}`)
  if (doubtful && !looked) return look
  if (hasMark(run, `absent ${key}`) && !hasMark(run, `read ${key}`)) return callStep({ do: 'read bundle', bundle })
  const have = findThinkificAccess(run.customer, key, {})
  const want = wantedAccess(run, key).end
  if (isProtected(run, have, want)) return null
  if (want <= now) {
    const asked = run.customer.unanswered[key]
    if (looked && asked !== undefined && (have === null || have.end <= now))
      return waitForQueued(run, key, asked.at, now)
    if (have === null) return looked ? null : look
    if (have.end <= now) return null
    return callStep({
      do: 'set bundle dates',
      user,
      bundle,
      activatedAt: activationDate(have, run),
      end: endOfYesterday(now),
    })
  }
  if (hasMark(run, `unsure ${key}`) || (hasMark(run, `old ${key}`) && !looked)) return look
  if (have !== null && isSameAccess(have.end, want, now)) return null
  if (have === null && bundle === run.target.id && isInventoryNeeded(run, want))
    return callStep({ do: 'look at courses', user, page: nextPage(run) })
  if (run.rows !== null) return callStep({ do: 'read bundle', bundle })
  if (hasMark(run, `refused ${key}`) && !looked) return look
  if (hasMark(run, `refused ${key}`) && (have === null || have.end === NEVER)) return rejectStep(run)
  return callStep(openBundle(run, bundle, user, have, want))
}

/** A bundle's write reaches every course in it; those that another grant (or a removal) wants otherwise get their own. */
export function bundleCoursesStep(run: PlanState, bundle: Target, user: string, now: number): Step | null {
  if (listNeededBundles(run.customer, bundle).length === 0) return null
  for (const course of run.contents[bundle.id] ?? []) {
    const key = courseKey(course)
    const have = findThinkificAccess(run.customer, key, run.contents)
    const doubtful = run.customer.unanswered[key] !== undefined || hasMark(run, `look ${key}`)
    const unsure = hasMark(run, `unsure ${key}`) || (doubtful && !hasMark(run, key))
    const differs = have !== null && (unsure || !isSameAccess(have.end, wantedAccess(run, key).end, now))
    const step = differs ? courseStep(run, course, user, now) : null
    if (step !== null) return step
  }
  return null
}

/**
 * A bundle call answers nothing, so what it found can only be seen before it: asked where an end could overwrite a
 * lifetime access, and where Thinkific knew the user before we did.
 */
function isInventoryNeeded(run: PlanState, want: number): boolean {
  if (run.userOrigin === 'made' || hasMark(run, 'courses')) return false
  return want !== ENDLESS || isUnknownUser(run)
}

function nextPage(run: PlanState): number {
  const pages = run.marks.filter((mark) => mark === 'courses page').length
  return pages + 1
}

/** Like a course: an end by PUT; no end by POST, unless the site refuses to be posted to again. */
function openBundle(
  run: PlanState,
  bundle: string,
  user: string,
  have: ThinkificAccess | null,
  want: number,
): SiteCall {
  const activatedAt = activationDate(have, run)
  const refused = run.habits.refusesRepost.bundle || hasMark(run, `refused bundle:${bundle}`)
  const put = have !== null && have.end !== NEVER && (want !== ENDLESS || refused)
  return put
    ? { do: 'set bundle dates', user, bundle, activatedAt, end: toPutEnd(want, run.habits) }
    : { do: 'enroll in bundle', user, bundle, activatedAt, end: toStoredEnd(want) }
}

function waitForQueued(run: PlanState, key: TargetKey, queuedAt: number, now: number): Step {
  const waited = now - queuedAt
  const name = run.target.name || key
  if (run.tries >= MOST_LOOKS) {
    const refusal = `Thinkific accepted the enrollment in ${name} again and again, and never carried it out. Look at the bundle in Thinkific, then retry.`
    return rejectStep({ ...run, refusal })
  }
  const sentence = `Thinkific accepted an enrollment in ${name}, or may have, and has not carried it out yet.`
  const ms = Math.min(Math.max(LOOK_SOON_MS, waited), ABSENT_AFTER_MS - waited + 1_000)
  return { kind: 'wait', reason: 'unconfirmed', sentence, ms: Math.max(1_000, ms) }
}

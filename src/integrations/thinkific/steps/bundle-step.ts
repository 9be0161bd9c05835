/** What brings a bundle's enrollment, and then each course of it, to where the ledger wants them. */
import type { Target } from '../../../model/rule'
import { courseKey, type TargetKey } from '../ledger/customer'
import { ENDLESS, NEVER, storedEnd } from '../ledger/ends'
import { bundlesToKnow } from '../ledger/grants'
import { courseStep } from './course-step'
import { activation, putEnd, yesterday } from './dates'
import { type Have, haveOf, isUnseen, marked, type Run, sameAccess, wanted } from './plan-state'
import type { Call } from './site-call'
import { calling, rejected, type Step } from './step'
import { isLeftAlone } from './user-step'

/** A bundle call answered 202 that is still not seen after so long has come to nothing, and is made again. */
export const ABSENT_AFTER_MS = 10 * 60_000
/** A queued bundle enrollment is looked for after so long, then each time after as long again as it has waited. */
const LOOK_SOON_MS = 5_000
/** Some six rounds of promise and absence, an hour: what is still not there by then needs a person. */
const MOST_LOOKS = 50

/** The next call for a bundle and its courses, for a known user; null when all is as the ledger wants it. */
export function bundleStep(run: Run, target: Target, user: string, now: number): Step | null {
  return itself(run, target.id, user, now) ?? itsCourses(run, target, user, now)
}

function itself(run: Run, bundle: string, user: string, now: number): Step | null {
  const key: TargetKey = `bundle:${bundle}`
  const known = run.customer.known[key]
  const looked = marked(run, key)
  const look = calling({ do: 'look at bundle', user, bundle })
  if (known?.queuedAt !== undefined) return looked ? stillQueued(run, key, known.queuedAt, now) : look
  const doubtful = run.customer.unanswered[key] !== undefined || marked(run, `look ${key}`)
  if (doubtful && !looked) return look
  if (marked(run, `absent ${key}`) && !marked(run, `read ${key}`)) return calling({ do: 'read bundle', bundle })
  const have = haveOf(run.customer, key, {})
  const want = wanted(run, key).end
  if (isLeftAlone(run, have, want)) return null
  if (want <= now) {
    const asked = run.customer.unanswered[key]
    if (looked && asked !== undefined && (have === null || have.end <= now)) return stillQueued(run, key, asked.at, now)
    if (have === null) return looked ? null : look
    if (have.end <= now) return null
    return calling({ do: 'set bundle dates', user, bundle, activatedAt: activation(have, run), end: yesterday(now) })
  }
  if (marked(run, `unsure ${key}`) || (marked(run, `old ${key}`) && !looked)) return look
  if (have !== null && sameAccess(have.end, want, now)) return null
  if (have === null && bundle === run.target.id && needsInventory(run, want))
    return calling({ do: 'look at courses', user, page: nextPage(run) })
  if (run.rows !== null) return calling({ do: 'read bundle', bundle })
  if (marked(run, `refused ${key}`) && !looked) return look
  if (marked(run, `refused ${key}`) && (have === null || have.end === NEVER)) return rejected(run)
  return calling(opening(run, bundle, user, have, want))
}

/** A bundle's write reaches every course in it; those that another grant (or a removal) wants otherwise get their own. */
export function itsCourses(run: Run, bundle: Target, user: string, now: number): Step | null {
  if (bundlesToKnow(run.customer, bundle).length === 0) return null
  for (const course of run.contents[bundle.id] ?? []) {
    const key = courseKey(course)
    const have = haveOf(run.customer, key, run.contents)
    const doubtful = run.customer.unanswered[key] !== undefined || marked(run, `look ${key}`)
    const unsure = marked(run, `unsure ${key}`) || (doubtful && !marked(run, key))
    const differs = have !== null && (unsure || !sameAccess(have.end, wanted(run, key).end, now))
    const step = differs ? courseStep(run, course, user, now) : null
    if (step !== null) return step
  }
  return null
}

/**
 * A bundle call answers nothing, so what it found can only be seen before it: asked where an end could overwrite a
 * lifetime access, and where Thinkific knew the user before we did.
 */
function needsInventory(run: Run, want: number): boolean {
  if (run.userCame === 'made' || marked(run, 'courses')) return false
  return want !== ENDLESS || isUnseen(run)
}

function nextPage(run: Run): number {
  const pages = run.marks.filter((mark) => mark === 'courses page').length
  return pages + 1
}

/** Like a course: an end by PUT; no end by POST, unless the site refuses to be posted to again. */
function opening(run: Run, bundle: string, user: string, have: Have | null, want: number): Call {
  const activatedAt = activation(have, run)
  const refused = run.habits.refusesRepost.bundle || marked(run, `refused bundle:${bundle}`)
  const put = have !== null && have.end !== NEVER && (want !== ENDLESS || refused)
  return put
    ? { do: 'set bundle dates', user, bundle, activatedAt, end: putEnd(want, run.habits) }
    : { do: 'enroll in bundle', user, bundle, activatedAt, end: storedEnd(want) }
}

function stillQueued(run: Run, key: TargetKey, queuedAt: number, now: number): Step {
  const waited = now - queuedAt
  const name = run.target.name || key
  if (run.tries >= MOST_LOOKS) {
    const refusal = `Thinkific accepted the enrollment in ${name} again and again, and never carried it out. Look at the bundle in Thinkific, then retry.`
    return rejected({ ...run, refusal })
  }
  const sentence = `Thinkific accepted an enrollment in ${name}, or may have, and has not carried it out yet.`
  const ms = Math.min(Math.max(LOOK_SOON_MS, waited), ABSENT_AFTER_MS - waited + 1_000)
  return { kind: 'wait', reason: 'unconfirmed', sentence, ms: Math.max(1_000, ms) }
}

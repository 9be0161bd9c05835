/** The four actions: what comes next for a firing, given all that is known. Data in, data out. */
import type { Target } from '../../../model/rule'
import { keyOf } from '../ledger/customer'
import { NEVER } from '../ledger/ends'
import { bundlesToKnow } from '../ledger/grants'
import { bundleStep, itsCourses } from './bundle-step'
import { courseStep } from './course-step'
import { haveOf, marked, type Run, sameAccess, wanted } from './plan-state'
import type { Call } from './site-call'
import { calling, type Step } from './step'
import { findUser, isAdministrator, makeUser, updateFields } from './user-step'
import { outcomeOf } from './verdict'

/** The same call so often: Thinkific accepts it and does not apply it. */
const MOST_REPEATS = 3

/** One step further. Times are epoch ms. */
export function next(run: Run, now: number): Step {
  const wish = own(run, now) ?? also(run, now)
  const [stale] = run.stale
  const doubted = wish?.kind === 'call' && endsAccess(wish.call, now) && stale !== undefined
  const step = doubted ? calling({ do: 'read bundle', bundle: stale }) : wish
  if (step?.kind === 'call' && repeats(run, step.call) >= MOST_REPEATS) return notApplied(run)
  return step ?? { kind: 'settled', ...outcomeOf(run, now) }
}

/** Before access is ended, what a bundle gives must be as it is now; elsewhere as it was will do. */
function endsAccess(call: Call, now: number): boolean {
  return (call.do === 'set dates' || call.do === 'set bundle dates') && call.end !== null && call.end <= now
}

/** What the firing itself asks for. */
function own(run: Run, now: number): Step | null {
  if (run.recorded.fact.kind === 'none') return null
  const unread = unreadFor(run, run.target)
  if (unread !== null) return unread
  return run.recorded.fact.kind === 'create' ? create(run, now) : expire(run, now)
}

/** Find or create the user, enroll or renew, send what changed of the mapped fields. */
function create(run: Run, now: number): Step | null {
  const key = keyOf(run.target)
  if (wanted(run, key).end <= now) {
    // A later event of the same purchase may give less than the one before it, so that what is open must end.
    if (haveOf(run.customer, key, run.contents) === null && !isPending(run)) return coursesStep(run, run.target, now)
    const known = findUser(run, now)
    if (known !== null) return known.kind === 'settled' ? null : known
    return isAdministrator(run) ? null : targetStep(run, run.target, now)
  }
  return makeUser(run, now) ?? targetStep(run, run.target, now) ?? updateFields(run)
}

/** Ends what is to end; never makes a user, never touches an administrator. */
function expire(run: Run, now: number): Step | null {
  const key = keyOf(run.target)
  const want = wanted(run, key).end
  const have = haveOf(run.customer, key, run.contents)
  const pending = isPending(run)
  // Whoever else grants it has seen, or will see, to the enrollment being there; an ending makes none.
  if (want > now && (have === null || have.end === NEVER)) return null
  if (have !== null && sameAccess(have.end, want, now) && !pending && run.target.kind === 'course') return null
  const dealtWith = run.recorded.overruledBy !== null || run.recorded.again
  if (dealtWith && have === null && !pending) return null
  const known = findUser(run, now)
  if (known !== null) return known
  return isAdministrator(run) ? null : targetStep(run, run.target, now)
}

/** A call of ours may have opened the target, or may yet, though nothing shows it. */
function isPending({ customer, target }: Run): boolean {
  const key = keyOf(target)
  return customer.unanswered[key] !== undefined || customer.known[key]?.queuedAt !== undefined
}

/** The purchase's other targets, where what Thinkific has is known to differ from what they should be. */
function also(run: Run, now: number): Step | null {
  if (isAdministrator(run)) return null
  for (const target of run.also.filter((one) => !marked(run, `left ${keyOf(one)}`))) {
    const unread = unreadFor(run, target)
    if (unread !== null) return unread
    const want = wanted(run, keyOf(target)).end
    const have = haveOf(run.customer, keyOf(target), run.contents)?.end ?? NEVER
    const maker = want > now ? makeUser(run, now) : null
    const same = sameAccess(have, want, now)
    const step = same ? coursesStep(run, target, now) : (maker ?? targetStep(run, target, now))
    if (step !== null && step.kind !== 'settled') return step
  }
  return null
}

function unreadFor(run: Run, target: Target): Step | null {
  const unread = bundlesToKnow(run.customer, target).find((id) => run.contents[id] === undefined)
  return unread === undefined ? null : calling({ do: 'read bundle', bundle: unread })
}

function targetStep(run: Run, target: Target, now: number): Step | null {
  const user = run.customer.user
  if (user === null) return null
  return target.kind === 'course' ? courseStep(run, target.id, user.id, now) : bundleStep(run, target, user.id, now)
}

/** A bundle as it should be may have courses that are not: another grant's, or a test's that counts no more beside it. */
function coursesStep(run: Run, target: Target, now: number): Step | null {
  const { user } = run.customer
  return user === null || target.kind === 'course' ? null : itsCourses(run, target, user.id, now)
}

function repeats(run: Run, call: Call): number {
  const told = JSON.stringify(call)
  return run.made.filter((made) => made === told).length
}

function notApplied(run: Run): Step {
  const sentence = `Thinkific accepted what was asked for ${run.target.name} and did not apply it.`
  return { kind: 'settled', outcome: 'rejected by Thinkific', sentence }
}

/** The four actions: what comes next for a firing, given all that is known. Data in, data out. */
import type { Target } from '../../../model/rule'
import { targetKey } from '../ledger/customer'
import { NEVER } from '../ledger/ends'
import { listNeededBundles } from '../ledger/grants'
import { bundleCoursesStep, bundleStep } from './bundle-step'
import { courseStep } from './course-step'
import { findThinkificAccess, hasMark, isSameAccess, type PlanState, wantedAccess } from './plan-state'
import type { SiteCall } from './site-call'
import { callStep, type Step } from './step'
import { createUserStep, findUserStep, isAdministrator, updateFieldsStep } from './user-step'
import { decideOutcome } from './verdict'

/** The same call so often: Thinkific accepts it and does not apply it. */
const MOST_REPEATS = 3

/** One step further. Times are epoch ms. */
export function nextStep(run: PlanState, now: number): Step {
  const wish = ownTargetStep(run, now) ?? otherTargetsStep(run, now)
  const [stale] = run.stale
  const doubted = wish?.kind === 'call' && isEndingAccess(wish.call, now) && stale !== undefined
  const step = doubted ? callStep({ do: 'read bundle', bundle: stale }) : wish
  if (step?.kind === 'call' && countRepeats(run, step.call) >= MOST_REPEATS) return settleNotApplied(run)
  return step ?? { kind: 'settled', ...decideOutcome(run, now) }
}

/** Before access is ended, what a bundle gives must be as it is now; elsewhere as it was will do. */
function isEndingAccess(call: SiteCall, now: number): boolean {
  return (call.do === 'set dates' || call.do === 'set bundle dates') && call.end !== null && call.end <= now
}

/** What the firing itself asks for. */
function ownTargetStep(run: PlanState, now: number): Step | null {
  if (run.record.fact.kind === 'none') return null
  const unread = readBundleStep(run, run.target)
  if (unread !== null) return unread
  return run.record.fact.kind === 'create' ? createStep(run, now) : expireStep(run, now)
}

/** Find or create the user, enroll or renew, send what changed of the mapped fields. */
function createStep(run: PlanState, now: number): Step | null {
  const key = targetKey(run.target)
  if (wantedAccess(run, key).end <= now) {
    // A later event of the same purchase may give less than the one before it, so that what is open must end.
    if (findThinkificAccess(run.customer, key, run.contents) === null && !isPending(run))
      return coursesStep(run, run.target, now)
    const known = findUserStep(run, now)
    if (known !== null) return known.kind === 'settled' ? null : known
    return isAdministrator(run) ? null : targetStep(run, run.target, now)
  }
  return createUserStep(run, now) ?? targetStep(run, run.target, now) ?? updateFieldsStep(run)
}

/** Ends what is to end; never makes a user, never touches an administrator. */
function expireStep(run: PlanState, now: number): Step | null {
  const key = targetKey(run.target)
  const want = wantedAccess(run, key).end
  const have = findThinkificAccess(run.customer, key, run.contents)
  const pending = isPending(run)
  // Whoever else grants it has seen, or will see, to the enrollment being there; an ending makes none.
  if (want > now && (have === null || have.end === NEVER)) return null
  if (have !== null && isSameAccess(have.end, want, now) && !pending && run.target.kind === 'course') return null
  const dealtWith = run.record.overruledBy !== null || run.record.repeated
  if (dealtWith && have === null && !pending) return null
  const known = findUserStep(run, now)
  if (known !== null) return known
  return isAdministrator(run) ? null : targetStep(run, run.target, now)
}

/** A call of ours may have opened the target, or may yet, though nothing shows it. */
function isPending({ customer, target }: PlanState): boolean {
  const key = targetKey(target)
  return customer.unanswered[key] !== undefined || customer.known[key]?.queuedAt !== undefined
}

/** The purchase's other targets, where what Thinkific has is known to differ from what they should be. */
function otherTargetsStep(run: PlanState, now: number): Step | null {
  if (isAdministrator(run)) return null
  for (const target of run.otherTargets.filter((one) => !hasMark(run, `left ${targetKey(one)}`))) {
    const unread = readBundleStep(run, target)
    if (unread !== null) return unread
    const want = wantedAccess(run, targetKey(target)).end
    const have = findThinkificAccess(run.customer, targetKey(target), run.contents)?.end ?? NEVER
    const maker = want > now ? createUserStep(run, now) : null
    const same = isSameAccess(have, want, now)
    const step = same ? coursesStep(run, target, now) : (maker ?? targetStep(run, target, now))
    if (step !== null && step.kind !== 'settled') return step
  }
  return null
}

function readBundleStep(run: PlanState, target: Target): Step | null {
  const unread = listNeededBundles(run.customer, target).find((id) => run.contents[id] === undefined)
  return unread === undefined ? null : callStep({ do: 'read bundle', bundle: unread })
}

function targetStep(run: PlanState, target: Target, now: number): Step | null {
  const user = run.customer.user
  if (user === null) return null
  return target.kind === 'course' ? courseStep(run, target.id, user.id, now) : bundleStep(run, target, user.id, now)
}

/** A bundle as it should be may have courses that are not: another grant's, or a test's that counts no more beside it. */
function coursesStep(run: PlanState, target: Target, now: number): Step | null {
  const { user } = run.customer
  return user === null || target.kind === 'course' ? null : bundleCoursesStep(run, target, user.id, now)
}

function countRepeats(run: PlanState, call: SiteCall): number {
  const told = JSON.stringify(call)
  return run.calls.filter((made) => made === told).length
}

function settleNotApplied(run: PlanState): Step {
  const sentence = `Thinkific accepted what was asked for ${run.target.name} and did not apply it.`
  return { kind: 'settled', outcome: 'rejected by Thinkific', sentence }
}

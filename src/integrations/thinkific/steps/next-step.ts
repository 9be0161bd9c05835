/** The four actions: what comes next for a firing, given all that is known. Data in, data out. */
import { targetKey } from '../ledger/customer'
import { NEVER } from '../ledger/ends'
import { opensAccess } from '../ledger/event-effect'
import { eventOfJob } from '../ledger/job-event'
import { isPurchase } from '../ledger/ledger-event'
import { isSameLine } from '../ledger/placement'
import { nextLook } from './look-step'
import { hasMark } from './marks'
import { otherTargetsStep } from './other-targets-step'
import { type PlanState, wantedAccess } from './plan-state'
import { needsProof } from './shared-customer'
import type { SiteCall } from './site-call'
import { startLaterStep } from './start-step'
import { callStep, type Step } from './step'
import { coursesStep, readBundleStep, targetStep } from './target-step'
import { findThinkificAccess, isSameAccess } from './thinkific-access'
import { createUserStep, findUserStep, isAdministrator, updateFieldsStep } from './user-step'
import { decideOutcome } from './verdict'

/** Identical calls before concluding that Thinkific accepts but does not apply them. */
const MOST_REPEATS = 3

/** Times are epoch ms. */
export function nextStep(state: PlanState, now: number): Step {
  const wish = wishStep(state, now)
  const unread =
    wish?.kind === 'call' && isEndingAccess(state, wish.call, now) ? findUnread(state, wish.call) : undefined
  const step = unread === undefined ? wish : callStep({ do: 'read bundle', bundle: unread })
  if (step?.kind !== 'call' && needsProof(state, now)) {
    return callStep({ do: 'prove credential' })
  }
  if (step?.kind === 'call' && countRepeats(state, step.call) >= MOST_REPEATS) {
    return settleNotApplied(state)
  }
  return step ?? { kind: 'settled', ...decideOutcome(state, now) }
}

/** An ending that finds no user, or a payment whose own access starts later, may still have shown that another target was paid for. */
function wishStep(state: PlanState, now: number): Step | null {
  const own = ownTargetStep(state, now)
  const isNobody = own?.kind === 'settled' && own.outcome === 'no such customer'
  const isLater = own?.kind === 'wait' && own.reason === 'starts later'
  return own === null || isNobody || isLater ? (otherTargetsStep(state, now) ?? own) : own
}

/** Before access ends, or a bundle's is cut short, contents must be current; otherwise the stored ones will do. */
function isEndingAccess({ customer }: PlanState, call: SiteCall, now: number): boolean {
  if ((call.do !== 'set dates' && call.do !== 'set bundle dates') || call.end === null) {
    return false
  }
  const have = call.do === 'set bundle dates' ? findThinkificAccess(customer, `bundle:${call.bundle}`, {}) : null
  return call.end <= now || (have !== null && call.end < have.end)
}

function findUnread({ stale, contents }: PlanState, call: SiteCall): string | undefined {
  const isUnknown = call.do === 'set bundle dates' && contents[call.bundle] === undefined
  return isUnknown ? call.bundle : stale[0]
}

function ownTargetStep(state: PlanState, now: number): Step | null {
  if (state.record.fact.kind === 'none') {
    return null
  }
  if (state.record.fate.kind === 'unclear') {
    // A call of this firing may have opened the target while it was clear, as a look then shows.
    const isInDoubt = isPending(state) || hasMark(state, targetKey(state.target), 'looked')
    const step = isInDoubt ? expireStep(state, now) : null
    return step?.kind === 'settled' ? null : step
  }
  const unread = readBundleStep(state, state.target)
  if (unread !== null) {
    return unread
  }
  switch (state.record.fact.kind) {
    case 'create': {
      const later = startLaterStep(state, now)
      return later === null ? createStep(state, now) : (lookAtReporterStep(state) ?? later)
    }
    case 'restore':
      return createStep(state, now)
    default:
      return expireStep(state, now)
  }
}

/** Finds or creates the user, enrolls or renews, then sends changed fields. */
function createStep(state: PlanState, now: number): Step | null {
  const key = targetKey(state.target)
  if (wantedAccess(state, key).end <= now) {
    // A later event of the purchase may grant less, so that open access must end.
    if (findThinkificAccess(state.customer, key, state.contents) === null && !isPending(state)) {
      return lookAtReporterStep(state) ?? coursesStep(state, state.target, now)
    }
    const known = findUserStep(state, now)
    if (known !== null) {
      return known.kind === 'settled' ? null : known
    }
    return isAdministrator(state) ? null : targetStep(state, state.target, now)
  }
  return createUserStep(state, now) ?? targetStep(state, state.target, now) ?? updateFieldsStep(state)
}

/**
 * Of an event that needs no call for now and may yet turn out to be about another customer's purchase: it stays with its own
 * customer if they are in its target, which only Thinkific knows.
 */
function lookAtReporterStep(state: PlanState): Step | null {
  const { customer, job, record, target } = state
  const event = eventOfJob(job)
  const hasBought = customer.history.some((one) => isPurchase(one) && isSameLine(one, event) && one.at <= event.at)
  if (record.repeated || isPurchase(event) || hasBought || customer.known[targetKey(target)] !== undefined) {
    return null
  }
  const look = nextLook(state)
  return look && callStep(look)
}

/** Never touches an administrator, and creates no user unless the event gives access back until it ends. */
function expireStep(state: PlanState, now: number): Step | null {
  const key = targetKey(state.target)
  const want = wantedAccess(state, key).end
  const have = findThinkificAccess(state.customer, key, state.contents)
  const pending = isPending(state)
  if (want > now && (have === null || have.end === NEVER)) {
    return givenBackStep(state, now)
  }
  if (have !== null && isSameAccess(have.end, want, now) && !pending && state.target.kind === 'course') {
    return null
  }
  const { kind } = state.record.fate
  const dealtWith = kind === 'overruled' || kind === 'yields' || state.record.repeated
  if (dealtWith && have === null && !pending) {
    return lookAtReporterStep(state)
  }
  const known = findUserStep(state, now)
  if (known !== null) {
    return known
  }
  return isAdministrator(state) ? null : targetStep(state, state.target, now)
}

/** A payment that also ends access later may undo what ended it before; else the grant's own firing takes care of the enrollment. */
function givenBackStep(state: PlanState, now: number): Step | null {
  const { customer, job, contents } = state
  if (isAdministrator(state) || !opensAccess(customer, eventOfJob(job), targetKey(state.target), contents, now)) {
    return null
  }
  return createUserStep(state, now) ?? targetStep(state, state.target, now)
}

/** A call of ours may have opened the target without a visible result. */
function isPending({ customer, target }: PlanState): boolean {
  const key = targetKey(target)
  return customer.unanswered[key] !== undefined || customer.known[key]?.queuedAt !== undefined
}

function countRepeats(state: PlanState, call: SiteCall): number {
  const text = JSON.stringify(call)
  return state.calls.filter((made) => made === text).length
}

function settleNotApplied(state: PlanState): Step {
  const sentence = `Thinkific accepted the change to ${state.target.name} but did not apply it.`
  return { kind: 'settled', outcome: 'rejected by Thinkific', sentence }
}

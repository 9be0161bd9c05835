/** What a refusal teaches. Temporary failures, rate limits and credentials are handled elsewhere. */
import type { Failure } from '../client/failure'
import { isEmailTaken } from '../client/user-calls'
import { courseKey, type TargetKey, targetKey } from '../ledger/customer'
import {
  hasMark,
  hasUserMark,
  NO_MARKS,
  type UserMark,
  withMark,
  withoutListing,
  withoutMark,
  withUserMark,
} from './marks'
import { type PlanState, withKnown, withoutDoubt, withoutKnown } from './plan-state'
import type { SiteCall } from './site-call'
import type { FinalStep } from './step'

type RefusalResult = { run: PlanState; step: null } | { run: PlanState; step: FinalStep }

/** For permanent failures and conflicts: Thinkific understood and refused. */
export function applyRefusal(before: PlanState, call: SiteCall, failure: Failure, sentAt: number): RefusalResult {
  const refused = handleRefusal(before, call, failure, sentAt)
  if (refused.step === null || isAboutOwnTarget(before, call)) {
    return refused
  }
  // What the purchase gives besides is looked after on the way; its own firing says what became of it.
  return proceed(before.otherTargets.reduce((run, target) => withMark(run, targetKey(target), 'left'), refused.run))
}

function isAboutOwnTarget({ target, contents }: PlanState, call: SiteCall): boolean {
  if ('bundle' in call) {
    return target.kind === 'bundle' && target.id === call.bundle
  }
  if (!('course' in call)) {
    return true
  }
  return target.kind === 'course' ? target.id === call.course : (contents[target.id] ?? []).includes(call.course)
}

function handleRefusal(before: PlanState, call: SiteCall, failure: Failure, sentAt: number): RefusalResult {
  const state: PlanState = { ...before, refusal: failure.sentence }
  switch (call.do) {
    case 'prove credential':
      return settleRejected(state)
    case 'create user':
      return isEmailTaken(failure)
        ? handleEmailTaken(state, sentAt)
        : handleUserRefusal(withoutDoubt(state, 'user'), call.fields, failure)
    case 'update fields':
      return proceed(withRemark(state, 'fields', `The mapped fields were not accepted: ${failure.sentence}`))
    case 'enroll':
      return handleEnrollRefusal(withoutDoubt(state, courseKey(call.course)), courseKey(call.course), failure)
    case 'enroll in bundle':
      return handleBundleRefusal(withoutDoubt(state, `bundle:${call.bundle}`), `bundle:${call.bundle}`, failure)
    case 'set dates':
      return handleDatesRefusal(withoutDoubt(state, courseKey(call.course)), courseKey(call.course), failure)
    case 'set bundle dates':
      return handleBundleDatesRefusal(withoutDoubt(state, `bundle:${call.bundle}`), `bundle:${call.bundle}`, failure)
    case 'look at bundle':
      return failure.kind === 'not found' ? handleMissingBundle(state, call.bundle) : settleRejected(state)
    case 'read bundle':
      return failure.kind === 'not found' ? handleMissingBundle(state, call.bundle) : settleRejected(state)
    default:
      return settleRejected(state)
  }
}

/** The user exists but is not found yet; a call of ours may have created it. */
function handleEmailTaken(state: PlanState, sentAt: number): RefusalResult {
  const pending = state.customer.unanswered.user ?? { at: sentAt, activatedAt: null, end: null }
  const user = { ...pending, takenAt: pending.takenAt ?? sentAt }
  const customer = { ...state.customer, unanswered: { ...state.customer.unanswered, user } }
  return proceed(withUserMark({ ...state, customer }, 'taken'))
}

function handleUserRefusal(state: PlanState, fields: Record<string, string>, failure: Failure): RefusalResult {
  const worthWithout = Object.keys(fields).length > 0 && !hasUserMark(state, 'no fields')
  if (worthWithout && failure.kind === 'rejected') {
    const remark = `The mapped fields were left out: ${failure.sentence}`
    return proceed(withUserMark(withRemark(state, 'no fields', remark), 'fields'))
  }
  return settleRejected(state)
}

function handleEnrollRefusal(state: PlanState, key: TargetKey, failure: Failure): RefusalResult {
  if (hasComplaint(failure, /course/i, /not be found|not found/i)) {
    return settleTargetMissing(state)
  }
  if (isUserMissing(failure) || failure.kind === 'not found') {
    return failure.kind === 'not found' && hasUserMark(state, 'gone')
      ? settleTargetMissing(state)
      : handleMissingUser(state)
  }
  return hasMark(state, key, 'refused')
    ? settleRejected(state)
    : proceed(withMark(withoutMark(state, key, 'looked'), key, 'refused'))
}

function handleBundleRefusal(state: PlanState, key: TargetKey, failure: Failure): RefusalResult {
  if (failure.kind === 'not found') {
    return hasMark(state, key, 'absent') ? settleRejected(state) : proceed(withMark(state, key, 'absent'))
  }
  if (isUserMissing(failure)) {
    return handleMissingUser(state)
  }
  return hasMark(state, key, 'refused')
    ? settleRejected(state)
    : proceed(withMark(withoutMark(state, key, 'looked'), key, 'refused'))
}

function handleDatesRefusal(state: PlanState, key: TargetKey, failure: Failure): RefusalResult {
  return failure.kind === 'not found' ? handleMissingEnrollment(state, key) : settleRejected(state)
}

function handleBundleDatesRefusal(state: PlanState, key: TargetKey, failure: Failure): RefusalResult {
  return isUserMissing(failure) ? handleMissingUser(state) : handleNotInBundle(state, key)
}

/** The known enrollment is gone: look once, since another may have replaced it. */
function handleMissingEnrollment(state: PlanState, key: TargetKey): RefusalResult {
  return hasMark(state, key, 'look')
    ? settleRejected(state)
    : proceed(withMark(withoutMark(state, key, 'looked'), key, 'look'))
}

/** Undocumented for users not in the bundle: 404, 422 or an empty answer. */
function handleNotInBundle(state: PlanState, key: TargetKey): RefusalResult {
  if (state.record.fact.kind === 'create' || state.record.fact.kind === 'restore') {
    if (hasMark(state, key, 'look')) {
      return settleRejected(state)
    }
    const forgotten = { ...state, customer: withoutKnown(state.customer, key) }
    return proceed(withoutListing(withMark(withMark(forgotten, key, 'look'), key, 'looked')))
  }
  if (!hasMark(state, key, 'look')) {
    return proceed(withMark(withoutMark(state, key, 'looked'), key, 'look'))
  }
  return proceed({ ...state, customer: withKnown(state.customer, key, { id: null, activatedAt: null, end: 0 }) })
}

function handleMissingBundle(state: PlanState, bundle: string): RefusalResult {
  if (state.target.kind === 'bundle' && state.target.id === bundle) {
    return settleTargetMissing(state)
  }
  return proceed({ ...state, contents: { ...state.contents, [bundle]: [] } })
}

/** The known user was deleted in Thinkific: find or create another, once. */
function handleMissingUser(state: PlanState): RefusalResult {
  if (hasUserMark(state, 'gone')) {
    return settleRejected(state)
  }
  const remark = 'The earlier user is no longer in Thinkific.'
  const customer = { ...state.customer, user: null, known: {}, unanswered: {}, fields: {} }
  return proceed(withRemark({ ...state, customer, userOrigin: null, marks: NO_MARKS }, 'gone', remark))
}

function settleTargetMissing(state: PlanState): RefusalResult {
  const what = state.target.name === '' ? `The ${state.target.kind} ${state.target.id}` : state.target.name
  const sentence = `${what} is no longer in Thinkific (${state.target.kind} ${state.target.id}). Choose another ${state.target.kind} in the rule.`
  return { run: state, step: { kind: 'settled', outcome: 'target missing', sentence } }
}

function settleRejected(state: PlanState): RefusalResult {
  const sentence = state.refusal ?? 'Thinkific rejected it.'
  return { run: state, step: { kind: 'settled', outcome: 'rejected by Thinkific', sentence } }
}

function proceed(state: PlanState): RefusalResult {
  return { run: state, step: null }
}

function withRemark(state: PlanState, mark: UserMark, remark: string): PlanState {
  return { ...withUserMark(state, mark), remarks: [...state.remarks, remark] }
}

/** Thinkific's wordings: "User could not be found." or `user_id can't be blank`, in three shapes. */
function isUserMissing(failure: Failure): boolean {
  return hasComplaint(failure, /user/i, /not be found|not found|blank/i)
}

function hasComplaint(failure: Failure, ...patterns: RegExp[]): boolean {
  if (failure.kind !== 'rejected' && failure.kind !== 'conflict') {
    return false
  }
  return failure.complaints.some(({ field, message }) =>
    patterns.every((pattern) => pattern.test(`${field ?? ''} ${message}`)),
  )
}

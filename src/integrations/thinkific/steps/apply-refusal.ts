/** What a refusal teaches. Failures that pass (no answer, too many requests, credentials) are not decided here. */
import type { Failure } from '../client/failure'
import { isEmailTaken } from '../client/user-calls'
import { courseKey, type TargetKey, targetKey } from '../ledger/customer'
import { hasMark, type PlanState, withKnown, withoutDoubt, withoutKnown } from './plan-state'
import type { SiteCall } from './site-call'
import type { FinalStep } from './step'

/** Either the run goes on, knowing better, or this was the end of it. */
export type RefusalResult = { run: PlanState; step: null } | { run: PlanState; step: FinalStep }

/** For failures of the class `permanent`, and conflicts: Thinkific understood and said no. */
export function applyRefusal(before: PlanState, call: SiteCall, failure: Failure, sentAt: number): RefusalResult {
  const refused = handleRefusal(before, call, failure, sentAt)
  if (refused.step === null || isAboutOwnTarget(before, call)) return refused
  // What the purchase gives besides is looked after on the way; its own firing says what became of it.
  return proceed(withMark(refused.run, ...before.otherTargets.map((target) => `left ${targetKey(target)}`)))
}

function isAboutOwnTarget({ target, contents }: PlanState, call: SiteCall): boolean {
  if ('bundle' in call) return target.kind === 'bundle' && target.id === call.bundle
  if (!('course' in call)) return true
  return target.kind === 'course' ? target.id === call.course : (contents[target.id] ?? []).includes(call.course)
}

function handleRefusal(before: PlanState, call: SiteCall, failure: Failure, sentAt: number): RefusalResult {
  const run: PlanState = { ...before, refusal: failure.sentence }
  switch (call.do) {
    case 'create user':
      return isEmailTaken(failure)
        ? handleEmailTaken(run, sentAt)
        : handleUserRefusal(withoutDoubt(run, 'user'), call.fields, failure)
    case 'update fields':
      return proceed(withRemark(run, 'fields', `The mapped fields were not taken: ${failure.sentence}`))
    case 'enroll':
      return handleEnrollRefusal(withoutDoubt(run, courseKey(call.course)), courseKey(call.course), failure)
    case 'enroll in bundle':
      return handleBundleRefusal(withoutDoubt(run, `bundle:${call.bundle}`), `bundle:${call.bundle}`, failure)
    case 'set dates':
      return handleDatesRefusal(withoutDoubt(run, courseKey(call.course)), courseKey(call.course), failure)
    case 'set bundle dates':
      return handleBundleDatesRefusal(withoutDoubt(run, `bundle:${call.bundle}`), `bundle:${call.bundle}`, failure)
    case 'look at bundle':
      return failure.kind === 'not found' ? handleMissingBundle(run, call.bundle) : settleRejected(run)
    case 'read bundle':
      return failure.kind === 'not found' ? handleMissingBundle(run, call.bundle) : settleRejected(run)
    default:
      return settleRejected(run)
  }
}

/** There is such a user; until it is found, it may be one that a call of ours made and a search does not show yet. */
function handleEmailTaken(run: PlanState, sentAt: number): RefusalResult {
  const asked = run.customer.unanswered.user ?? { at: sentAt, activatedAt: null, end: null }
  const user = { ...asked, takenAt: asked.takenAt ?? sentAt }
  const customer = { ...run.customer, unanswered: { ...run.customer.unanswered, user } }
  return proceed(withMark({ ...run, customer }, 'taken'))
}

function handleUserRefusal(run: PlanState, fields: Record<string, string>, failure: Failure): RefusalResult {
  const worthWithout = Object.keys(fields).length > 0 && !hasMark(run, 'without fields')
  if (worthWithout && failure.kind === 'rejected') {
    const remark = `The mapped fields were left out: ${failure.sentence}`
    return proceed(withMark(withRemark(run, 'without fields', remark), 'fields'))
  }
  return settleRejected(run)
}

function handleEnrollRefusal(run: PlanState, key: TargetKey, failure: Failure): RefusalResult {
  if (hasComplaint(failure, /course/i, /not be found|not found/i)) return settleTargetMissing(run)
  if (isUserMissing(failure) || failure.kind === 'not found') {
    return failure.kind === 'not found' && hasMark(run, 'gone') ? settleTargetMissing(run) : handleMissingUser(run)
  }
  return hasMark(run, `refused ${key}`)
    ? settleRejected(run)
    : proceed(withMark(withoutMark(run, key), `refused ${key}`))
}

function handleBundleRefusal(run: PlanState, key: TargetKey, failure: Failure): RefusalResult {
  if (failure.kind === 'not found') {
    return hasMark(run, `absent ${key}`) ? settleRejected(run) : proceed(withMark(run, `absent ${key}`))
  }
  if (isUserMissing(failure)) return handleMissingUser(run)
  return hasMark(run, `refused ${key}`)
    ? settleRejected(run)
    : proceed(withMark(withoutMark(run, key), `refused ${key}`))
}

function handleDatesRefusal(run: PlanState, key: TargetKey, failure: Failure): RefusalResult {
  return failure.kind === 'not found' ? handleMissingEnrollment(run, key) : settleRejected(run)
}

function handleBundleDatesRefusal(run: PlanState, key: TargetKey, failure: Failure): RefusalResult {
  return isUserMissing(failure) ? handleMissingUser(run) : handleNotInBundle(run, key)
}

/** The enrollment we knew is gone, says Thinkific: looked for once, since another may have taken its place. */
function handleMissingEnrollment(run: PlanState, key: TargetKey): RefusalResult {
  return hasMark(run, `look ${key}`) ? settleRejected(run) : proceed(withMark(withoutMark(run, key), `look ${key}`))
}

/** Nothing is documented for someone who is not (any more) in the bundle: 404, 422 or nothing at all. */
function handleNotInBundle(run: PlanState, key: TargetKey): RefusalResult {
  if (run.record.fact.kind === 'create') {
    if (hasMark(run, `look ${key}`)) return settleRejected(run)
    return proceed(withMark({ ...run, customer: withoutKnown(run.customer, key) }, `look ${key}`, key, 'courses'))
  }
  if (!hasMark(run, `look ${key}`)) return proceed(withMark(withoutMark(run, key), `look ${key}`))
  return proceed({ ...run, customer: withKnown(run.customer, key, { id: null, activatedAt: null, end: 0 }) })
}

function handleMissingBundle(run: PlanState, bundle: string): RefusalResult {
  if (run.target.kind === 'bundle' && run.target.id === bundle) return settleTargetMissing(run)
  return proceed({ ...run, contents: { ...run.contents, [bundle]: [] } })
}

/** The user we knew was deleted in Thinkific: found or made anew, once. */
function handleMissingUser(run: PlanState): RefusalResult {
  if (hasMark(run, 'gone')) return settleRejected(run)
  const remark = 'The user known before is no longer in Thinkific.'
  const customer = { ...run.customer, user: null, known: {}, unanswered: {}, fields: {} }
  const told = withRemark({ ...run, customer, userOrigin: null }, 'gone', remark)
  return proceed({ ...told, marks: ['gone'] })
}

function settleTargetMissing(run: PlanState): RefusalResult {
  const what = run.target.name === '' ? `The ${run.target.kind} ${run.target.id}` : run.target.name
  const sentence = `${what} is no longer in Thinkific (${run.target.kind} ${run.target.id}). Choose another ${run.target.kind} in the rule.`
  return { run, step: { kind: 'settled', outcome: 'target missing', sentence } }
}

function settleRejected(run: PlanState): RefusalResult {
  const sentence = run.refusal ?? 'Thinkific rejected it.'
  return { run, step: { kind: 'settled', outcome: 'rejected by Thinkific', sentence } }
}

function proceed(run: PlanState): RefusalResult {
  return { run, step: null }
}

function withMark(run: PlanState, ...marks: string[]): PlanState {
  return { ...run, marks: [...run.marks, ...marks] }
}

function withoutMark(run: PlanState, mark: string): PlanState {
  return { ...run, marks: run.marks.filter((one) => one !== mark) }
}

function withRemark(run: PlanState, mark: string, remark: string): PlanState {
  return { ...withMark(run, mark), remarks: [...run.remarks, remark] }
}

/** Thinkific words a missing user as "User could not be found." or `user_id can't be blank`, in three shapes. */
function isUserMissing(failure: Failure): boolean {
  return hasComplaint(failure, /user/i, /not be found|not found|blank/i)
}

function hasComplaint(failure: Failure, ...patterns: RegExp[]): boolean {
  if (failure.kind !== 'rejected' && failure.kind !== 'conflict') return false
  return failure.complaints.some(({ field, message }) =>
    patterns.every((pattern) => pattern.test(`${field ?? ''} ${message}`)),
  )
}

/** What a refusal teaches. Failures that pass (no answer, too many requests, credentials) are not decided here. */
import type { Failure } from '../client/failure'
import { isEmailTaken } from '../client/user-calls'
import { courseKey, keyOf, type TargetKey } from '../ledger/customer'
import { answered, marked, type Run, withKnown, withoutKnown } from './plan-state'
import type { Call } from './site-call'
import type { End } from './step'

/** Either the run goes on, knowing better, or this was the end of it. */
export type Refused = { run: Run; step: null } | { run: Run; step: End }

/** For failures of the class `permanent`, and conflicts: Thinkific understood and said no. */
export function learnRefusal(before: Run, call: Call, failure: Failure, sentAt: number): Refused {
  const refused = refusedCall(before, call, failure, sentAt)
  if (refused.step === null || concernsOwn(before, call)) return refused
  // What the purchase gives besides is looked after on the way; its own firing says what became of it.
  return goOn(withMark(refused.run, ...before.also.map((target) => `left ${keyOf(target)}`)))
}

function concernsOwn({ target, contents }: Run, call: Call): boolean {
  if ('bundle' in call) return target.kind === 'bundle' && target.id === call.bundle
  if (!('course' in call)) return true
  return target.kind === 'course' ? target.id === call.course : (contents[target.id] ?? []).includes(call.course)
}

function refusedCall(before: Run, call: Call, failure: Failure, sentAt: number): Refused {
  const run: Run = { ...before, refusal: failure.sentence }
  switch (call.do) {
    case 'create user':
      return isEmailTaken(failure) ? userTaken(run, sentAt) : refusedUser(answered(run, 'user'), call.fields, failure)
    case 'update fields':
      return goOn(withRemark(run, 'fields', `The mapped fields were not taken: ${failure.sentence}`))
    case 'enroll':
      return refusedEnroll(answered(run, courseKey(call.course)), courseKey(call.course), failure)
    case 'enroll in bundle':
      return refusedBundle(answered(run, `bundle:${call.bundle}`), `bundle:${call.bundle}`, failure)
    case 'set dates':
      return refusedDates(answered(run, courseKey(call.course)), courseKey(call.course), failure)
    case 'set bundle dates':
      return refusedBundleDates(answered(run, `bundle:${call.bundle}`), `bundle:${call.bundle}`, failure)
    case 'look at bundle':
      return failure.kind === 'not found' ? bundleGone(run, call.bundle) : end(run)
    case 'read bundle':
      return failure.kind === 'not found' ? bundleGone(run, call.bundle) : end(run)
    default:
      return end(run)
  }
}

/** There is such a user; until it is found, it may be one that a call of ours made and a search does not show yet. */
function userTaken(run: Run, sentAt: number): Refused {
  const asked = run.customer.unanswered.user ?? { at: sentAt, activatedAt: null, end: null }
  const user = { ...asked, takenAt: asked.takenAt ?? sentAt }
  const customer = { ...run.customer, unanswered: { ...run.customer.unanswered, user } }
  return goOn(withMark({ ...run, customer }, 'taken'))
}

function refusedUser(run: Run, fields: Record<string, string>, failure: Failure): Refused {
  const worthWithout = Object.keys(fields).length > 0 && !marked(run, 'without fields')
  if (worthWithout && failure.kind === 'rejected') {
    const remark = `The mapped fields were left out: ${failure.sentence}`
    return goOn(withMark(withRemark(run, 'without fields', remark), 'fields'))
  }
  return end(run)
}

function refusedEnroll(run: Run, key: TargetKey, failure: Failure): Refused {
  if (mentions(failure, /course/i, /not be found|not found/i)) return targetMissing(run)
  if (namesNoUser(failure) || failure.kind === 'not found') {
    return failure.kind === 'not found' && marked(run, 'gone') ? targetMissing(run) : userGone(run)
  }
  return marked(run, `refused ${key}`) ? end(run) : goOn(withMark(withoutMark(run, key), `refused ${key}`))
}

function refusedBundle(run: Run, key: TargetKey, failure: Failure): Refused {
  if (failure.kind === 'not found') {
    return marked(run, `absent ${key}`) ? end(run) : goOn(withMark(run, `absent ${key}`))
  }
  if (namesNoUser(failure)) return userGone(run)
  return marked(run, `refused ${key}`) ? end(run) : goOn(withMark(withoutMark(run, key), `refused ${key}`))
}

function refusedDates(run: Run, key: TargetKey, failure: Failure): Refused {
  return failure.kind === 'not found' ? enrollmentGone(run, key) : end(run)
}

function refusedBundleDates(run: Run, key: TargetKey, failure: Failure): Refused {
  return namesNoUser(failure) ? userGone(run) : notInBundle(run, key)
}

/** The enrollment we knew is gone, says Thinkific: looked for once, since another may have taken its place. */
function enrollmentGone(run: Run, key: TargetKey): Refused {
  return marked(run, `look ${key}`) ? end(run) : goOn(withMark(withoutMark(run, key), `look ${key}`))
}

/** Nothing is documented for someone who is not (any more) in the bundle: 404, 422 or nothing at all. */
function notInBundle(run: Run, key: TargetKey): Refused {
  if (run.recorded.fact.kind === 'create') {
    if (marked(run, `look ${key}`)) return end(run)
    return goOn(withMark({ ...run, customer: withoutKnown(run.customer, key) }, `look ${key}`, key, 'courses'))
  }
  if (!marked(run, `look ${key}`)) return goOn(withMark(withoutMark(run, key), `look ${key}`))
  return goOn({ ...run, customer: withKnown(run.customer, key, { id: null, activatedAt: null, end: 0 }) })
}

function bundleGone(run: Run, bundle: string): Refused {
  if (run.target.kind === 'bundle' && run.target.id === bundle) return targetMissing(run)
  return goOn({ ...run, contents: { ...run.contents, [bundle]: [] } })
}

/** The user we knew was deleted in Thinkific: found or made anew, once. */
function userGone(run: Run): Refused {
  if (marked(run, 'gone')) return end(run)
  const remark = 'The user known before is no longer in Thinkific.'
  const customer = { ...run.customer, user: null, known: {}, unanswered: {}, fields: {} }
  const told = withRemark({ ...run, customer, userCame: null }, 'gone', remark)
  return goOn({ ...told, marks: ['gone'] })
}

function targetMissing(run: Run): Refused {
  const what = run.target.name === '' ? `The ${run.target.kind} ${run.target.id}` : run.target.name
  const sentence = `${what} is no longer in Thinkific (${run.target.kind} ${run.target.id}). Choose another ${run.target.kind} in the rule.`
  return { run, step: { kind: 'settled', outcome: 'target missing', sentence } }
}

function end(run: Run): Refused {
  const sentence = run.refusal ?? 'Thinkific rejected it.'
  return { run, step: { kind: 'settled', outcome: 'rejected by Thinkific', sentence } }
}

function goOn(run: Run): Refused {
  return { run, step: null }
}

function withMark(run: Run, ...marks: string[]): Run {
  return { ...run, marks: [...run.marks, ...marks] }
}

function withoutMark(run: Run, mark: string): Run {
  return { ...run, marks: run.marks.filter((one) => one !== mark) }
}

function withRemark(run: Run, mark: string, remark: string): Run {
  return { ...withMark(run, mark), remarks: [...run.remarks, remark] }
}

/** Thinkific words a missing user as "User could not be found." or `user_id can't be blank`, in three shapes. */
function namesNoUser(failure: Failure): boolean {
  return mentions(failure, /user/i, /not be found|not found|blank/i)
}

function mentions(failure: Failure, ...patterns: RegExp[]): boolean {
  if (failure.kind !== 'rejected' && failure.kind !== 'conflict') return false
  return failure.complaints.some(({ field, message }) =>
    patterns.every((pattern) => pattern.test(`${field ?? ''} ${message}`)),
  )
}

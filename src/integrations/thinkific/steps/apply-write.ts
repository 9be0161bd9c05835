/** What the writes teach. */
import { courseKey, type TargetKey } from '../ledger/customer'
import { toMoment, toStoredEnd } from '../ledger/ends'
import { attribute } from './attribute'
import { readEnd } from './dates'
import { isFromBefore, readRowEnd } from './enrollment-rows'
import { withMark } from './marks'
import { type Change, type PlanState, withKnown, withoutDoubt } from './plan-state'
import type { ReplyTo } from './site-call'
import { findThinkificAccess, type ThinkificAccess } from './thinkific-access'

/** An enrollment made or renewed; one older than our call was there before us. */
export function applyEnroll(state: PlanState, { course, row }: ReplyTo<'enroll'>, sentAt: number): PlanState {
  const key = courseKey(course)
  const had = findThinkificAccess(state.customer, key, state.contents)
  const sentBefore = state.customer.unanswered[key]?.at ?? sentAt
  const found = had === null && isFromBefore(row, sentBefore)
  const known = { id: row.id, activatedAt: row.activatedAt, end: readRowEnd(row, sentAt), at: sentAt }
  const learned = { ...state, customer: withKnown(withoutDoubt(state, key).customer, key, known) }
  const changed = withChange(
    learned,
    key,
    found ? 'found' : deriveChange(had, state.customer.known[key]?.id, row.id, sentAt),
  )
  // Its dates are ours by now; when it was made is all that is left of what was there.
  return found ? attribute(changed, courseTarget(course), row.createdAt ?? 0, null) : changed
}

/** PUT answers nothing: it is taken to have done as asked, but for a null that sites may ignore. */
export function applyDates(state: PlanState, reply: ReplyTo<'set dates'>, sentAt: number): PlanState {
  const key = courseKey(reply.course)
  return withDates(state, key, reply.enrollment, reply, sentAt)
}

/** Made at once (201), or promised (202). */
export function applyBundleEnroll(state: PlanState, reply: ReplyTo<'enroll in bundle'>, sentAt: number): PlanState {
  const key: TargetKey = `bundle:${reply.bundle}`
  const had = findThinkificAccess(state.customer, key, {})
  const queued = reply.queued ? { queuedAt: sentAt } : {}
  const known = { id: null, activatedAt: reply.activatedAt, end: reply.end, at: sentAt, ...queued }
  const learned = { ...state, customer: withKnown(withoutDoubt(state, key).customer, key, known) }
  const looked = reply.queued ? withMark(learned, key, 'looked') : learned
  return withChange(looked, key, deriveChange(had, undefined, null, sentAt))
}

export function applyBundleDates(state: PlanState, reply: ReplyTo<'set bundle dates'>, sentAt: number): PlanState {
  return withDates(state, `bundle:${reply.bundle}`, null, reply, sentAt)
}

/** A copy that remembers what was done to a target: the first of it, unless it was ended after all. */
export function withChange(state: PlanState, key: TargetKey, change: Change): PlanState {
  const first = change === 'closed' ? change : (state.changes[key] ?? change)
  return { ...state, changes: { ...state.changes, [key]: first } }
}

function withDates(
  state: PlanState,
  key: TargetKey,
  id: string | null,
  sent: { activatedAt: number; end: number | null },
  at: number,
) {
  const had = findThinkificAccess(state.customer, key, state.contents)
  const unsure = sent.end === null && state.habits.nullExpiry === 'unknown'
  // Until it is seen whether the null was honored, the end is what it was, and in doubt.
  const end = unsure && had !== null ? toStoredEnd(had.end) : readEnd(sent.end)
  const known = withKnown(withoutDoubt(state, key).customer, key, { id, activatedAt: sent.activatedAt, end, at })
  const doubt = { [key]: { at, activatedAt: sent.activatedAt, end: null, order: known.learned } }
  const customer = unsure ? { ...known, unanswered: { ...known.unanswered, ...doubt } } : known
  const change = toMoment(sent.end) <= at ? 'closed' : had !== null && had.end <= at ? 'opened' : 'dated'
  const changed = withChange({ ...state, customer }, key, change)
  return unsure ? withMark(changed, key, 'unsure') : changed
}

/** What a write did to someone who had that. */
export function deriveChange(
  had: ThinkificAccess | null,
  knownId: string | null | undefined,
  id: string | null,
  at: number,
): Change {
  const another = knownId !== undefined && knownId !== null && knownId !== id
  if (had === null || had.end === Number.NEGATIVE_INFINITY || another) {
    return 'created'
  }
  return had.end <= at ? 'opened' : 'dated'
}

function courseTarget(course: string) {
  return { kind: 'course' as const, id: course, name: '' }
}

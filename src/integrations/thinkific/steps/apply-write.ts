import { courseKey, type TargetKey } from '../ledger/customer'
import { NEVER, toMoment, toStoredEnd } from '../ledger/ends'
import { withOpened } from '../ledger/opened-courses'
import { attribute } from './attribute'
import { readEnd } from './dates'
import { isFromBefore, readRowEnd } from './enrollment-rows'
import { withMark } from './marks'
import { type Change, type PlanState, withKnown, withoutDoubt } from './plan-state'
import type { ReplyTo } from './site-call'
import type { Habits } from './site-knowledge'
import { findThinkificAccess, type ThinkificAccess } from './thinkific-access'

/** An enrollment older than our call was not created by us. */
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
  // Our call replaced its dates; only its creation date is left of what was there.
  return found ? attribute(changed, courseTarget(course), row.createdAt ?? 0, null) : changed
}

/** A PUT has an empty answer: assume it did as requested, except for a null end, which sites may ignore. */
export function applyDates(state: PlanState, reply: ReplyTo<'set dates'>, sentAt: number): PlanState {
  const key = courseKey(reply.course)
  return withDates(state, key, reply.enrollment, reply, sentAt)
}

export function applyBundleEnroll(state: PlanState, reply: ReplyTo<'enroll in bundle'>, sentAt: number): PlanState {
  const key: TargetKey = `bundle:${reply.bundle}`
  const had = findThinkificAccess(state.customer, key, {})
  const isRenewal = had !== null && had.end !== NEVER
  const queuedBy = state.job.firing.id
  const queued = reply.queued ? { queuedAt: sentAt, queuedBy, ...(isRenewal ? { isRenewal } : {}) } : {}
  const known = { id: null, activatedAt: reply.activatedAt, end: reply.end, at: sentAt, ...queued }
  const reading = { courses: state.contents[reply.bundle], now: sentAt }
  const opened = withOpened(withoutDoubt(state, key).customer, key, reading, 'add')
  const habits: Habits = { ...state.habits, bundlePost: reply.queued ? 'queued' : 'made' }
  const learned = { ...state, habits, customer: withKnown(opened, key, known) }
  const looked = reply.queued ? withMark(learned, key, 'looked') : learned
  return withChange(looked, key, deriveChange(had, undefined, null, sentAt))
}

export function applyBundleDates(state: PlanState, reply: ReplyTo<'set bundle dates'>, sentAt: number): PlanState {
  const key: TargetKey = `bundle:${reply.bundle}`
  const opens = reply.end === null || reply.end > sentAt
  const reading = { courses: state.contents[reply.bundle], now: sentAt }
  const customer = opens ? withOpened(state.customer, key, reading, 'add') : state.customer
  return withDates({ ...state, customer }, key, null, reply, sentAt)
}

/** Keeps the first change of a target, unless a later one closed it. */
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
  // Until a look shows whether the null was honored, keep the old end and the doubt.
  const end = unsure && had !== null ? toStoredEnd(had.end) : readEnd(sent.end)
  // Nor is the old end newer than what a course of the bundle was given since.
  const order = unsure && key.startsWith('bundle:') ? state.customer.known[key]?.order : undefined
  const written = { id, activatedAt: sent.activatedAt, end, at }
  const known = withKnown(withoutDoubt(state, key).customer, key, written, order)
  const doubt = { [key]: { at, activatedAt: sent.activatedAt, end: null, order: known.learned } }
  const customer = unsure ? { ...known, unanswered: { ...known.unanswered, ...doubt } } : known
  const change = toMoment(sent.end) <= at ? 'closed' : had !== null && had.end <= at ? 'opened' : 'dated'
  const changed = withChange({ ...state, customer }, key, change)
  return unsure ? withMark(changed, key, 'unsure') : changed
}

function deriveChange(
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

export function deriveChangeTo(had: ThinkificAccess | null, end: number | null, now: number): Change {
  return toMoment(end) <= now ? 'closed' : deriveChange(had, null, null, now)
}

function courseTarget(course: string) {
  return { kind: 'course' as const, id: course, name: '' }
}

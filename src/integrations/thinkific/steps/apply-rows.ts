/** What looking teaches. */
import type { BundleEnrollment, Enrollment } from '../client/records'
import { courseKey, type PendingWrite, type TargetKey } from '../ledger/customer'
import { toMoment } from '../ledger/ends'
import { deriveChange, withChange } from './apply-write'
import { attribute } from './attribute'
import { ABSENT_AFTER_MS } from './bundle-step'
import { readEnd } from './dates'
import { isFromBefore, isOpen, readRowEnd } from './enrollment-rows'
import { hasMark, withMark, withoutMark } from './marks'
import { type Change, type PlanState, wantedAccess, withKnown, withoutDoubt, withoutKnown } from './plan-state'
import type { ReplyTo } from './site-call'
import { findThinkificAccess, type ThinkificAccess } from './thinkific-access'

/** Someone's row in one course, or none. Settles what an unanswered call did, and whether a null end was honored. */
export function applyCourseRow(state: PlanState, { course, row }: ReplyTo<'look at course'>, now: number): PlanState {
  const key = courseKey(course)
  const looked = withMark(withoutMark(state, key, 'unsure'), key, 'looked')
  if (row === null) {
    const none = { id: null, activatedAt: null, end: 0, at: now }
    return { ...looked, customer: withKnown(withoutDoubt(looked, key).customer, key, none) }
  }
  const unsure = hasMark(state, key, 'unsure')
  return withHabits(applyRow(looked, row, now, unsure), state, key, row.expiresAt)
}

/** Once all pages are here: open rows of the bundle's courses that no grant of ours explains. */
export function attributeRows(state: PlanState, now: number): PlanState {
  if (state.rows === null || !state.marks.listing.isComplete) {
    return state
  }
  const open = state.rows.filter((row) => isOpen(row, now))
  if (open.length === 0) {
    return { ...state, rows: null }
  }
  const courses = state.contents[state.target.id]
  if (courses === undefined) {
    return state
  }
  const inBundle = open.filter(({ courseId }) => courses.includes(courseId))
  return inBundle.reduce<PlanState>((known, row) => applyRow(known, row, now), { ...state, rows: null })
}

/** Someone's rows in a bundle. Which rows it lists is not documented: one for each course, or one for the member. */
export function applyBundleRows(state: PlanState, { bundle, rows }: ReplyTo<'look at bundle'>, now: number): PlanState {
  const key: TargetKey = `bundle:${bundle}`
  const known = state.customer.known[key]
  const pending =
    state.customer.unanswered[key] ?? (known?.queuedAt === undefined ? undefined : { ...known, at: known.queuedAt })
  const looked = withMark(withoutMark(state, key, 'unsure'), key, 'looked')
  const unsure = hasMark(state, key, 'unsure')
  if (pending !== undefined && !unsure) {
    const asAsked = (row: BundleEnrollment) =>
      row.activatedAt === pending.activatedAt && readEnd(row.expiresAt) === readEnd(pending.end)
    // Rows we knew of say nothing by being there, nor does one course's row by being as its own grant left it.
    const fresh = known === undefined || known.queuedAt !== undefined
    const isAsAsked = fresh
      ? rows.some((row) => asAsked(row) || !isFromBefore(row, pending.at))
      : isEvery(rows, asAsked)
    if (isAsAsked) {
      return confirmBundle(looked, key, pending, now)
    }
    if (rows.length === 0 || known !== undefined) {
      return handleAbsence(looked, key, known?.queuedAt, now)
    }
  }
  const end = findBundleEnd(state, key, rows, now)
  const since = Math.min(...rows.map((row) => row.activatedAt ?? now), now)
  const had = findThinkificAccess(state.customer, key, {})
  const stored = Number.isFinite(end) ? end : null
  const learned = {
    ...looked,
    customer: withKnown(
      withoutDoubt(looked, key).customer,
      key,
      { id: null, activatedAt: rows.length > 0 ? since : null, end: stored, at: now },
      // Nothing tells when its courses were given these dates: what is known of each is newer.
      known?.order ?? pending?.order ?? 0,
    ),
  }
  const found = end > now && !unsure && (had === null || had.end <= now)
  return withHabits(found ? attribute(learned, learned.target, since, stored) : learned, state, key, stored)
}

/** `unsure`: it is our own PUT that is looked after. */
function applyRow(state: PlanState, row: Enrollment, now: number, unsure = false): PlanState {
  const key = courseKey(row.courseId)
  const had = findThinkificAccess(state.customer, key, state.contents)
  const pending = state.customer.unanswered[key]
  const end = readRowEnd(row, now)
  const customer = withKnown(withoutDoubt(state, key).customer, key, {
    id: row.id,
    activatedAt: row.activatedAt,
    end,
    at: now,
  })
  const learned = { ...state, customer }
  const replaced = pending !== undefined && row.activatedAt === pending.activatedAt
  const made = pending !== undefined && state.customer.known[key]?.id !== row.id && !isFromBefore(row, pending.at)
  // A row we knew, as our lost call would have left it: that call took effect.
  const asAsked = replaced && had !== null && end === readEnd(pending.end)
  if (made) {
    return withChange(learned, key, 'created')
  }
  if (asAsked) {
    return withChange(learned, key, deriveChangeTo(had, end, now))
  }
  const refused = hasMark(state, key, 'refused')
  const unexplained = had === null || had.end <= now || (!refused && toMoment(end) > had.end)
  if (!isOpen(row, now) || unsure || !unexplained) {
    return learned
  }
  const target = { kind: 'course' as const, id: row.courseId, name: row.courseName }
  // Where our lost call replaced its dates, when it was made is all that is left of what was there.
  return replaced
    ? attribute(learned, target, row.createdAt ?? 0, null)
    : attribute(learned, target, row.activatedAt ?? row.createdAt ?? 0, end)
}

function confirmBundle(
  state: PlanState,
  key: TargetKey,
  { activatedAt, end, order = 0 }: Pick<PendingWrite, 'activatedAt' | 'end' | 'order'>,
  now: number,
): PlanState {
  const { customer } = withoutDoubt(state, key)
  const had = state.customer.known[key]?.queuedAt === undefined ? findThinkificAccess(state.customer, key, {}) : null
  const known = withKnown(customer, key, { id: null, activatedAt, end: readEnd(end), at: now }, order)
  const doubts = coursesWrittenSince(state, key, order).map((course) => {
    const own = state.customer.known[courseKey(course)]
    return [courseKey(course), { at: now, activatedAt: own?.activatedAt ?? null, end: own?.end ?? null }]
  })
  // Kept, since whoever gave a course its own dates may still be waiting for its turn to see to it.
  const unanswered = { ...Object.fromEntries(doubts), ...known.unanswered }
  return withChange({ ...state, customer: { ...known, unanswered } }, key, deriveChangeTo(had, readEnd(end), now))
}

/** Courses of a bundle given dates of their own since its call left: which of the two came last is to be seen. */
function coursesWrittenSince({ contents, customer }: PlanState, key: TargetKey, order: number): string[] {
  const courses = contents[key.slice('bundle:'.length)] ?? []
  return courses.filter((course) => (customer.known[courseKey(course)]?.order ?? 0) > order)
}

function deriveChangeTo(had: ThinkificAccess | null, end: number | null, now: number): Change {
  return toMoment(end) <= now ? 'closed' : deriveChange(had, null, null, now)
}

/**
 * How open a bundle is. A course of it may be open, or closed, by another grant: it is as open as the least open of them;
 * and where it is to be closed, as the most open that nothing else opens.
 */
function findBundleEnd(state: PlanState, key: TargetKey, rows: BundleEnrollment[], now: number): number {
  const closes = wantedAccess(state, key).end <= now
  const granted = (course: string | null) => course !== null && wantedAccess(state, courseKey(course)).end > now
  const own = closes ? rows.filter(({ courseId }) => !granted(courseId)) : rows
  const ends = own.map((row) => toMoment(readRowEnd(row, now)))
  if (ends.length === 0) {
    return 0
  }
  return closes ? Math.max(...ends) : Math.min(...ends)
}

function isEvery<Row>(rows: Row[], right: (row: Row) => boolean): boolean {
  return rows.length > 0 && rows.every(right)
}

/**
 * Not as asked. It is asked again at once, if it is still wanted; else it may have been promised (202), and is looked for
 * until that is too old to be kept.
 */
function handleAbsence(state: PlanState, key: TargetKey, queuedAt: number | undefined, now: number): PlanState {
  const askedAt = state.customer.unanswered[key]?.at ?? now
  if (queuedAt === undefined) {
    const waits = wantedAccess(state, key).end <= now && now - askedAt < ABSENT_AFTER_MS
    return waits ? state : withoutDoubt(state, key)
  }
  return now - queuedAt < ABSENT_AFTER_MS
    ? state
    : { ...state, customer: withoutKnown(withoutDoubt(state, key).customer, key) }
}

/** A look after a refused POST, or after a PUT with null, shows how the site does things. */
function withHabits(state: PlanState, before: PlanState, key: TargetKey, expiresAt: number | null): PlanState {
  const unsure = hasMark(before, key, 'unsure')
  const refused = hasMark(before, key, 'refused') && (state.customer.known[key]?.end ?? 0) !== 0
  const kind = key.startsWith('bundle:') ? 'bundle' : 'course'
  const refusesRepost = refused ? { ...state.habits.refusesRepost, [kind]: true } : state.habits.refusesRepost
  const nullExpiry = unsure ? (expiresAt === null ? 'clears' : 'ignored') : state.habits.nullExpiry
  return { ...state, habits: { refusesRepost, nullExpiry } }
}

/** What a bundle's rows say of its enrollment. */
import type { BundleEnrollment } from '../client/records'
import { type Customer, courseKey, type PendingWrite, type TargetKey } from '../ledger/customer'
import { NEVER, toMoment, toStoredEnd } from '../ledger/ends'
import { withOpened } from '../ledger/opened-courses'
import { deriveChangeTo, withChange } from './apply-write'
import { attribute } from './attribute'
import { coursesWrittenSince, isCarriedOut, mayBeOfAnother, ownRows } from './bundle-evidence'
import { ABSENT_AFTER_MS, isPutOff } from './bundle-step'
import { readEnd } from './dates'
import { readRowEnd } from './enrollment-rows'
import { hasMark, withMark, withoutMark } from './marks'
import { type PlanState, wantedAccess, withKnown, withoutDoubt, withoutKnown } from './plan-state'
import type { ReplyTo } from './site-call'
import { withHabits } from './site-habits'
import { findThinkificAccess } from './thinkific-access'

/** Undocumented whether a bundle lists a row per course or per user. */
export function applyBundleRows(state: PlanState, { bundle, rows }: ReplyTo<'look at bundle'>, now: number): PlanState {
  const key: TargetKey = `bundle:${bundle}`
  const known = state.customer.known[key]
  const doubted = state.customer.unanswered[key]
  const queued = known?.queuedAt === undefined ? undefined : { ...known, at: known.queuedAt }
  const pending = doubted ?? queued
  const looked = withMark(withoutMark(state, key, 'unsure'), key, 'looked')
  const unsure = hasMark(state, key, 'unsure')
  const end = findBundleEnd(state, key, rows, now)
  const since = Math.min(...rows.map((row) => row.activatedAt ?? now), now)
  const stored = Number.isFinite(end) ? end : null
  if (pending !== undefined && !unsure) {
    const asAsked = (row: BundleEnrollment) => hasDates(row, pending)
    if (isCarriedOut(state, key, rows, pending, asAsked)) {
      // A run that died may have asked for other dates.
      const own = ownRows(state, key, rows, pending)
      const asked = own.length === 0 || own.some(asAsked) ? pending : { ...pending, activatedAt: since, end: stored }
      return confirmBundle(looked, key, asked, now)
    }
    if (doubted && queued && isCarriedOut(state, key, rows, queued, (row) => hasDates(row, queued))) {
      // Of two calls the earlier was carried out; the later one stays in doubt.
      const { customer, ...confirmed } = confirmBundle(looked, key, queued, now)
      return { ...confirmed, customer: { ...customer, unanswered: { ...customer.unanswered, [key]: doubted } } }
    }
    // Once a renewal has not come for too long, the rows show the dates it was to replace.
    const isLost = known?.isRenewal === true && known.queuedAt !== undefined && isTooOld(known.queuedAt, now)
    if (!isLost && (known !== undefined || rows.every((row) => mayBeOfAnother(state, key, row, pending)))) {
      return handleAbsence(looked, key, known?.queuedAt, now)
    }
  }
  const had = findThinkificAccess(state.customer, key, {})
  // A write of ours that was carried out dated the courses. Else it is unknown when they got these dates, so what is known
  // of each counts as newer.
  const isHonored = unsure && rows.length > 0 && stored === readEnd(pending?.end ?? null)
  const learned = {
    ...looked,
    customer: withKnown(
      withoutDoubt(looked, key).customer,
      key,
      { id: null, activatedAt: rows.length > 0 ? since : null, end: stored, at: now },
      (isHonored ? pending?.order : known?.order) ?? pending?.order ?? 0,
    ),
  }
  const dated = { ...learned, customer: withOtherDates(learned, rows, stored, now) }
  const isExplained = rows.every((row) => isKnownOpen(state, row, now))
  const found = end > now && !unsure && !isExplained && (had === null || had.end <= now)
  return withHabits(found ? attribute(dated, dated.target, since, stored) : dated, state, key, stored)
}

/** Where rows differ from each other, or from what is known of a course, the bundle's dates are not those of each. */
function withOtherDates(state: PlanState, rows: BundleEnrollment[], end: number | null, now: number): Customer {
  return rows.reduce((learned, row) => {
    const course = row.courseId === null ? null : courseKey(row.courseId)
    const seen = readRowEnd(row, now)
    if (course === null) {
      return learned
    }
    const known = findThinkificAccess(learned, course, state.contents)?.end ?? toMoment(end)
    const id = learned.known[course]?.id ?? null
    return known === toMoment(seen)
      ? learned
      : withKnown(learned, course, { id, activatedAt: row.activatedAt, end: seen, at: now })
  }, state.customer)
}

function hasDates(row: BundleEnrollment, asked: Pick<PendingWrite, 'activatedAt' | 'end'>): boolean {
  return row.activatedAt === asked.activatedAt && readEnd(row.expiresAt) === readEnd(asked.end)
}

/** Its course is known to be open that long by grants of its own. */
function isKnownOpen({ customer, contents }: PlanState, row: BundleEnrollment, now: number): boolean {
  const known = row.courseId === null ? null : findThinkificAccess(customer, courseKey(row.courseId), contents)
  return known !== null && known.end >= toMoment(readRowEnd(row, now))
}

function confirmBundle(
  state: PlanState,
  key: TargetKey,
  { activatedAt, end, order = 0 }: Pick<PendingWrite, 'activatedAt' | 'end' | 'order'>,
  now: number,
): PlanState {
  const { customer } = withoutDoubt(state, key)
  const had = state.customer.known[key]?.queuedAt === undefined ? findThinkificAccess(state.customer, key, {}) : null
  const reading = { courses: state.contents[key.slice('bundle:'.length)], now }
  const opened = toMoment(end) > now ? withOpened(customer, key, reading, 'unless current') : customer
  const known = withKnown(opened, key, { id: null, activatedAt, end: readEnd(end), at: now }, order)
  const doubts = coursesWrittenSince(state, key, order).map((course) => {
    const dated = findThinkificAccess(state.customer, courseKey(course), state.contents)
    const end = dated === null || dated.end === NEVER ? 0 : toStoredEnd(dated.end)
    return [courseKey(course), { at: now, activatedAt: dated?.activatedAt ?? null, end }]
  })
  // Keep them: the firing that gave a course its own dates may still have to check it.
  const unanswered = { ...Object.fromEntries(doubts), ...known.unanswered }
  return withChange({ ...state, customer: { ...known, unanswered } }, key, deriveChangeTo(had, readEnd(end), now))
}

/** A bundle is as open as its least open course; when closing, as its most open course that nothing else opens. */
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

/** Not as requested. Looked for until it is too old, or repeated at once if the site carries out such calls at once. */
function handleAbsence(state: PlanState, key: TargetKey, queuedAt: number | undefined, now: number): PlanState {
  if (queuedAt === undefined) {
    const pending = state.customer.unanswered[key]
    const mayCome = wantedAccess(state, key).end <= now || (pending !== undefined && isPutOff(state, pending))
    return mayCome && !isTooOld(pending?.at ?? now, now) ? state : withoutDoubt(state, key)
  }
  return isTooOld(queuedAt, now) ? { ...state, customer: withoutKnown(withoutDoubt(state, key).customer, key) } : state
}

function isTooOld(askedAt: number, now: number): boolean {
  return now - askedAt >= ABSENT_AFTER_MS
}

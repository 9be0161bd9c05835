/** What looking teaches. */
import type { BundleEnrollment, Enrollment } from '../client/records'
import { courseKey, type TargetKey, type Unanswered } from '../ledger/customer'
import { momentOf } from '../ledger/ends'
import { changeFrom, withChange } from './apply-write'
import { attribute } from './attribute'
import { ABSENT_AFTER_MS } from './bundle-step'
import { readEnd } from './dates'
import { endInRow, isOpen, precedes } from './enrollment-rows'
import {
  answered,
  type Change,
  type Have,
  haveOf,
  marked,
  type Run,
  wanted,
  withKnown,
  withoutKnown,
} from './plan-state'
import type { HeardOf } from './site-call'

/** Someone's row in one course, or none. Settles what an unanswered call did, and whether a null end was honored. */
export function learnCourse(run: Run, { course, row }: HeardOf<'look at course'>, now: number): Run {
  const key = courseKey(course)
  const looked = { ...run, marks: [...run.marks.filter((mark) => mark !== `unsure ${key}`), key] }
  if (row === null) {
    const none = { id: null, activatedAt: null, end: 0, at: now }
    return { ...looked, customer: withKnown(answered(looked, key).customer, key, none) }
  }
  const unsure = marked(run, `unsure ${key}`)
  return withHabits(seen(looked, row, now, unsure), run, key, row.expiresAt)
}

/** Once all pages are here: open rows of the bundle's courses that no grant of ours explains. */
export function attributed(run: Run, now: number): Run {
  if (run.rows === null || !marked(run, 'courses')) return run
  const open = run.rows.filter((row) => isOpen(row, now))
  if (open.length === 0) return { ...run, rows: null }
  const courses = run.contents[run.target.id]
  if (courses === undefined) return run
  const inBundle = open.filter(({ courseId }) => courses.includes(courseId))
  return inBundle.reduce<Run>((known, row) => seen(known, row, now), { ...run, rows: null })
}

/** Someone's rows in a bundle. Which rows it lists is not documented: one for each course, or one for the member. */
export function learnBundleRows(run: Run, { bundle, rows }: HeardOf<'look at bundle'>, now: number): Run {
  const key: TargetKey = `bundle:${bundle}`
  const known = run.customer.known[key]
  const asked =
    run.customer.unanswered[key] ?? (known?.queuedAt === undefined ? undefined : { ...known, at: known.queuedAt })
  const looked = { ...run, marks: [...run.marks.filter((mark) => mark !== `unsure ${key}`), key] }
  const unsure = marked(run, `unsure ${key}`)
  if (asked !== undefined && !unsure) {
    const asAsked = (row: BundleEnrollment) =>
      row.activatedAt === asked.activatedAt && readEnd(row.expiresAt) === readEnd(asked.end)
    // Rows we knew of say nothing by being there, nor does one course's row by being as its own grant left it.
    const fresh = known === undefined || known.queuedAt !== undefined
    const came = fresh ? rows.some((row) => asAsked(row) || !precedes(row, asked.at)) : allAre(rows, asAsked)
    if (came) return confirmed(looked, key, asked, now)
    if (rows.length === 0 || known !== undefined) return absent(looked, key, known?.queuedAt, now)
  }
  const end = endOfRows(run, key, rows, now)
  const since = Math.min(...rows.map((row) => row.activatedAt ?? now), now)
  const had = haveOf(run.customer, key, {})
  const stored = Number.isFinite(end) ? end : null
  const learned = {
    ...looked,
    customer: withKnown(
      answered(looked, key).customer,
      key,
      { id: null, activatedAt: rows.length > 0 ? since : null, end: stored, at: now },
      // Nothing tells when its courses were given these dates: what is known of each is newer.
      known?.order ?? asked?.order ?? 0,
    ),
  }
  const found = end > now && !unsure && (had === null || had.end <= now)
  return withHabits(found ? attribute(learned, learned.target, since, stored) : learned, run, key, stored)
}

/** `unsure`: it is our own PUT that is looked after. */
function seen(run: Run, row: Enrollment, now: number, unsure = false): Run {
  const key = courseKey(row.courseId)
  const had = haveOf(run.customer, key, run.contents)
  const asked = run.customer.unanswered[key]
  const end = endInRow(row, now)
  const customer = withKnown(answered(run, key).customer, key, {
    id: row.id,
    activatedAt: row.activatedAt,
    end,
    at: now,
  })
  const learned = { ...run, customer }
  const replaced = asked !== undefined && row.activatedAt === asked.activatedAt
  const made = asked !== undefined && run.customer.known[key]?.id !== row.id && !precedes(row, asked.at)
  // A row we knew, as our lost call would have left it: that call took effect.
  const asAsked = replaced && had !== null && end === readEnd(asked.end)
  if (made) return withChange(learned, key, 'created')
  if (asAsked) return withChange(learned, key, changeTo(had, end, now))
  const refused = marked(run, `refused ${key}`)
  const unexplained = had === null || had.end <= now || (!refused && momentOf(end) > had.end)
  if (!isOpen(row, now) || unsure || !unexplained) return learned
  const target = { kind: 'course' as const, id: row.courseId, name: row.courseName }
  // Where our lost call replaced its dates, when it was made is all that is left of what was there.
  return replaced
    ? attribute(learned, target, row.createdAt ?? 0, null)
    : attribute(learned, target, row.activatedAt ?? row.createdAt ?? 0, end)
}

function confirmed(
  run: Run,
  key: TargetKey,
  { activatedAt, end, order = 0 }: Pick<Unanswered, 'activatedAt' | 'end' | 'order'>,
  now: number,
): Run {
  const { customer } = answered(run, key)
  const had = run.customer.known[key]?.queuedAt === undefined ? haveOf(run.customer, key, {}) : null
  const known = withKnown(customer, key, { id: null, activatedAt, end: readEnd(end), at: now }, order)
  const doubts = writtenSince(run, key, order).map((course) => {
    const own = run.customer.known[courseKey(course)]
    return [courseKey(course), { at: now, activatedAt: own?.activatedAt ?? null, end: own?.end ?? null }]
  })
  // Kept, since whoever gave a course its own dates may still be waiting for its turn to see to it.
  const unanswered = { ...Object.fromEntries(doubts), ...known.unanswered }
  return withChange({ ...run, customer: { ...known, unanswered } }, key, changeTo(had, readEnd(end), now))
}

/** Courses of a bundle given dates of their own since its call left: which of the two came last is to be seen. */
function writtenSince({ contents, customer }: Run, key: TargetKey, order: number): string[] {
  const courses = contents[key.slice('bundle:'.length)] ?? []
  return courses.filter((course) => (customer.known[courseKey(course)]?.order ?? 0) > order)
}

function changeTo(had: Have | null, end: number | null, now: number): Change {
  return momentOf(end) <= now ? 'closed' : changeFrom(had, null, null, now)
}

/**
 * How open a bundle is. A course of it may be open, or closed, by another grant: it is as open as the least open of them;
 * and where it is to be closed, as the most open that nothing else opens.
 */
function endOfRows(run: Run, key: TargetKey, rows: BundleEnrollment[], now: number): number {
  const closes = wanted(run, key).end <= now
  const granted = (course: string | null) => course !== null && wanted(run, courseKey(course)).end > now
  const own = closes ? rows.filter(({ courseId }) => !granted(courseId)) : rows
  const ends = own.map((row) => momentOf(endInRow(row, now)))
  if (ends.length === 0) return 0
  return closes ? Math.max(...ends) : Math.min(...ends)
}

function allAre<Row>(rows: Row[], right: (row: Row) => boolean): boolean {
  return rows.length > 0 && rows.every(right)
}

/**
 * Not as asked. It is asked again at once, if it is still wanted; else it may have been promised (202), and is looked for
 * until that is too old to be kept.
 */
function absent(run: Run, key: TargetKey, queuedAt: number | undefined, now: number): Run {
  const askedAt = run.customer.unanswered[key]?.at ?? now
  if (queuedAt === undefined) {
    const waits = wanted(run, key).end <= now && now - askedAt < ABSENT_AFTER_MS
    return waits ? run : answered(run, key)
  }
  return now - queuedAt < ABSENT_AFTER_MS ? run : { ...run, customer: withoutKnown(answered(run, key).customer, key) }
}

/** A look after a refused POST, or after a PUT with null, shows how the site does things. */
function withHabits(run: Run, before: Run, key: TargetKey, expiresAt: number | null): Run {
  const unsure = marked(before, `unsure ${key}`)
  const refused = marked(before, `refused ${key}`) && (run.customer.known[key]?.end ?? 0) !== 0
  const kind = key.startsWith('bundle:') ? 'bundle' : 'course'
  const refusesRepost = refused ? { ...run.habits.refusesRepost, [kind]: true } : run.habits.refusesRepost
  const nullExpiry = unsure ? (expiresAt === null ? 'clears' : 'ignored') : run.habits.nullExpiry
  return { ...run, habits: { refusesRepost, nullExpiry } }
}

/** What a bundle's rows show of a call that was queued or never answered. */
import type { BundleEnrollment } from '../client/records'
import { courseKey, type PendingWrite, type TargetKey } from '../ledger/customer'
import { toMoment } from '../ledger/ends'
import { readEnd } from './dates'
import { isFromBefore } from './enrollment-rows'
import type { PlanState } from './plan-state'
import { findThinkificAccess } from './thinkific-access'

/**
 * Whether the rows show that a call of ours was carried out, one that was queued or never answered. A row with the dates we
 * asked for proves it if the course was new, or had another end before. Else all rows need those dates, but for courses
 * that were dated again since; and one must not have had them before.
 */
export function isCarriedOut(
  state: PlanState,
  key: TargetKey,
  rows: BundleEnrollment[],
  pending: Pick<PendingWrite, 'at' | 'end' | 'order'>,
  asAsked: (row: BundleEnrollment) => boolean,
): boolean {
  const { customer, contents } = state
  const known = customer.known[key]
  const isNew = known === undefined || (known.queuedAt !== undefined && known.isRenewal !== true)
  const proves = (row: BundleEnrollment) => {
    const course = row.courseId === null ? null : courseKey(row.courseId)
    const had = course === null ? null : findThinkificAccess(customer, course, contents)
    if (course !== null && customer.unanswered[course] !== undefined) {
      return false
    }
    if (had !== null) {
      return had.end !== toMoment(pending.end) && asAsked(row)
    }
    return isNew && !mayBeOfAnother(state, key, row, pending) && (asAsked(row) || !isFromBefore(row, pending.at))
  }
  // Before a renewal was queued, a course may have got the same dates by a call of its own.
  const hadSame = (row: BundleEnrollment) => {
    const own = row.courseId === null ? undefined : customer.known[courseKey(row.courseId)]
    const isBefore = own !== undefined && own.order < (pending.order ?? 0)
    return isBefore && own.activatedAt === row.activatedAt && readEnd(own.end) === readEnd(pending.end)
  }
  const own = ownRows(state, key, rows, pending)
  const showsNothing = known?.isRenewal === true && own.every(hadSame)
  return rows.some(proves) || (isEvery(own, asAsked) && !showsNothing)
}

/**
 * Whether another bundle's pending call may have opened this course: it writes the same dates. If that bundle's courses
 * are unknown, we assume so only for a run that died, since its own dates are unknown, too.
 */
export function mayBeOfAnother(
  { customer, contents }: PlanState,
  key: TargetKey,
  row: BundleEnrollment,
  { order }: Pick<PendingWrite, 'order'>,
): boolean {
  const queued = Object.entries(customer.known).filter(([, { queuedAt }]) => queuedAt !== undefined)
  return [...queued, ...Object.entries(customer.unanswered)].some(([other, { activatedAt }]) => {
    const [kind, id = ''] = other.split(':')
    const holds = contents[id]?.includes(row.courseId ?? '') ?? order === undefined
    return kind === 'bundle' && other !== key && holds && activatedAt === row.activatedAt
  })
}

/** Those that no call but the bundle's own can have dated. */
export function ownRows(
  state: PlanState,
  key: TargetKey,
  rows: BundleEnrollment[],
  pending: Pick<PendingWrite, 'order'>,
): BundleEnrollment[] {
  const since = new Set(coursesWrittenSince(state, key, pending.order ?? 0))
  return rows.filter(
    (row) => (row.courseId === null || !since.has(row.courseId)) && !mayBeOfAnother(state, key, row, pending),
  )
}

/** Courses dated alone or by another bundle after the bundle's call left; only a look shows which came last. */
export function coursesWrittenSince({ contents, customer }: PlanState, key: TargetKey, order: number): string[] {
  const isSince = (written: TargetKey) => (customer.known[written]?.order ?? 0) > order
  const others = Object.keys(contents).filter((id) => `bundle:${id}` !== key && isSince(`bundle:${id}`))
  const through = new Set(others.flatMap((id) => contents[id] ?? []))
  const courses = contents[key.slice('bundle:'.length)] ?? []
  return courses.filter((course) => through.has(course) || isSince(courseKey(course)))
}

function isEvery<Row>(rows: Row[], right: (row: Row) => boolean): boolean {
  return rows.length > 0 && rows.every(right)
}

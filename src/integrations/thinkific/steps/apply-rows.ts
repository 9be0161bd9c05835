/** What a course's rows say of its enrollment. */
import type { Enrollment } from '../client/records'
import { courseKey, targetKey } from '../ledger/customer'
import { toMoment } from '../ledger/ends'
import { listLeftCourses } from '../ledger/grants'
import { deriveChangeTo, withChange } from './apply-write'
import { attribute } from './attribute'
import { readEnd } from './dates'
import { isFromBefore, isOpen, readRowEnd } from './enrollment-rows'
import { hasMark, withMark, withoutMark } from './marks'
import { type PlanState, withKnown, withoutDoubt } from './plan-state'
import type { ReplyTo } from './site-call'
import { withHabits } from './site-habits'
import { findThinkificAccess } from './thinkific-access'

/** Also settles what an unanswered call did, and whether a null end was honored. */
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

/** Once all pages are read, attributes open rows of the bundle's courses that no grant explains. */
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

/** `unsure`: this checks our own PUT. */
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
  // A known row as our lost call would have left it: the call took effect.
  const asAsked = replaced && had !== null && end === readEnd(pending.end)
  if (made) {
    return withChange(learned, key, 'created')
  }
  if (asAsked) {
    return withChange(learned, key, deriveChangeTo(had, end, now))
  }
  const refused = hasMark(state, key, 'refused')
  const unexplained = had === null ? !isLeftBehind(state, row) : had.end <= now || (!refused && toMoment(end) > had.end)
  if (!isOpen(row, now) || unsure || !unexplained || isOpenedByBundle(state, row, end)) {
    return learned
  }
  const target = { kind: 'course' as const, id: row.courseId, name: row.courseName }
  // Our lost call replaced its dates; only its creation date is left of what was there.
  return replaced
    ? attribute(learned, target, row.createdAt ?? 0, null)
    : attribute(learned, target, row.activatedAt ?? row.createdAt ?? 0, end)
}

/**
 * A bundle call of ours dates what it opens alike. It may never have been answered, or be queued, its purchase not in the
 * ledger yet; or Thinkific made it late, after the course's own call, which was then in doubt.
 */
function isOpenedByBundle({ customer, contents }: PlanState, row: Enrollment, end: number | null): boolean {
  const { known, unanswered } = customer
  const holding = Object.keys(contents).filter((id) => contents[id]?.includes(row.courseId))
  const isLate = holding.some((id) => {
    const bundle = known[`bundle:${id}`]
    return bundle !== undefined && bundle.activatedAt === row.activatedAt && readEnd(bundle.end) === end
  })
  const underWay = [
    ...Object.entries(unanswered).filter(([, { mayBeQueued }]) => mayBeQueued),
    ...Object.entries(known).flatMap(([key, one]) =>
      one.queuedAt === undefined ? [] : [[key, { ...one, at: one.queuedAt }] as const],
    ),
  ]
  const isUnderWay = underWay.some(([key, { at, activatedAt, end: asked }]) => {
    const isNew = !isFromBefore(row, at)
    const isRenewed = holding.some((id) => key === `bundle:${id}`) && readEnd(asked) === end
    return activatedAt === row.activatedAt && (isNew || isRenewed)
  })
  return isUnderWay || (isLate && unanswered[courseKey(row.courseId)] !== undefined)
}

/** Opened by a bundle call of ours, as its date shows, and out of that bundle since: no later call of the bundle reached it. */
function isLeftBehind({ customer, contents }: PlanState, { courseId, activatedAt }: Enrollment): boolean {
  const targets = customer.purchases.flatMap(({ claims }) => Object.values(claims).map(({ target }) => target))
  return targets.some((target) => {
    const known = customer.known[targetKey(target)]
    return (
      known !== undefined &&
      known.activatedAt === activatedAt &&
      listLeftCourses(customer, target, contents).includes(courseId)
    )
  })
}

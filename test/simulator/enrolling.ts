import { welcomeToBundle, welcomeToCourse } from './emails.ts'
import { addRow, rowsOf } from './lookup.ts'
import type { Bundle, BundleEnrollment, Course, Dates, Enrollment, Site, User } from './site.ts'
import { takeId, type World } from './world.ts'

/** A change of dates: what is left out stays. */
export type DateChange = Partial<Dates>

/** Someone's row in a course. */
export function enrollmentIn(site: Site, userId: number, courseId: number): Enrollment | undefined {
  return rowsOf(site.enrollments, userId).find((row) => row.courseId === courseId)
}

/** Someone's row in a bundle. */
export function membershipIn(site: Site, userId: number, bundleId: number): BundleEnrollment | undefined {
  return rowsOf(site.bundleEnrollments, userId).find((row) => row.bundleId === bundleId)
}

/** One row per user and course: a new one (with a welcome), or the old one with its dates replaced. */
export function enrollInCourse(world: World, site: Site, user: User, course: Course, dates: Dates): Enrollment {
  const known = enrollmentIn(site, user.id, course.id)
  if (!known) {
    welcomeToCourse(world, site, user, course)
  }
  return putInCourse(world, site, user, course, dates)
}

/** Into the bundle and into every course of it, with the same dates; the bundle's welcome is the only one. */
export function enrollInBundle(world: World, site: Site, user: User, bundle: Bundle, dates: Dates): BundleEnrollment {
  const known = membershipIn(site, user.id, bundle.id)
  if (!known) {
    welcomeToBundle(world, site, user, bundle)
  }
  putInCourses(world, site, user, bundle.courseIds, dates)
  if (known) {
    return changeDates(known, dates, world.now())
  }
  const times = { createdAt: world.now(), updatedAt: world.now() }
  const row = { id: takeId(world, 'enrollment'), userId: user.id, bundleId: bundle.id, ...dates, ...times }
  addRow(site.bundleEnrollments, row)
  return row
}

/** New dates for a member: the bundle's row, and the rows of the courses now in it. */
export function changeMembership(
  site: Site,
  row: BundleEnrollment,
  bundle: Bundle,
  change: DateChange,
  now: number,
): void {
  changeDates(row, change, now)
  for (const enrollment of rowsOf(site.enrollments, row.userId)) {
    if (bundle.courseIds.includes(enrollment.courseId)) {
      changeDates(enrollment, change, now)
    }
  }
}

/** Replaces the dates a change names. */
export function changeDates<Row extends Dates & { updatedAt: number }>(row: Row, change: DateChange, now: number): Row {
  if (change.activatedAt !== undefined) {
    row.activatedAt = change.activatedAt
  }
  if (change.expiryDate !== undefined) {
    row.expiryDate = change.expiryDate
  }
  row.updatedAt = now
  return row
}

/** Carries out what was promised for later and is due now: bundles answered 202, courses added to bundles. */
export function carryOutQueued(world: World, site: Site): void {
  if (site.queued.length === 0) {
    return
  }
  const due = site.queued.filter(({ dueAt }) => dueAt <= world.now())
  if (due.length === 0) {
    return
  }
  site.queued = site.queued.filter(({ dueAt }) => dueAt > world.now())
  for (const { userId, bundleId, newCourseIds, activatedAt, expiryDate } of due) {
    const user = site.users.get(userId)
    const bundle = site.bundles.get(bundleId)
    if (!user || !bundle) {
      continue
    }
    const dates = { activatedAt, expiryDate }
    if (newCourseIds) {
      putInCourses(world, site, user, newCourseIds, dates)
    } else {
      enrollInBundle(world, site, user, bundle, dates)
    }
  }
}

function putInCourses(world: World, site: Site, user: User, courseIds: number[], dates: Dates): void {
  for (const courseId of courseIds) {
    const course = site.courses.get(courseId)
    if (course) {
      putInCourse(world, site, user, course, dates)
    }
  }
}

function putInCourse(world: World, site: Site, user: User, course: Course, dates: Dates): Enrollment {
  const now = world.now()
  const known = enrollmentIn(site, user.id, course.id)
  if (known) {
    return changeDates(known, dates, now)
  }
  const progress = { startedAt: null, completedAt: null, percentageCompleted: '0.0' }
  const ids = { id: takeId(world, 'enrollment'), userId: user.id, courseId: course.id }
  const row = { ...ids, ...dates, ...progress, createdAt: now, updatedAt: now }
  addRow(site.enrollments, row)
  return row
}

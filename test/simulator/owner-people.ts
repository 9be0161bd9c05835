import { type Access, type AccessState, accessOf } from './access.ts'
import { userWithEmail } from './email-match.ts'
import { carryOutQueued, changeDates, type DateChange, enrollInBundle, enrollInCourse } from './enrolling.ts'
import { setEmail } from './lookup.ts'
import { newUser, removeUser } from './roster.ts'
import type { BundleEnrollment, Dates, Enrollment, Site, User } from './site.ts'
import type { World } from './world.ts'

export type NewUser = Partial<Omit<User, 'email'>> & { email: string }
type ByHand = { userId: number } & Partial<Dates>

/** The owner's hand on users and enrollments. */
export function peopleBy(world: World, site: Site) {
  const dates = ({ activatedAt = world.now(), expiryDate = null }: Partial<Dates>) => ({ activatedAt, expiryDate })
  return {
    addUser(given: NewUser): User {
      const user = newUser(world, site, given)
      world.changed()
      return user
    },
    /** The user who has an e-mail. */
    user(email: string): User | undefined {
      return userWithEmail(site, email)
    },
    deleteUser(id: number): void {
      removeUser(site, id)
      world.changed()
    },
    changeEmail(userId: number, email: string): void {
      const user = existing(site.users, userId, `user ${userId}`)
      const holder = userWithEmail(site, email)
      if (holder && holder !== user) {
        throw new RangeError(`${email} has already been taken`)
      }
      setEmail(site, user, email)
      world.changed()
    },
    /** Enrolls by hand: fully and for ever unless dates are given; `activatedAt: null` is a free preview. */
    enroll(given: ByHand & { courseId: number }): Enrollment {
      const user = existing(site.users, given.userId, `user ${given.userId}`)
      const course = existing(site.courses, given.courseId, `course ${given.courseId}`)
      const row = enrollInCourse(world, site, user, course, dates(given))
      world.changed()
      return row
    },
    enrollInBundle(given: ByHand & { bundleId: number }): BundleEnrollment {
      const user = existing(site.users, given.userId, `user ${given.userId}`)
      const bundle = existing(site.bundles, given.bundleId, `bundle ${given.bundleId}`)
      const row = enrollInBundle(world, site, user, bundle, dates(given))
      world.changed()
      return row
    },
    /** Extends or ends one course enrollment. */
    setDates(enrollmentId: number, change: DateChange): void {
      const row = existing(site.enrollments, enrollmentId, `enrollment ${enrollmentId}`)
      changeDates(row, change, world.now())
      world.changed()
    },
    /** Unenrolls: the row is gone, which the API cannot do. */
    removeEnrollment(enrollmentId: number): void {
      site.enrollments.delete(enrollmentId)
      world.changed()
    },
    /** Everything someone has or had, by course. Empty for an unknown user. */
    access(email: string): Access[] {
      carryOutQueued(world, site)
      const user = userWithEmail(site, email)
      return user ? accessOf(site, user.id, world.now()) : []
    },
    /** Someone's standing in one course. */
    accessTo(email: string, courseId: number): AccessState | 'none' {
      return this.access(email).find((row) => row.courseId === courseId)?.state ?? 'none'
    },
  }
}

function existing<Row>(rows: Map<number, Row>, id: number, what: string): Row {
  const row = rows.get(id)
  if (!row) {
    throw new RangeError(`There is no ${what}`)
  }
  return row
}

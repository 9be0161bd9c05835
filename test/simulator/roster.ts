import { keptEmail } from './email-match.ts'
import { rowsOf, setEmail } from './lookup.ts'
import type { Site, User } from './site.ts'
import { takeId, type World } from './world.ts'

/** A user put on the site's roster: a plain student by default. */
export function newUser(world: World, site: Site, given: Partial<User> & { email: string }): User {
  const user: User = {
    firstName: '',
    lastName: '',
    roles: [],
    company: null,
    bio: null,
    headline: null,
    externalSource: null,
    externalIds: {},
    hasPassword: false,
    fields: [],
    createdAt: world.now(),
    ...given,
    id: takeId(world, 'user', given.id),
    email: keptEmail(site, given.email),
  }
  site.users.set(user.id, user)
  setEmail(site, user, user.email)
  return user
}

/** Sets the named sign-up fields; the others keep their values. */
export function setFields(world: World, user: User, values: { definitionId: number; value: string }[]): void {
  for (const { definitionId, value } of values) {
    const known = user.fields.find((field) => field.definitionId === definitionId)
    if (known) {
      known.value = value
    } else {
      user.fields.push({ id: takeId(world, 'field'), definitionId, value })
    }
  }
}

/** Takes a user off the roster, with every enrollment and its progress. */
export function removeUser(site: Site, userId: number): void {
  site.users.delete(userId)
  for (const row of rowsOf(site.enrollments, userId)) {
    site.enrollments.delete(row.id)
  }
  for (const row of rowsOf(site.bundleEnrollments, userId)) {
    site.bundleEnrollments.delete(row.id)
  }
  site.queued = site.queued.filter((promise) => promise.userId !== userId)
}

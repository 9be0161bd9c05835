import type { Bundle, Course, Milliseconds, Site, User } from './site.ts'
import type { World } from './world.ts'

/** A message the real Thinkific would have sent. */
export type Email = {
  at: Milliseconds
  site: string
  kind: 'site welcome' | 'course welcome' | 'bundle welcome'
  to: string
  /** The course, bundle or site it welcomes to. */
  about: string
  /** Whether it carries the Express Sign-In link: users made without a password get it. */
  expressSignIn: boolean
}

/** The Site Welcome Email, asked for by `send_welcome_email` when a user is created. */
export function welcomeToSite(world: World, site: Site, user: User): void {
  if (site.siteWelcomeEmail) {
    send(world, site, user, 'site welcome', site.subdomain)
  }
}

/** A course's own welcome, for a new enrollment only, never for an update. */
export function welcomeToCourse(world: World, site: Site, user: User, course: Course): void {
  if (course.welcomeEmail) {
    send(world, site, user, 'course welcome', course.name)
  }
}

/** A bundle's own welcome; its courses then send none of theirs. */
export function welcomeToBundle(world: World, site: Site, user: User, bundle: Bundle): void {
  if (bundle.welcomeEmail) {
    send(world, site, user, 'bundle welcome', bundle.name)
  }
}

function send(world: World, site: Site, user: User, kind: Email['kind'], about: string): void {
  world.emails.push({
    at: world.now(),
    site: site.subdomain,
    kind,
    to: user.email,
    about,
    expressSignIn: !user.hasPassword,
  })
}

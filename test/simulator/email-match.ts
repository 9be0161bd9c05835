import { usersLike } from './lookup.ts'
import type { Site, User } from './site.ts'

/** An e-mail as this site keeps it. */
export function keptEmail(site: Site, email: string): string {
  return site.switches.emails === 'case-sensitive' ? email.trim() : email.trim().toLowerCase()
}

/** Whether two e-mails are the same one here. */
export function sameEmail(site: Site, one: string, other: string): boolean {
  if (site.switches.emails === 'case-sensitive') {
    return one === other
  }
  return one.toLowerCase() === other.toLowerCase()
}

/** Whether `query[email]` finds this e-mail. */
export function findsEmail(site: Site, wanted: string, email: string): boolean {
  if (site.switches.emails === 'substring search') {
    return email.toLowerCase().includes(wanted.toLowerCase())
  }
  return sameEmail(site, wanted, email)
}

/** The user who has an e-mail. */
export function userWithEmail(site: Site, email: string): User | undefined {
  return usersLike(site, email).find((user) => sameEmail(site, user.email, email))
}

/** The users `query[email]` finds. */
export function usersFound(site: Site, wanted: string): User[] {
  const candidates = site.switches.emails === 'substring search' ? [...site.users.values()] : usersLike(site, wanted)
  return candidates.filter((user) => findsEmail(site, wanted, user.email))
}

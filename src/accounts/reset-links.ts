/** Whose password a link may set: handed over by an admin of the team, or sent where a mailer is configured. */
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { people } from '../db/accounts-schema'

/** The id of the account with this email; null when there is none. */
export async function findPersonByEmail(d1: D1Database, email: string): Promise<string | null> {
  const [found] = await drizzle(d1)
    .select({ id: people.id })
    .from(people)
    .where(eq(people.email, email.trim().toLowerCase()))
  return found?.id ?? null
}

/**
 * True when `admin` may hand `person` a link: no marketplace of `person` is one that `admin` does not administer.
 * Otherwise the admin of one marketplace could take over an account and with it another marketplace.
 */
export async function canResetPassword(d1: D1Database, admin: string, person: string): Promise<boolean> {
  const beyond = await d1
    .prepare(
      `SELECT 1 FROM members AS theirs WHERE theirs.person = ?1 AND NOT EXISTS (
         SELECT 1 FROM members AS mine
         WHERE mine.person = ?2 AND mine.role = 'admin' AND mine.marketplace = theirs.marketplace
       ) LIMIT 1`,
    )
    .bind(person, admin)
    .first()
  return beyond === null
}

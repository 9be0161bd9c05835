/** Links for a new password: handed over by an admin of the team, or mailed where a mailer is configured. */
import { and, eq, notExists, type SQL } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { alias } from 'drizzle-orm/sqlite-core'
import { members, people } from '../db/accounts-schema'
import { mayAct } from './admin-batch'

export async function findPersonByEmail(d1: D1Database, email: string): Promise<string | null> {
  const [found] = await drizzle(d1)
    .select({ id: people.id })
    .from(people)
    .where(eq(people.email, email.trim().toLowerCase()))
  return found?.id ?? null
}

/**
 * Holds when `admin` administers every marketplace `person` belongs to. Otherwise the admin of one marketplace could
 * take over an account and, with it, another marketplace.
 */
export function canResetPassword(db: DrizzleD1Database, admin: string, person: string): SQL {
  const mine = alias(members, 'mine')
  const shared = db
    .select({ id: mine.id })
    .from(mine)
    .where(
      and(eq(mine.person, admin), eq(mine.role, 'admin'), eq(mine.marketplace, members.marketplace), mayAct(db, mine)),
    )
  return notExists(
    db
      .select({ id: members.id })
      .from(members)
      .where(and(eq(members.person, person), notExists(shared))),
  )
}

/** Who may be mailed: where anyone can make a marketplace, only its own members, so that strangers never are. */
import { and, eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { members, people } from '../db/schema'
import type { Env } from '../env'

/** Null where it may be, else a sentence. */
export async function refuseRecipient(
  { DB, SIGN_UP }: Pick<Env, 'DB' | 'SIGN_UP'>,
  marketplace: string,
  email: string,
): Promise<string | null> {
  if (SIGN_UP !== 'open') {
    return null
  }
  const found = await drizzle(DB)
    .select({ id: members.id })
    .from(members)
    .innerJoin(people, eq(people.id, members.person))
    .where(and(eq(members.marketplace, marketplace), eq(sql`lower(${people.email})`, email.toLowerCase())))
  return found.length > 0 ? null : 'Alerts are mailed to members of the team only. Invite this address first.'
}

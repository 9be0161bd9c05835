/** Who may come in, and who may make a marketplace. */
import { and, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { marketplaces, members, people } from '../db/accounts-schema'
import type { Env } from '../env'

const MOST_MARKETPLACES = 100

/**
 * Who may create a marketplace: anyone where the deployment is open; otherwise admins of an existing one,
 * or anyone at all while there is none (setup was cut short between the account and its marketplace). Each has objects of
 * its own, so one person is admin of so many at most.
 */
export async function canOpenMarketplace(env: Pick<Env, 'DB' | 'SIGN_UP'>, person: string): Promise<boolean> {
  const db = drizzle(env.DB)
  const [existing, administered] = await db.batch([
    db.select({ id: marketplaces.id }).from(marketplaces).limit(1),
    db
      .select({ id: members.id })
      .from(members)
      .where(and(eq(members.person, person), eq(members.role, 'admin')))
      .limit(MOST_MARKETPLACES),
  ])
  const isEntitled = env.SIGN_UP === 'open' || existing.length === 0 || administered.length > 0
  return isEntitled && administered.length < MOST_MARKETPLACES
}

export async function isSetupPending(d1: D1Database): Promise<boolean> {
  const first = await drizzle(d1).select({ id: people.id }).from(people).limit(1)
  return first.length === 0
}

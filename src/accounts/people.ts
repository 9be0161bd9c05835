/** Who may sign up, and who may create a marketplace. */
import { and, count, eq, exists, notExists, or, type SQL, sql } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { marketplaces, members, people } from '../db/accounts-schema'
import type { Env } from '../env'
import { mayAct } from './admin-batch'

/** Each has objects of its own. */
const MOST_MARKETPLACES = 100

/** As `mayOpenMarketplace`, for a page that offers it. */
export async function canOpenMarketplace(env: Pick<Env, 'DB' | 'SIGN_UP'>, person: string): Promise<boolean> {
  const db = drizzle(env.DB)
  const may = sql<number>`${mayOpenMarketplace(env, db, person)}`.as('may')
  const [found] = await db.select({ may }).from(sql`(SELECT 1)`)
  return Boolean(found?.may)
}

/**
 * Who may create a marketplace: anyone where the deployment is open; otherwise admins of an existing one,
 * or anyone at all while there is none (setup was cut short between the account and its marketplace). The limit applies
 * both to those a person created and to those they administer.
 */
export function mayOpenMarketplace({ SIGN_UP }: Pick<Env, 'SIGN_UP'>, db: DrizzleD1Database, person: string): SQL {
  const isAdmin = and(eq(members.person, person), eq(members.role, 'admin'))
  const acts = db
    .select({ id: members.id })
    .from(members)
    .where(and(isAdmin, mayAct(db, members)))
  const anyone = SIGN_UP === 'open' ? sql`true` : notExists(db.select({ id: marketplaces.id }).from(marketplaces))
  const administered = db.select({ count: count() }).from(members).where(isAdmin)
  const made = db.select({ count: count() }).from(marketplaces).where(eq(marketplaces.maker, person))
  const isBelow = sql`(${administered}) < ${MOST_MARKETPLACES} AND (${made}) < ${MOST_MARKETPLACES}`
  return sql`(${or(anyone, exists(acts))} AND ${isBelow})`
}

export async function isSetupPending(d1: D1Database): Promise<boolean> {
  const first = await drizzle(d1).select({ id: people.id }).from(people).limit(1)
  return first.length === 0
}

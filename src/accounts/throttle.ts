/** Counted in D1, so that the limit holds across isolates. */

import { and, eq, gt, gte, inArray, lt, lte, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { throttles } from '../db/accounts-schema'
import type { Env } from '../env'

export interface Limit {
  /** Per window. */
  most: number
  /** Seconds; the window starts with the first try. */
  windowS: number
}

/** Returns 0 or the seconds until the window ends. A refused try writes nothing, so a flood costs no rows. */
export async function takeAttempt(d1: D1Database, key: string, { most, windowS }: Limit, now: number): Promise<number> {
  const db = drizzle(d1)
  const over = lte(throttles.until, now)
  const [taken] = await db
    .insert(throttles)
    .values({ key, taken: 1, until: now + windowS * 1000 })
    .onConflictDoUpdate({
      target: throttles.key,
      set: {
        taken: sql`CASE WHEN ${over} THEN 1 ELSE ${throttles.taken} + 1 END`,
        until: sql`CASE WHEN ${over} THEN excluded.until ELSE ${throttles.until} END`,
      },
      setWhere: sql`${over} OR ${lt(throttles.taken, most)}`,
    })
    .returning({ taken: throttles.taken })
  if (taken !== undefined) {
    return 0
  }

  const [shut] = await db.select({ until: throttles.until }).from(throttles).where(eq(throttles.key, key))
  return shut === undefined ? 0 : Math.max(1, Math.ceil((shut.until - now) / 1000))
}

/** Whether another try would be refused. */
export async function isSpent(d1: D1Database, key: string, { most }: Limit, now: number): Promise<boolean> {
  const isFull = and(eq(throttles.key, key), gt(throttles.until, now), gte(throttles.taken, most))
  return (await drizzle(d1).$count(throttles, isFull)) > 0
}

/** Counters are keyed by hash; raw addresses are never stored. */
export async function counterKey({ AUTH_SECRET }: Pick<Env, 'AUTH_SECRET'>, text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${AUTH_SECRET}:door:${text}`))
  return Buffer.from(digest).toString('hex', 0, 16)
}

/** Only failures count, so a successful try is given back. */
export async function returnAttempt(d1: D1Database, ...keys: string[]): Promise<void> {
  await drizzle(d1)
    .update(throttles)
    .set({ taken: sql`${throttles.taken} - 1` })
    .where(and(inArray(throttles.key, keys), gt(throttles.taken, 0)))
}

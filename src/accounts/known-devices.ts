/** A browser that signed in to an account is known there until its owner changes how they sign in. */
import { and, eq, type SQL } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { people } from '../db/accounts-schema'

/** Epoch ms; 0 also where there is no such account. */
export async function findDevicesSince(d1: D1Database, email: string): Promise<number> {
  const [found] = await drizzle(d1).select({ since: people.devicesSince }).from(people).where(eq(people.email, email))
  return found?.since ?? 0
}

/** Every browser counts as new until it signs in again. */
export function forgetDevices(db: DrizzleD1Database, person: string, condition?: SQL) {
  return db
    .update(people)
    .set({ devicesSince: Date.now() })
    .where(and(eq(people.id, person), condition))
}

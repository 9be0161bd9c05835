/** Deletes expired sessions, invitations, links and counters. For the scheduled handler. */
import { lte } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { invitations, sessions, throttles, verifications } from '../db/accounts-schema'

export async function sweepAccounts(d1: D1Database, now: number): Promise<void> {
  const db = drizzle(d1)
  const moment = new Date(now)
  await db.batch([
    db.delete(sessions).where(lte(sessions.expiresAt, moment)),
    db.delete(verifications).where(lte(verifications.expiresAt, moment)),
    db.delete(invitations).where(lte(invitations.expiresAt, moment)),
    db.delete(throttles).where(lte(throttles.until, now)),
  ])
}

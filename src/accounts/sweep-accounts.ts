/** Deletes expired sessions, invitations, links, tokens and counters. For the scheduled handler. */
import { lte } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { apiTokens, invitations, sessions, throttles, verifications } from '../db/accounts-schema'

/** How long the list of tokens says that one has expired. */
const EXPIRED_TOKENS_KEPT_MS = 30 * 86_400_000

export async function sweepAccounts(d1: D1Database, now: number): Promise<void> {
  const db = drizzle(d1)
  const moment = new Date(now)
  await db.batch([
    db.delete(sessions).where(lte(sessions.expiresAt, moment)),
    db.delete(verifications).where(lte(verifications.expiresAt, moment)),
    db.delete(invitations).where(lte(invitations.expiresAt, moment)),
    db.delete(throttles).where(lte(throttles.until, now)),
    db.delete(apiTokens).where(lte(apiTokens.expiresAt, now - EXPIRED_TOKENS_KEPT_MS)),
  ])
}

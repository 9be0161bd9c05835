/** Mailed links with which an address signs up. */
import { and, eq, gt } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { verifications } from '../db/accounts-schema'
import { digestSecret } from './secret-digest'

export const SIGN_UP_LINK_MS = 86_400_000

/** The email that a link was mailed to; null when there is none, or it is over. */
export async function findSignUpEmail(d1: D1Database, token: string): Promise<string | null> {
  const [found] = await drizzle(d1)
    .select({ email: verifications.value })
    .from(verifications)
    .where(and(eq(verifications.identifier, await digestSignUpToken(token)), gt(verifications.expiresAt, new Date())))
  return found?.email ?? null
}

export function digestSignUpToken(token: string): Promise<string> {
  return digestSecret(`sign-up:${token}`)
}

/** Statements that make and end the links for a new password, for the batch of a command. */
import { eq } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import { verifications } from '../db/accounts-schema'
import { randomId, SECRET_ID } from './ids'

/** How long a link may be used: once, within a day. */
const LASTS_MS = 86_400_000

/** A link's token for `person`, and the statements that store its digest and end the links made before. */
export async function newResetLink(db: DrizzleD1Database, person: string) {
  const token = randomId(SECRET_ID)
  const now = new Date()
  const row = {
    ...{ id: randomId(SECRET_ID), identifier: await digestResetToken(token), value: person },
    ...{ expiresAt: new Date(now.getTime() + LASTS_MS), createdAt: now, updatedAt: now },
  }
  return { token, statements: [endResetLinks(db, person), db.insert(verifications).values(row)] }
}

export function endResetLinks(db: DrizzleD1Database, person: string) {
  return db.delete(verifications).where(eq(verifications.value, person))
}

/** As better-auth stores it, so that links outlive a change of who looks them up. */
export async function digestResetToken(token: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`reset-password:${token}`))
  return Buffer.from(bytes).toString('base64url')
}

/** Password links, handed over by an admin or sent by mail where configured. */
import { and, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { people, verifications } from '../db/accounts-schema'
import type { Env } from '../env'
import { loadAuth } from './auth'
import { randomId, SECRET_ID } from './ids'
import { refusalCode } from './refusal'

/** A link works once, within a day. */
const LASTS_MS = 86_400_000

/** Invalidates earlier links. Only the token's digest is stored. */
export async function createResetToken(env: Env, person: string): Promise<string> {
  await deleteResetLinks(env.DB, person)
  const token = randomId(SECRET_ID)
  const { internalAdapter } = await (await loadAuth(env)).$context
  await internalAdapter.createVerificationValue({
    identifier: `reset-password:${token}`,
    value: person,
    expiresAt: new Date(Date.now() + LASTS_MS),
  })
  return token
}

/** Also ends all of the person's sessions. False when the link is used or expired. */
export async function resetPassword(env: Env, token: string, newPassword: string): Promise<boolean> {
  const { api } = await loadAuth(env)
  try {
    await api.resetPassword({ body: { token, newPassword } })
    return true
  } catch (error) {
    refusalCode(error)
    return false
  }
}

export async function deleteResetLinks(d1: D1Database, person: string): Promise<void> {
  await drizzle(d1).delete(verifications).where(eq(verifications.value, person))
}

export async function findPersonByEmail(d1: D1Database, email: string): Promise<string | null> {
  const [found] = await drizzle(d1)
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.email, email.trim().toLowerCase())))
  return found?.id ?? null
}

/**
 * True when `admin` administers every marketplace `person` belongs to. Otherwise the admin of one marketplace could
 * take over an account and, with it, another marketplace.
 */
export async function canResetPassword(d1: D1Database, admin: string, person: string): Promise<boolean> {
  const beyond = await d1
    .prepare(
      `SELECT 1 FROM members AS theirs WHERE theirs.person = ?1 AND NOT EXISTS (
         SELECT 1 FROM members AS mine
         WHERE mine.person = ?2 AND mine.role = 'admin' AND mine.marketplace = theirs.marketplace
       ) LIMIT 1`,
    )
    .bind(person, admin)
    .first()
  return beyond === null
}

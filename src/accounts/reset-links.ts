/** Links that set a new password: handed over by an admin of the team, or sent where a mailer is configured. */
import { and, eq, notExists } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { alias } from 'drizzle-orm/sqlite-core'
import { members, people, verifications } from '../db/accounts-schema'
import type { Env } from '../env'
import { loadAuth } from './auth'
import { randomId, SECRET_ID } from './ids'
import { refusalCode } from './refusal'

/** How long a link may be used: once, within a day. */
const LASTS_MS = 86_400_000

/** Makes a link's token for `person`; the ones made before are over. Only its digest is stored. */
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

/** Sets the password with a link's token and signs the person out everywhere. False when the link is over. */
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

/** Ends every link of `person`. */
export async function deleteResetLinks(d1: D1Database, person: string): Promise<void> {
  await drizzle(d1).delete(verifications).where(eq(verifications.value, person))
}

/** The id of the account with this email; null when there is none. */
export async function findPersonByEmail(d1: D1Database, email: string): Promise<string | null> {
  const [found] = await drizzle(d1)
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.email, email.trim().toLowerCase())))
  return found?.id ?? null
}

/**
 * True when `admin` may hand `person` a link: no marketplace of `person` is one that `admin` does not administer.
 * Otherwise the admin of one marketplace could take over an account and with it another marketplace.
 */
export async function canResetPassword(d1: D1Database, admin: string, person: string): Promise<boolean> {
  const db = drizzle(d1)
  const mine = alias(members, 'mine')
  const shared = db
    .select({ id: mine.id })
    .from(mine)
    .where(and(eq(mine.person, admin), eq(mine.role, 'admin'), eq(mine.marketplace, members.marketplace)))
  const beyond = await db
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.person, person), notExists(shared)))
    .limit(1)
  return beyond.length === 0
}

import { and, desc, eq, gt } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { sessions } from '../db/accounts-schema'
import type { Env } from '../env'
import { loadAuth } from './auth'
import { refusalCode } from './refusal'
import { deleteResetLinks } from './reset-links'

interface OpenSession {
  id: string
  userAgent: string
  address: string
  /** Epoch ms, exact to a day, since use is written once a day. */
  usedAt: number
  startedAt: number
}

/** Open sessions, last used first. */
export async function listSessions(d1: D1Database, person: string): Promise<OpenSession[]> {
  const found = await drizzle(d1)
    .select()
    .from(sessions)
    .where(and(eq(sessions.person, person), gt(sessions.expiresAt, new Date())))
    .orderBy(desc(sessions.updatedAt))
  return found.map(({ id, userAgent, ipAddress, updatedAt, createdAt }) => ({
    id,
    userAgent: userAgent ?? '',
    address: ipAddress ?? '',
    usedAt: updatedAt.getTime(),
    startedAt: createdAt.getTime(),
  }))
}

export async function endSession(d1: D1Database, person: string, id: string): Promise<void> {
  await drizzle(d1)
    .delete(sessions)
    .where(and(eq(sessions.person, person), eq(sessions.id, id)))
}

/** Including the current one. */
export async function endSessions(d1: D1Database, person: string): Promise<void> {
  await drizzle(d1).delete(sessions).where(eq(sessions.person, person))
}

/** Ends other sessions and all password links. Returns Set-Cookie lines; null when `current` is wrong. */
export async function changePassword(
  env: Env,
  { person, current, chosen }: { person: string; current: string; chosen: string },
  headers: Headers,
): Promise<string[] | null> {
  const { api } = await loadAuth(env)
  try {
    const body = { currentPassword: current, newPassword: chosen, revokeOtherSessions: true }
    const changed = await api.changePassword({ body, headers, returnHeaders: true })
    await deleteResetLinks(env.DB, person)
    return changed.headers.getSetCookie()
  } catch (error) {
    refusalCode(error)
    return null
  }
}

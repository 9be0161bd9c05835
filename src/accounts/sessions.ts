import { and, desc, eq, gt } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { sessions } from '../db/accounts-schema'

interface OpenSession {
  id: string
  userAgent: string
  address: string
  /** Epoch ms, exact to a day, since use is written once a day. */
  usedAt: number
  startedAt: number
}

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

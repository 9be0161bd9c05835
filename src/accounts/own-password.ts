import { eq } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import { credentials } from '../db/accounts-schema'
import { verifyPassword } from './password'

export async function isOwnPassword(db: DrizzleD1Database, person: string, password: string): Promise<boolean> {
  const [credential] = await db
    .select({ hash: credentials.password })
    .from(credentials)
    .where(eq(credentials.person, person))
  return verifyPassword({ hash: credential?.hash ?? '', password })
}

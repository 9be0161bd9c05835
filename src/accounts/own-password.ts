import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { credentials } from '../db/accounts-schema'
import { verifyPassword } from './password'

export async function isOwnPassword(d1: D1Database, person: string, password: string): Promise<boolean> {
  const [credential] = await drizzle(d1)
    .select({ hash: credentials.password })
    .from(credentials)
    .where(eq(credentials.person, person))
  return verifyPassword({ hash: credential?.hash ?? '', password })
}

/** Changes to credentials, secrets, rules and members. Never contains a secret or a customer. */
import { desc, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { audit as trail } from '../db/schema'
import type { FieldChange } from './field-changes'

interface AuditLine {
  id: string
  /** Epoch ms. */
  at: number
  person: string
  did: string
  what: string
  /** Null where nothing was replaced. */
  changes: FieldChange[] | null
  through: 'page' | 'link' | 'api' | null
  /** Below the marketplace's address. */
  link: string | null
}

/** The last `most` lines of a marketplace, newest first. */
export async function listAudit(d1: D1Database, marketplace: string, most: number): Promise<AuditLine[]> {
  const { id, at, person, did, what, changes, through, link } = trail
  return await drizzle(d1)
    .select({ id, at, person, did, what, changes, through, link })
    .from(trail)
    .where(eq(trail.marketplace, marketplace))
    .orderBy(desc(at))
    .limit(most)
}

/** Changes to credentials, secrets, rules and members. Never contains a secret or a customer. */
import { desc, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { audit as trail } from '../db/schema'

interface AuditRecord {
  marketplace: string
  /** Copied, since the line outlives the account. */
  person: { name: string; email: string }
  /** Past tense: `changed the credentials of`. */
  did: string
  /** Its object: `the integration “Academy”`. */
  what: string
}

interface AuditLine {
  id: string
  /** Epoch ms. */
  at: number
  person: string
  did: string
  what: string
}

export async function recordAudit(d1: D1Database, { marketplace, person, did, what }: AuditRecord): Promise<void> {
  await drizzle(d1)
    .insert(trail)
    .values({
      id: crypto.randomUUID(),
      marketplace,
      at: Date.now(),
      person: `${person.name} (${person.email})`,
      did,
      what,
    })
}

/** Newest first. */
export async function listAudit(d1: D1Database, marketplace: string, most: number): Promise<AuditLine[]> {
  const { id, at, person, did, what } = trail
  return await drizzle(d1)
    .select({ id, at, person, did, what })
    .from(trail)
    .where(eq(trail.marketplace, marketplace))
    .orderBy(desc(at))
    .limit(most)
}

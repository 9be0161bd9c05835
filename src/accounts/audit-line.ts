/** A line of the audit trail as one statement, so that it goes into the batch of the change it tells of. */
import type { SQL } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import { audit } from '../db/schema'
import { insertWhere } from './conditional-writes'

/** Who makes a change, in which marketplace. */
export interface Author {
  marketplace: string
  /** The name and email are written as they are now: the line outlives the account. */
  person: { id: string; name: string; email: string }
}

interface Deed {
  /** A verb in the past: `changed the credentials of`. */
  did: string
  /** What it was done to: `the integration “Academy”`. */
  what: string
}

/**
 * Writes the line where `condition` holds. In a batch it comes before the change and asks whether there is one to make:
 * a command that runs again then adds no second line.
 */
export function auditLine(db: DrizzleD1Database, { marketplace, person }: Author, deed: Deed, condition?: SQL) {
  const by = `${person.name} (${person.email})`
  const line = { id: crypto.randomUUID(), marketplace, at: Date.now(), person: by, ...deed }
  return insertWhere(db, audit, line, condition)
}

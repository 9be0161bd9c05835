/** A line of the audit trail as one statement, so that it goes into the batch of the change it reports. */
import { eq, notExists, type SQL } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { audit } from '../db/schema'
import { NAME_CHARS, SENTENCE_CHARS, shorten } from '../model/shorten'
import { insertWhere } from './conditional-writes'
import type { FieldChange } from './field-changes'

const MOST_CHANGES = 100

/** Who makes a change, in which marketplace. */
export interface Author {
  marketplace: string
  /** The name and email are written as they are now: the line outlives the account. */
  person: { id: string; name: string; email: string }
  /** What the change comes through; a page where it is not said. `link`: an invitation's or a password's. */
  through?: 'page' | 'link' | 'api'
  /** The id of the token that a program acts with, which must still be there. `person` is its maker then, with its name. */
  token?: string
}

export interface Deed {
  /** A verb in the past: `changed the credentials of`. */
  did: string
  /** What it was done to: `the integration “Academy”`. */
  what: string
  /** The address of its page below the marketplace's own: `/rules/abc`. Null for what is gone. */
  link?: string | null
  /** Never a secret, and never a customer. */
  changes?: FieldChange[]
}

/**
 * Writes the line where `condition` holds. In a batch it comes before the change and asks whether there is one to make:
 * a command that runs again then adds no second line.
 */
export function auditLine(db: DrizzleD1Database, author: Author, deed: Deed, condition?: SQL) {
  return insertWhere(db, audit, toLine(author, crypto.randomUUID(), deed), condition)
}

/** A line on its own, once for each id. */
export async function recordDeed(d1: D1Database, author: Author, id: string, deed: Deed): Promise<void> {
  const db = drizzle(d1)
  const isNew = notExists(db.select({ id: audit.id }).from(audit).where(eq(audit.id, id)))
  await insertWhere(db, audit, toLine(author, id, deed), isNew)
}

function toLine({ marketplace, person, through = 'page' }: Author, id: string, deed: Deed): typeof audit.$inferSelect {
  const { did, what, link = null, changes = [] } = deed
  return {
    id,
    marketplace,
    at: Date.now(),
    did,
    through,
    link,
    person: shorten(`${person.name} (${person.email})`, SENTENCE_CHARS),
    what: shorten(what, SENTENCE_CHARS),
    changes: changes.length === 0 ? null : changes.slice(0, MOST_CHANGES).map(fitToRow),
  }
}

function fitToRow({ field, from, to }: FieldChange): FieldChange {
  return { field: shorten(field, NAME_CHARS), from: shorten(from, SENTENCE_CHARS), to: shorten(to, SENTENCE_CHARS) }
}

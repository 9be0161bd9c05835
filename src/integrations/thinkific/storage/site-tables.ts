/**
 * The tables of a site's object, all WITHOUT ROWID: one row written for each row changed. 0.1.0 had those of version 1 and
 * wrote no version, so its first step creates only what is missing.
 *
 * customers  one JSON document each, under a keyed hash of the email, so that an erased customer's later events still find
 *            it; in `pages` where it has outgrown a row
 * aliases    the customer who holds a purchase (or is about to: for a new customer it is written before the first call
 *            and marks a doubt until the document is written), a Thinkific user older than this installation, or a key
 *            whose email is the same person's
 * shared_aliases  the further customers of an alias that several name, one row each
 * bundles    courses of a bundle, as last read
 * concerns   what needs a person; `since` and `until` bound when, and `dismissed` is the `news` it was dismissed at
 * site       what is true of the whole site (site-facts.ts)
 */

import { checkVersion } from '../../../model/schema-version'
import { readFact, saveFact } from './site-facts'

const VERSIONS: string[] = [
  `CREATE TABLE IF NOT EXISTS customers (key TEXT PRIMARY KEY, account TEXT NOT NULL) WITHOUT ROWID;
   CREATE TABLE IF NOT EXISTS pages (
     customer TEXT, page INTEGER, text TEXT NOT NULL, PRIMARY KEY (customer, page)
   ) WITHOUT ROWID;
   CREATE TABLE IF NOT EXISTS aliases (alias TEXT PRIMARY KEY, customer TEXT NOT NULL) WITHOUT ROWID;
   CREATE TABLE IF NOT EXISTS bundles (id TEXT PRIMARY KEY, courses TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
   CREATE TABLE IF NOT EXISTS site (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;`,
  `CREATE TABLE IF NOT EXISTS shared_aliases (
     alias TEXT, customer TEXT, PRIMARY KEY (alias, customer)
   ) WITHOUT ROWID;`,
  `CREATE TABLE IF NOT EXISTS concerns (
     customer TEXT, marketplace TEXT, id TEXT, cause TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER,
     news INTEGER NOT NULL, dismissed INTEGER, concern TEXT NOT NULL, PRIMARY KEY (customer, marketplace, id)
   ) WITHOUT ROWID;
   CREATE INDEX IF NOT EXISTS concerns_newest ON concerns (marketplace, cause, since);`,
  `CREATE TABLE IF NOT EXISTS held_notes (
     seq INTEGER PRIMARY KEY AUTOINCREMENT, marketplace TEXT NOT NULL, customer TEXT NOT NULL, note TEXT NOT NULL
   );
   CREATE INDEX IF NOT EXISTS held_notes_of ON held_notes (marketplace, customer);`,
]

export const SITE_TABLES_VERSION = VERSIONS.length

/** Brings the object's tables up to this version; each step runs once. Throws NewerVersionError, having written nothing. */
export function upgradeTables(storage: DurableObjectStorage): void {
  const { sql } = storage
  const version = readVersion(sql)
  checkVersion('The data of this site', version, VERSIONS.length)
  if (version === VERSIONS.length) {
    return
  }
  storage.transactionSync(() => {
    for (const statements of VERSIONS.slice(version)) {
      sql.exec(statements)
    }
    saveFact(sql, 'version', VERSIONS.length)
  })
}

/** 0 for a new object, and for one that 0.1.0 left. */
function readVersion(sql: SqlStorage): number {
  const [table] = sql.exec(`SELECT 1 FROM sqlite_master WHERE name = 'site'`).toArray()
  return table === undefined ? 0 : (readFact(sql, 'version') ?? 0)
}

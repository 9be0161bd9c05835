/**
 * Cloudflare bills rows written, so there are no indexes and no rowids behind text keys; a plain event writes three
 * rows (its receipt, the receipt closed, its log entry).
 *
 * facts: JSON by name: schema version, hash secret, refused posts, a backlog's start
 * receipts: see keys.ts and receipts/receipt.ts; `prints` are its items' fingerprints, for repeats
 * waiting: entries that wait for more than their turn, or are parked
 * log: ring of the newest final entries; `counts` are the day's up to that row; `received` is 0 without a sender
 * days: counts of all days except the newest entry's
 * seen: products, triggers and custom fields, and when last seen
 * outbox: messages the queue has not accepted yet
 * stories: subscription histories, under a keyed hash
 */

import { checkVersion } from '../../model/schema-version'

const VERSIONS: string[] = [
  `CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
   CREATE TABLE receipts (
     key TEXT PRIMARY KEY, opened INTEGER NOT NULL, closed INTEGER, prints TEXT, doc TEXT NOT NULL
   ) WITHOUT ROWID;
   CREATE TABLE waiting (
     id TEXT PRIMARY KEY, at INTEGER NOT NULL, since INTEGER NOT NULL, reason TEXT NOT NULL, parked INTEGER NOT NULL,
     sentence TEXT NOT NULL, attempts TEXT NOT NULL
   ) WITHOUT ROWID;
   CREATE TABLE log (
     slot INTEGER PRIMARY KEY, seq INTEGER NOT NULL, at INTEGER NOT NULL, id TEXT NOT NULL, event TEXT NOT NULL,
     received INTEGER NOT NULL, fired TEXT, integration TEXT, outcome TEXT NOT NULL, product TEXT,
     words TEXT NOT NULL, counts TEXT NOT NULL, line TEXT NOT NULL, attempts TEXT NOT NULL
   );
   CREATE TABLE days (day TEXT PRIMARY KEY, counts TEXT NOT NULL) WITHOUT ROWID;
   CREATE TABLE seen (
     kind TEXT NOT NULL, id TEXT NOT NULL, name TEXT, last INTEGER NOT NULL, PRIMARY KEY (kind, id)
   ) WITHOUT ROWID;
   CREATE TABLE outbox (id TEXT PRIMARY KEY, at INTEGER NOT NULL, message TEXT NOT NULL) WITHOUT ROWID;
   CREATE TABLE stories (key TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;`,
]

export const JOURNAL_TABLES_VERSION = VERSIONS.length

/** Brings the object's tables up to this version; each step runs once. Throws NewerVersionError, having written nothing. */
export function upgradeTables(sql: SqlStorage): void {
  const version = readVersion(sql)
  checkVersion('The data of this marketplace', version, VERSIONS.length)
  for (const [index, statements] of VERSIONS.entries()) {
    if (index >= version) {
      sql.exec(statements)
    }
  }
  if (version < VERSIONS.length) {
    sql.exec(`INSERT INTO facts VALUES ('version', ?1) ON CONFLICT DO UPDATE SET value = ?1`, String(VERSIONS.length))
  }
}

function readVersion(sql: SqlStorage): number {
  const [table] = sql.exec(`SELECT 1 FROM sqlite_master WHERE name = 'facts'`).toArray()
  if (table === undefined) {
    return 0
  }
  const [fact] = sql.exec<{ value: string }>(`SELECT value FROM facts WHERE name = 'version'`).toArray()
  return Number(fact?.value ?? 0)
}

/**
 * The journal's tables. Rows written are what the platform bills, so: no indexes, no rowids behind text keys,
 * and a plain event writes three rows (its receipt, its receipt closed, its log entry).
 *
 * facts      name → value: the schema's version, the journal's secret, the refused posts, a backlog's beginning
 * receipts   key → what keys.ts and receipts/receipt.ts say; `prints`: the fingerprints of its items, for repeats
 * waiting    an entry that waits for more than its turn, or is parked
 * log        a ring of the newest final entries; `counts` on each row are its event's day's up to it; `received`: 0 for
 *            what no sender told
 * days       counts of the days but the newest entry's
 * seen       products, triggers and custom fields, with when they last came
 * outbox     messages the queue did not take yet
 * stories    what was told of each subscription, under a keyed hash of its name
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

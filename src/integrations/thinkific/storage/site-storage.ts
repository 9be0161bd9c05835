/**
 * The object's tables, all WITHOUT ROWID so that each changed row costs one write.
 * `customers`: one JSON document each, under a keyed hash of the email, so that an erased customer's later events still
 * find it; `pages` holds documents too long for a row.
 * `aliases`: which customer holds a purchase, is a Thinkific user older than our records, or was merged from another
 * key. Claimed before the first call for a new customer, where an alias without a document means a doubt.
 * `bundles`: a bundle's courses, as last read.
 * `site`: facts by name as JSON (`customer key`, `begun`, `pace`, `hold`, `habits`, `integrations`, `releases`,
 * `refresh <integration>`).
 */

import { listAliases } from '../ledger/purchase'
import { type Account, newAccount, readAccount } from './account'
import { openDocuments, SLICE_ROWS } from './customer-documents'

export type SiteStorage = ReturnType<typeof openSiteStorage>

/** Every write is one synchronous transaction. */
export function openSiteStorage(storage: DurableObjectStorage) {
  const { sql } = storage
  const documents = openDocuments(sql)
  sql.exec(`
    CREATE TABLE IF NOT EXISTS aliases (alias TEXT PRIMARY KEY, customer TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS bundles (id TEXT PRIMARY KEY, courses TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS site (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  `)
  return {
    load(key: string): Account {
      const text = documents.read(key)
      return text === null ? newAccount() : readAccount(text)
    },

    /** Customers holding these aliases, without duplicates. */
    findHolders(aliases: string[]): string[] {
      const found = aliases.flatMap((alias) => [
        ...sql.exec<{ customer: string }>('SELECT customer FROM aliases WHERE alias = ?', alias),
      ])
      return [...new Set(found.map(({ customer }) => customer))]
    },

    /** Also claims aliases that `before` lacks or others hold. */
    save(key: string, account: Account, before: Account): void {
      const known = new Set(before.customer.purchases.flatMap(listAliases))
      const fresh = account.customer.purchases.flatMap(listAliases).filter((alias) => !known.has(alias))
      storage.transactionSync(() => {
        documents.write(key, JSON.stringify(account))
        for (const alias of fresh) {
          sql.exec('INSERT OR REPLACE INTO aliases VALUES (?, ?)', alias, key)
        }
      })
    },

    claimAliases(aliases: string[], customer: string): void {
      storage.transactionSync(() => {
        for (const alias of aliases) {
          sql.exec('INSERT OR REPLACE INTO aliases VALUES (?, ?)', alias, customer)
        }
      })
    },

    saveForward(alias: string, customer: string): void {
      sql.exec('INSERT OR REPLACE INTO aliases VALUES (?, ?)', alias, customer)
    },

    deleteAlias(alias: string): void {
      sql.exec('DELETE FROM aliases WHERE alias = ?', alias)
    },

    /** The key an email's key was merged into, or itself. */
    resolveKey(key: string): string {
      return this.findHolders([mergedAlias(key)])[0] ?? key
    },

    /** Redirects everything from `key` to `other` and deletes its document. */
    mergeInto(key: string, other: string): void {
      sql.exec('UPDATE aliases SET customer = ? WHERE customer = ?', other, key)
      documents.delete(key)
      this.claimAliases([mergedAlias(key)], other)
    },

    delete(key: string): void {
      documents.delete(key)
      sql.exec('DELETE FROM aliases WHERE customer = ?', key)
    },

    transaction(write: () => void): void {
      storage.transactionSync(write)
    },

    /** In slices, between which the object does its other work. */
    async *eachMentioning(text: string): AsyncGenerator<{ key: string; account: Account }> {
      for (let after = '', more = true; more; ) {
        const slice = documents.slice(text, after)
        for (const { key, text: found } of slice) {
          if (found !== null) {
            yield { key, account: readAccount(found) }
          }
        }
        after = slice.at(-1)?.key ?? after
        more = slice.length === SLICE_ROWS
        if (more) {
          await yieldToEvents()
        }
      }
    },

    count(): number {
      return documents.count()
    },

    bundles(): { id: string; courses: string[]; at: number }[] {
      const rows = sql.exec<{ id: string; courses: string; at: number }>('SELECT id, courses, at FROM bundles')
      return [...rows].map(({ id, courses, at }) => ({ id, courses: JSON.parse(courses), at }))
    },

    saveBundle(id: string, courses: readonly string[], at: number): void {
      sql.exec('INSERT OR REPLACE INTO bundles VALUES (?, ?, ?)', id, JSON.stringify(courses), at)
    },

    /** Null when never written. */
    readFact(name: string): unknown {
      const [row] = sql.exec<{ value: string }>('SELECT value FROM site WHERE name = ?', name)
      return row === undefined ? null : JSON.parse(row.value)
    },

    saveFact(name: string, value: unknown): void {
      if (value === null) {
        sql.exec('DELETE FROM site WHERE name = ?', name)
      } else {
        sql.exec('INSERT OR REPLACE INTO site VALUES (?, ?)', name, JSON.stringify(value))
      }
    },
  }
}

function mergedAlias(key: string): string {
  return JSON.stringify(['same', key])
}

/** Lets the object handle events that arrived meanwhile. */
function yieldToEvents(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}

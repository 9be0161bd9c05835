/** Reads and writes of a site's object. */

import { listAliases } from '../ledger/purchase'
import { type Account, newAccount, readAccount } from './account'
import { openDocuments, SLICE_ROWS } from './customer-documents'
import { readFact, type SiteFacts, saveFact } from './site-facts'
import { upgradeTables } from './site-tables'

export type SiteStorage = ReturnType<typeof openSiteStorage>

/** Upgrades the tables first. Every write is one synchronous transaction. Throws NewerVersionError. */
export function openSiteStorage(storage: DurableObjectStorage) {
  upgradeTables(storage)
  const { sql } = storage
  const documents = openDocuments(sql)
  return {
    load(key: string): Account {
      const text = documents.read(key)
      return text === null ? newAccount() : readAccount(text)
    },

    /** The customers holding these aliases, each once. */
    findHolders(aliases: string[]): string[] {
      const found = aliases.flatMap((alias) => [
        ...sql.exec<{ customer: string }>('SELECT customer FROM aliases WHERE alias = ?', alias),
      ])
      return [...new Set(found.map(({ customer }) => customer))]
    },

    /** Writes the account, and those of its aliases that `before` did not have or others held. */
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

    /** Says who holds these aliases, in one transaction. */
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

    /** The key of the customer whom an email's key stands for: itself, or the one it turned out to be. */
    resolveKey(key: string): string {
      return this.findHolders([mergedAlias(key)])[0] ?? key
    },

    /** One customer turned out to be another: all that led to the one leads to the other, and its document goes. */
    mergeInto(key: string, other: string): void {
      sql.exec('UPDATE aliases SET customer = ? WHERE customer = ?', other, key)
      documents.delete(key)
      this.claimAliases([mergedAlias(key)], other)
    },

    delete(key: string): void {
      documents.delete(key)
      sql.exec('DELETE FROM aliases WHERE customer = ?', key)
    },

    /** Several accounts at once, or none of them. */
    transaction(write: () => void): void {
      storage.transactionSync(write)
    },

    /** Every account that mentions the text, a slice at a time: between two slices the object does its other work. */
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

    readFact<Name extends keyof SiteFacts>(name: Name): SiteFacts[Name] | null {
      return readFact(sql, name)
    },

    saveFact<Name extends keyof SiteFacts>(name: Name, value: SiteFacts[Name] | null): void {
      saveFact(sql, name, value)
    },
  }
}

function mergedAlias(key: string): string {
  return JSON.stringify(['same', key])
}

/** Lets the object take what has come in meanwhile. */
function yieldToEvents(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}

import type { FoundConcern } from '../concerns/concerns'
import type { Customer } from '../ledger/customer'
import { listAliases } from '../ledger/purchase'
import { type Account, emptyAccount, readAccount } from './account'
import { openConcerns } from './concern-table'
import { openDocuments, SLICE_ROWS } from './customer-documents'
import { openDeferredNotes } from './deferred-notes-table'
import { KnownUsers } from './known-users'
import { readFact, type SiteFacts, saveFact } from './site-facts'
import { upgradeTables } from './site-tables'
import { yieldToEvents } from './yield-to-events'

/** An id that more customers share than this is no purchase's name. */
export const MOST_OWNERS = 8

/** The first owner's row is the plain one. */
const OWNERS = `SELECT customer FROM aliases WHERE alias = ?1 UNION ALL
  SELECT * FROM (SELECT customer FROM shared_aliases WHERE alias = ?1 LIMIT ${MOST_OWNERS})`

const OWNED = `SELECT value AS alias FROM json_each(?)
  WHERE EXISTS (SELECT 1 FROM aliases WHERE alias = value) OR EXISTS (SELECT 1 FROM shared_aliases WHERE alias = value)`

export type SiteStorage = ReturnType<typeof openSiteStorage>

/** Upgrades the tables first. Every write is one synchronous transaction. Throws NewerVersionError. */
export function openSiteStorage(storage: DurableObjectStorage, findConcerns: (customer: Customer) => FoundConcern[]) {
  upgradeTables(storage)
  const { sql } = storage
  const documents = openDocuments(sql)
  const concerns = openConcerns(sql)
  const users = new KnownUsers(documents)
  return {
    load(key: string): Account {
      const text = documents.read(key)
      return text === null ? emptyAccount() : readAccount(text)
    },

    /** Customers with events under these aliases, without duplicates; of an alias many share, the first few. */
    findOwners(aliases: string[]): string[] {
      const found = aliases.flatMap((alias) => [...sql.exec<{ customer: string }>(OWNERS, alias)])
      return [...new Set(found.map(({ customer }) => customer))]
    },

    /** The same, leaving out aliases that so many customers share that they name no purchase. */
    findSharers(aliases: string[]): string[] {
      const found = aliases.map((alias) => this.findOwners([alias])).filter((owners) => owners.length <= MOST_OWNERS)
      return [...new Set(found.flat())]
    },

    /** Those of the aliases that anyone has, in one statement. */
    listOwned(aliases: string[]): Set<string> {
      return new Set([...sql.exec<{ alias: string }>(OWNED, JSON.stringify(aliases))].map(({ alias }) => alias))
    },

    /** Those of the keys under which a document is stored, in one statement. */
    listStored(keys: string[]): Set<string> {
      return documents.listStored(keys)
    },

    /** Also adds the customer to the owners of aliases that `before` lacks, and corrects their concerns. */
    save(key: string, account: Account, before: Account): void {
      const known = new Set(listAliases(before.customer))
      const fresh = listAliases(account.customer).filter((alias) => !known.has(alias))
      const { user } = account.customer
      if (user !== null && user.id !== before.customer.user?.id) {
        users.add(user.id)
      }
      storage.transactionSync(() => {
        documents.write(key, JSON.stringify(account))
        addOwner(sql, fresh, key)
        concerns.write(key, findConcerns(account.customer))
      })
    },

    correctConcerns(key: string): void {
      const found = findConcerns(this.load(key).customer)
      storage.transactionSync(() => concerns.write(key, found))
    },

    /** That the object's storage takes. */
    get bytes(): number {
      return sql.databaseSize
    },

    users,
    concerns,
    deferredNotes: openDeferredNotes(sql),

    addOwner(aliases: string[], customer: string): void {
      storage.transactionSync(() => addOwner(sql, aliases, customer))
    },

    removeOwner(aliases: string[], customer: string): void {
      storage.transactionSync(() => {
        for (const alias of aliases) {
          sql.exec('DELETE FROM aliases WHERE alias = ? AND customer = ?', alias, customer)
          sql.exec('DELETE FROM shared_aliases WHERE alias = ? AND customer = ?', alias, customer)
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

    /** Those that begin with its id (ledger/purchase.ts). */
    forgetAliases(marketplace: string): void {
      const [name] = JSON.stringify([marketplace]).split(']')
      storage.transactionSync(() => {
        for (const table of ['aliases', 'shared_aliases']) {
          sql.exec(`DELETE FROM ${table} WHERE alias > ? AND alias < ?`, `${name},`, `${name}-`)
        }
      })
    },

    deleteAlias(alias: string): void {
      sql.exec('DELETE FROM aliases WHERE alias = ?', alias)
    },

    /** The key an email's key was merged into, or itself. */
    resolveKey(key: string): string {
      return this.findOwners([mergedAlias(key)])[0] ?? key
    },

    /** Redirects everything from `key` to `other` and deletes its document. */
    mergeInto(key: string, other: string): void {
      sql.exec('UPDATE aliases SET customer = ? WHERE customer = ?', other, key)
      sql.exec('UPDATE OR REPLACE shared_aliases SET customer = ? WHERE customer = ?', other, key)
      documents.delete(key)
      concerns.delete(key)
      this.claimAliases([mergedAlias(key)], other)
    },

    delete(key: string): void {
      documents.delete(key)
      concerns.delete(key)
      sql.exec('DELETE FROM aliases WHERE customer = ?', key)
      sql.exec('DELETE FROM shared_aliases WHERE customer = ?', key)
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

    /** The next customers in the order of their keys, without those whose document lacks the text. */
    slice(mentioned: string, after: string): { accounts: Account[]; next: string | null } {
      const slice = documents.slice(mentioned, after)
      return {
        accounts: slice.flatMap(({ text }) => (text === null ? [] : [readAccount(text)])),
        next: slice.length === SLICE_ROWS ? (slice.at(-1)?.key ?? null) : null,
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

/** The first owner's row is the plain one; only an alias that several customers share costs another. */
function addOwner(sql: SqlStorage, aliases: string[], customer: string): void {
  for (const alias of aliases) {
    const [first] = sql.exec<{ customer: string }>('SELECT customer FROM aliases WHERE alias = ?', alias)
    if (first === undefined) {
      sql.exec('INSERT INTO aliases VALUES (?, ?)', alias, customer)
    } else if (first.customer !== customer) {
      sql.exec('INSERT OR IGNORE INTO shared_aliases VALUES (?, ?)', alias, customer)
    }
  }
}

/** Leads from a key to the one it was merged into. */
export function mergedAlias(key: string): string {
  return JSON.stringify(['same', key])
}

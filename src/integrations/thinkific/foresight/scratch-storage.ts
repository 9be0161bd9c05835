/** A site's storage to try things on: reads what is stored, and keeps what is written to itself. */
import type { Customer } from '../ledger/customer'
import { listAliases } from '../ledger/purchase'
import { type Account, emptyAccount } from '../storage/account'
import type { SiteFacts } from '../storage/site-facts'
import type { SiteStorage } from '../storage/site-storage'

/** An alias's owners, changed by what was tried. */
interface Owners {
  added: Set<string>
  removed: Set<string>
}

/** Firings are tried as if no hold, used-up pace or rejected credential kept them waiting. */
const LEFT_OUT: ReadonlySet<keyof SiteFacts> = new Set<keyof SiteFacts>(['pace', 'hold', 'releases'])

/** What may be seen of a customer, by their document's key. */
type SeeAccount = (key: string, account: Account) => Account

export interface ScratchStorage extends SiteStorage {
  /** Learns at once what is not stored, which the events to come would ask for one by one. */
  lookAhead(aliases: string[], customers: string[]): void
  /** Of the customers loaded so far. */
  findByUser(user: string): Customer | null
}

export function openScratchStorage(real: SiteStorage, see: SeeAccount): ScratchStorage {
  const accounts = new Map<string, Account>()
  const owners = new Map<string, Owners>()
  const facts = new Map<string, unknown>()
  const ownersOf = (alias: string) => {
    const known = owners.get(alias) ?? { added: new Set(), removed: new Set() }
    owners.set(alias, known)
    return known
  }
  /** As stored. Asked for again at every step, which is most of what a forecast of thousands would take. */
  const stored = new Map<string, string[]>()
  const storedOwners = (alias: string) => {
    const known = stored.get(alias) ?? real.findOwners([alias])
    stored.set(alias, known)
    return known
  }
  const addOwner = (aliases: string[], customer: string) => {
    for (const alias of aliases) {
      ownersOf(alias).added.add(customer)
      ownersOf(alias).removed.delete(customer)
    }
  }
  const removeOwner = (aliases: string[], customer: string) => {
    for (const alias of aliases) {
      ownersOf(alias).added.delete(customer)
      ownersOf(alias).removed.add(customer)
    }
  }
  const bundles = real.bundles()
  /** Of a user, the key of the customer who is one. */
  const users = new Map<string, string>()
  const keep = (key: string, account: Account) => {
    accounts.set(key, account)
    if (account.customer.user !== null) {
      users.set(account.customer.user.id, key)
    }
    return account
  }
  const absent = new Set<string>()
  const read = (key: string) => (absent.has(key) ? emptyAccount() : real.load(key))
  const load = (key: string) => accounts.get(key) ?? keep(key, see(key, read(key)))
  const claimAliases = (aliases: string[], customer: string) => {
    for (const alias of aliases) {
      removeOwner([alias], storedOwners(alias)[0] ?? '')
    }
    addOwner(aliases, customer)
  }
  return {
    ...real,
    load,
    lookAhead(aliases, customers) {
      const owned = real.listOwned(aliases)
      for (const alias of aliases.filter((one) => !owned.has(one))) {
        stored.set(alias, [])
      }
      const known = real.listStored(customers)
      for (const key of customers.filter((one) => !known.has(one))) {
        absent.add(key)
      }
    },
    findByUser(user) {
      return accounts.get(users.get(user) ?? '')?.customer ?? null
    },
    findOwners(aliases) {
      const found = aliases.flatMap((alias) => {
        const changed = owners.get(alias)
        return changed === undefined
          ? storedOwners(alias)
          : [...storedOwners(alias).filter((key) => !changed.removed.has(key)), ...changed.added]
      })
      return [...new Set(found)]
    },
    save(key, account, before) {
      const known = new Set(listAliases(before.customer))
      keep(key, account)
      addOwner(
        listAliases(account.customer).filter((alias) => !known.has(alias)),
        key,
      )
    },
    addOwner,
    removeOwner,
    claimAliases,
    saveForward: (alias, customer) => claimAliases([alias], customer),
    mergeInto: () => {},
    delete: () => {},
    deleteAlias: () => {},
    forgetAliases: () => {},
    correctConcerns: () => {},
    deferredNotes: { ...real.deferredNotes, defer: () => true },
    transaction: (write) => write(),
    saveBundle: () => {},
    bundles: () => bundles,
    readFact(name) {
      if (!facts.has(name)) {
        facts.set(name, LEFT_OUT.has(name) ? null : name === 'integrations' ? withoutFaults(real) : real.readFact(name))
      }
      return facts.get(name) as never
    },
    saveFact(name, value) {
      if (!LEFT_OUT.has(name)) {
        facts.set(name, value)
      }
    },
  }
}

function withoutFaults(real: SiteStorage): SiteFacts['integrations'] | null {
  const stored = real.readFact('integrations')
  return stored && Object.fromEntries(Object.entries(stored).map(([id, one]) => [id, { ...one, fault: null }] as const))
}

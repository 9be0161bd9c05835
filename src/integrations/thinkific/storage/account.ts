/** What one row of the site's object holds of a customer: the ledger's document and the firings dealt with. */

import type { FinalOutcome } from '../../../model/outcome'
import type { Job } from '../job'
import { CUSTOMER_VERSION, type Customer, newCustomer } from '../ledger/customer'

export interface Account {
  customer: Customer
  /** Newest last; a redelivered firing gets its answer from here, without a call. */
  settled: SettledFiring[]
  /** Firings put off, by id: how often. */
  waiting: Record<string, number>
}

interface SettledFiring {
  /** `<marketplace>~<firing id>`. */
  id: string
  at: number
  outcome: FinalOutcome
  sentence: string
}

/** Enough for a year of monthly charges with two rules each; what falls out is decided again, to the same effect. */
const SETTLED_KEPT = 24
/** As long as the journal keeps receipts. */
const SETTLED_FOR_MS = 90 * 86_400_000
const WAITING_KEPT = 50

/** A firing's name on its site. */
export function firingKey({ purchase, firing }: Job): string {
  return `${purchase.marketplace}~${firing.id}`
}

/** Nobody yet. */
export function newAccount(): Account {
  return { customer: newCustomer(null), settled: [], waiting: {} }
}

/** True where nothing was ever written of this customer. */
export function isEmptyAccount(account: Account): boolean {
  return JSON.stringify(account) === JSON.stringify(newAccount())
}

/** A row's text as an account. Throws for a version from the future. */
export function readAccount(text: string): Account {
  const account: Account = JSON.parse(text)
  if (account.customer.v !== CUSTOMER_VERSION) {
    throw new Error(`customer version ${account.customer.v} is not known`)
  }
  return account
}

/** How a firing that comes again was settled, if it was. */
export function findSettled(account: Account, id: string): SettledFiring | null {
  return account.settled.find((one) => one.id === id) ?? null
}

/** A copy that remembers a settled firing. Times are epoch ms. */
export function withSettled(account: Account, firing: SettledFiring): Account {
  const { [firing.id]: _, ...waiting } = account.waiting
  const recent = account.settled.filter(({ id, at }) => id !== firing.id && at > firing.at - SETTLED_FOR_MS)
  return { ...account, waiting, settled: [...recent, firing].slice(-SETTLED_KEPT) }
}

/** A copy that knows the firings dealt with for another customer too: those whose ids begin so. */
export function withFirings(account: Account, { settled, waiting }: Account, prefix: string): Account {
  const own = (id: string) => id.startsWith(prefix)
  const others = account.settled.filter(({ id }) => !settled.some((one) => one.id === id))
  const all = [...others, ...settled.filter(({ id }) => own(id))].sort((one, other) => one.at - other.at)
  const put = Object.entries(waiting).filter(([id]) => own(id))
  return {
    ...account,
    settled: all.slice(-SETTLED_KEPT),
    waiting: { ...Object.fromEntries(put), ...account.waiting },
  }
}

/** A copy that remembers how often a firing was put off. */
export function withWaiting(account: Account, id: string, tries: number): Account {
  const { [id]: _, ...others } = account.waiting
  const kept = Object.entries(others).slice(-(WAITING_KEPT - 1))
  return { ...account, waiting: { ...Object.fromEntries(kept), [id]: tries } }
}

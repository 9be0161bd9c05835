/** A customer's row: the ledger's document and the firings settled or waiting. */

import type { AccessChange } from '../../../model/access'
import type { FinalOutcome } from '../../../model/outcome'
import { checkVersion } from '../../../model/schema-version'
import { CUSTOMER_VERSION, type Customer, newCustomer } from '../ledger/customer'
import { type OldCustomer, upgradeCustomer } from '../ledger/upgrade'
import type { ThinkificJob } from '../thinkific-job'

export interface Account {
  customer: Customer
  /** Newest last; a redelivered firing is answered from here without a call. */
  settled: SettledFiring[]
  waiting: Record<string, number>
}

interface SettledFiring {
  /** `<marketplace>~<firing id>`. */
  id: string
  at: number
  outcome: FinalOutcome
  sentence: string
  /** The firing that last added to the sentence. */
  amendedBy?: string
  /** What it changed of access, where rules listened. */
  access?: AccessChange[]
}

/** Enough for a year of monthly charges with two rules each; older ones are decided again, with the same result. */
const SETTLED_KEPT = 24
/** As long as the journal keeps receipts. */
const SETTLED_FOR_MS = 90 * 86_400_000
const WAITING_KEPT = 50

export function firingKey({ purchase, firing }: ThinkificJob): string {
  return `${purchase.marketplace}~${firing.id}`
}

export function emptyAccount(): Account {
  return { customer: newCustomer(null), settled: [], waiting: {} }
}

export function isEmptyAccount(account: Account): boolean {
  return JSON.stringify(account) === JSON.stringify(emptyAccount())
}

/** A row's text as an account. Throws NewerVersionError. */
export function readAccount(text: string): Account {
  const account: Omit<Account, 'customer'> & { customer: Customer | OldCustomer } = JSON.parse(text)
  const { customer } = account
  checkVersion('The data of this customer', customer.v, CUSTOMER_VERSION)
  return { ...account, customer: customer.v === CUSTOMER_VERSION ? customer : upgradeCustomer(customer) }
}

export function findSettled(account: Account, id: string): SettledFiring | null {
  return account.settled.find((one) => one.id === id) ?? null
}

/** Times are epoch ms. */
export function withSettled(account: Account, firing: SettledFiring): Account {
  const { [firing.id]: _, ...waiting } = account.waiting
  const recent = account.settled.filter(({ id, at }) => id !== firing.id && at > firing.at - SETTLED_FOR_MS)
  return { ...account, waiting, settled: [...recent, firing].slice(-SETTLED_KEPT) }
}

/** Adds another customer's firings with this id prefix. */
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

export function withWaiting(account: Account, id: string, tries: number): Account {
  const { [id]: _, ...others } = account.waiting
  const kept = Object.entries(others).slice(-(WAITING_KEPT - 1))
  return { ...account, waiting: { ...Object.fromEntries(kept), [id]: tries } }
}

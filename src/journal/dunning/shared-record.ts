/**
 * An id that many customers report names a plan rather than a subscription: before its events would be folded together,
 * each customer gets a record of their own. Pure.
 */
import {
  EMPTY_HISTORY,
  isTest,
  MAX_ENTRIES,
  type SubscriptionHistory,
  type SubscriptionRecord,
  TEST,
} from './subscription-history'

/** One who changed their email reports under two. */
const MOST_REPORTERS = 2

export interface Records {
  load(key: string): SubscriptionRecord | null
  save(key: string, record: SubscriptionRecord): void
  /** Key of the event's customer. */
  customer: string
}

/** Of the customer's own record under the id, or the one that everyone's events share. */
export function recordKey({ load, customer }: Pick<Records, 'load' | 'customer'>, key: string): string {
  return load(key)?.shared === true ? toOwnKey(key, customer) : key
}

/** Divides a saved record among its customers where it is full and several report under its id. */
export function divideIfShared(records: Pick<Records, 'save'>, key: string, record: SubscriptionRecord): void {
  if (!isFull(record)) {
    return
  }
  const customers = listReporters(record)
  if (customers.length <= MOST_REPORTERS && listBuyers(record).length <= 1) {
    return
  }
  for (const customer of customers) {
    records.save(toOwnKey(key, customer), ofCustomer(record, customer))
  }
  records.save(key, { v: 2, products: {}, shared: true })
}

function toOwnKey(key: string, customer: string): string {
  return `${key}|of ${customer}`
}

function isFull({ products }: SubscriptionRecord): boolean {
  return Object.values(products).some(({ history }) => history.entries.length >= MAX_ENTRIES)
}

function listReporters({ products }: SubscriptionRecord): string[] {
  const all = Object.values(products).flatMap(({ bought, history }) => [...bought, ...history.entries])
  return [...new Set(all.flatMap(({ who }) => (who ? [withoutTest(who)] : [])))]
}

function listBuyers({ products }: SubscriptionRecord): string[] {
  const sales = Object.values(products).flatMap(({ bought }) => bought.filter(({ inferred }) => !inferred))
  return [...new Set(sales.map(({ who }) => withoutTest(who)))]
}

/** What was folded before may be anyone's, so a customer's history begins with what is still known of them. */
function ofCustomer(record: SubscriptionRecord, customer: string): SubscriptionRecord {
  const isOwn = ({ who = '' }: { who?: string }) => who === '' || withoutTest(who) === customer
  const products = Object.entries(record.products).map(([id, { name, bought, history }]) => {
    const own: SubscriptionHistory = { ...EMPTY_HISTORY, entries: history.entries.filter(isOwn) }
    return [id, { name, bought: bought.filter(isOwn), history: own }] as const
  })
  const known = products.filter(([, { bought, history }]) => bought.length + history.entries.length > 0)
  return { ...record, products: Object.fromEntries(known) }
}

function withoutTest(who: string): string {
  return isTest({ who }) ? who.slice(0, -TEST.length) : who
}

/** A marketplace's customers: a list with the newest activity first, and searches of it. */
import type { JournalStore } from '../journal-store'
import type { CustomerList, CustomerQuery, FoundCustomer } from '../queries'
import { customerOf, NO_CUSTOMER } from '../storage/keys'
import { isAfter, type LinePlace } from './customer-pages'
import {
  isMatch,
  isNamedLike,
  listWaiting,
  mayBeOrder,
  type SearchedCustomer,
  toCustomerLine,
  toSearch,
} from './customer-search'
import { lastListed, readUnlisted } from './list-entries'

const PAGE_CUSTOMERS = 50
/** Activity that a list is ordered by: 10 ms. What was final before only says who exists. */
const ORDERED_ENTRIES = 10_000
/** Customers of a product whose name a search is compared with, for one page. */
const MOST_LOADED = 1_000

interface Found extends SearchedCustomer {
  /** The cursor behind it. */
  next: string
}

export function findCustomers(store: JournalStore, query: CustomerQuery, now: number): CustomerList {
  const limit = Math.min(query.limit ?? PAGE_CUSTOMERS, PAGE_CUSTOMERS)
  const search = toSearch(query.search ?? '')
  const customers: FoundCustomer[] = []
  let loaded = 0
  let next: string | null = null
  for (const found of eachFound(store, query, now)) {
    if (customers.length === limit || loaded === MOST_LOADED) {
      return { customers, next }
    }
    const line = toCustomerLine(store, found)
    loaded += 1
    next = found.next
    if (line !== null && (query.product === undefined || isNamedLike(line, search))) {
      customers.push(line)
    }
  }
  return { customers, next: null }
}

function* eachFound(store: JournalStore, query: CustomerQuery, now: number): Generator<Found> {
  const search = toSearch(query.search ?? '')
  const after = parseCursor(query.after)
  const recent = listRecent(store, { ...query, search }, now)
  const seen = new Set(recent.map(({ customer }) => customer))
  if (after === null || after.from === 'recent') {
    yield* eachRecent(recent, after?.from === 'recent' ? after : null)
  }
  if (query.product === undefined && after?.from !== 'activity') {
    for (const { place, ...known } of store.pages.eachCustomer(search, after?.from === 'page' ? after.place : null)) {
      const customer = store.customerKey(known.email)
      if (!seen.has(customer)) {
        seen.add(customer)
        yield { customer, known, next: `page~${place.page}~${place.line}` }
      }
    }
  }
  if (query.product !== undefined || mayBeOrder(search)) {
    yield* eachActive(store, query, search, seen, after?.from === 'activity' ? after.place : null)
  }
}

interface Recent {
  customer: string
  at: number
}

/** What is of the same moment stays in its order. */
function* eachRecent(recent: Recent[], after: Recent | null): Generator<Found> {
  const sorted = recent.toSorted((one, other) => other.at - one.at)
  const last = sorted.findIndex(({ customer, at }) => customer === after?.customer && at === after.at)
  // A customer with something newer has moved to the top since.
  const rest = last < 0 && after !== null ? sorted.filter(({ at }) => at <= after.at) : sorted.slice(last + 1)
  for (const { customer, at } of rest) {
    yield { customer, next: `recent~${at}~${customer}` }
  }
}

/** By an order or a product that an entry named. From the newest on every page, so that each customer comes once. */
function* eachActive(
  { pages }: JournalStore,
  { product }: CustomerQuery,
  search: string,
  seen: Set<string>,
  after: LinePlace | null,
): Generator<Found> {
  for (const { customer, place } of pages.eachActivity(product === undefined ? { order: search } : { product })) {
    const isNew = !seen.has(customer)
    seen.add(customer)
    if (isNew && isAfter(place, after)) {
      yield { customer, next: `activity~${place.page}~${place.line}` }
    }
  }
}

/** Without a search, also what the newest pages say: the order of the list. */
function listRecent(store: JournalStore, query: CustomerQuery & { search: string }, now: number): Recent[] {
  const newest = new Map<string, number>()
  const note = (customer: string, at: number) => {
    if (customer !== NO_CUSTOMER && at > (newest.get(customer) ?? 0)) {
      newest.set(customer, at)
    }
  }
  for (const { id, receivedAt } of listWaiting(store, query)) {
    note(customerOf(id), receivedAt)
  }
  for (const row of readUnlisted(store, lastListed(store, now))) {
    if (row.customer !== null && isMatch(row.customer, row.orderId, row.product?.id ?? null, query)) {
      note(customerOf(row.id), row.happenedAt)
    }
  }
  if (query.search === '' && query.product === undefined) {
    let lines = 0
    for (const { customer, at } of store.pages.eachActivity()) {
      note(customer, at)
      lines += 1
      if (lines === ORDERED_ENTRIES) {
        break
      }
    }
  }
  return [...newest].map(([customer, at]) => ({ customer, at }))
}

type Cursor = ({ from: 'recent' } & Recent) | { from: 'page' | 'activity'; place: LinePlace }

/** Null for the first page, and for what is no cursor. */
function parseCursor(text: string | undefined): Cursor | null {
  const [, from, first, second = ''] = /^(recent|page|activity)~(-?\d{1,16})~([\w-]{1,16})$/.exec(text ?? '') ?? []
  if (from === 'recent') {
    return { from, at: Number(first), customer: second }
  }
  return from === 'page' || from === 'activity'
    ? { from, place: { page: Number(first), line: Number(second) || 0 } }
    : null
}

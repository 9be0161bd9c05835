/** A marketplace's customers: a list with the newest activity first, and searches of it. */
import { sourceOf } from '../../model/event'
import type { JournalStore } from '../journal-store'
import type { CustomerList, CustomerQuery, FoundCustomer, FoundOrder } from '../queries'
import { customerOf, NO_CUSTOMER } from '../storage/keys'
import type { OpenEntry } from '../waiting/open-entry'
import { type LinePlace, searchable } from './customer-pages'
import { ERASED } from './erasure'
import { lastListed, readUnlisted } from './list-entries'

const PAGE_CUSTOMERS = 50
/** Activity that a list is ordered by: 10 ms. What was final before only says who exists. */
const ORDERED_ENTRIES = 10_000
/** Customers of a product whose name a search is compared with, for one page. */
const MOST_LOADED = 1_000
/** Receipts loaded for entries that wait and match a search. */
const MOST_WAITING = 200

interface Found {
  /** See keys.ts. */
  customer: string
  /** Where they are known from a page; else their newest receipt says. */
  known?: { email: string; name: string | null }
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
    const line = toLine(store, found)
    loaded += 1
    next = found.next
    if (line !== null && (query.product === undefined || isNamed(line, search))) {
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

/** Orders whose id begins so, newest first, each once for a customer. */
export function findOrders(store: JournalStore, typed: string, limit: number, now: number): FoundOrder[] {
  const order = toSearch(typed)
  const found = new Map<string, FoundOrder>()
  if (!mayBeOrder(order)) {
    return []
  }
  for (const { customer, order: id } of eachOrder(store, order, now)) {
    const known = toLine(store, { customer, next: '' })
    if (known !== null) {
      found.set(`${customer} ${id}`, { order: id, email: known.email, name: known.name })
    }
    if (found.size === limit) {
      break
    }
  }
  return [...found.values()]
}

function* eachOrder(store: JournalStore, begins: string, now: number): Generator<{ customer: string; order: string }> {
  for (const { id } of listWaiting(store, { search: begins })) {
    const order = store.receipts.load(id.slice(0, id.lastIndexOf('~')))?.event.orderId ?? ''
    if (searchable(order).startsWith(begins)) {
      yield { customer: customerOf(id), order }
    }
  }
  for (const { id, orderId } of readUnlisted(store, lastListed(store, now))) {
    if (orderId !== null && searchable(orderId).startsWith(begins)) {
      yield { customer: customerOf(id), order: orderId }
    }
  }
  for (const { customer, order } of store.pages.eachActivity({ order: begins })) {
    if (order !== null) {
      yield { customer, order }
    }
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
    if (
      isNew &&
      (after === null || place.page < after.page || (place.page === after.page && place.line > after.line))
    ) {
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

function* listWaiting({ waiting, receipts }: JournalStore, query: CustomerQuery & { search: string }) {
  const { search, product } = query
  let loaded = 0
  for (const entry of [...waiting.listOpen().values()].reverse()) {
    if (search === '') {
      if (product === undefined || entry.product === product) {
        yield entry
      }
    } else if (entry.text.includes(search) && loaded < MOST_WAITING) {
      loaded += 1
      if (isFoundIn(entry)) {
        yield entry
      }
    }
  }

  function isFoundIn({ id, product: own }: OpenEntry): boolean {
    const event = receipts.load(id.slice(0, id.lastIndexOf('~')))?.event
    const customer = event?.customer ?? null
    const name = [customer?.firstName, customer?.lastName].filter(Boolean).join(' ')
    return customer !== null && isMatch({ email: customer.email, name }, event?.orderId ?? null, own, query)
  }
}

function isMatch(
  { email, name }: { email: string; name: string | null },
  order: string | null,
  ofProduct: string | null,
  { search, product }: CustomerQuery & { search: string },
): boolean {
  const isOrdered = mayBeOrder(search) && searchable(order ?? '').startsWith(search)
  return (product === undefined || product === ofProduct) && (isNamed({ email, name }, search) || isOrdered)
}

function isNamed({ email, name }: { email: string; name: string | null }, search: string): boolean {
  return email.includes(search) || searchable(name ?? '').includes(search)
}

/** Orders are often written with a number sign. */
function toSearch(typed: string): string {
  return searchable(typed).replace(/^#\s*/, '')
}

/** Looking through orders too is worth it only for what looks like one. */
function mayBeOrder(search: string): boolean {
  return /\d/.test(search) && !search.includes('@')
}

/** Null for one who was erased, or of whom nothing is left. */
function toLine(store: JournalStore, { customer, known }: Found): FoundCustomer | null {
  const key = store.receipts.newestKey(customer)
  const receipt = key === null ? null : store.receipts.loadReadable(key)
  if (receipt === null) {
    return known === undefined ? null : { ...known, last: null }
  }
  const { event, erased } = receipt
  if (erased || event.customer === null || event.customer.email.startsWith(ERASED)) {
    return null
  }
  const { email, firstName, lastName } = event.customer
  const name = [firstName, lastName].filter(Boolean).join(' ') || known?.name || null
  // A click's own words say more than the trigger it stands for.
  const type = sourceOf(event).kind === 'person' ? null : event.type
  const products = event.items.map(({ productId, productName }) => productName ?? `product ${productId}`)
  return { email, name, last: { at: event.happenedAt, type, typeWord: event.typeWord, products } }
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

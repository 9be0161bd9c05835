/** What a search of customers compares, and the line a customer is listed by. */
import { trimEmail } from '../../model/email'
import { fullName, sourceOf } from '../../model/event'
import type { JournalStore } from '../journal-store'
import type { CustomerQuery, FoundCustomer } from '../queries'
import { receiptOf } from '../storage/keys'
import type { OpenEntry } from '../waiting/open-entry'
import { searchable } from './customer-pages'
import { ERASED } from './erasure'

/** Receipts loaded for entries that wait and match a search. */
const MOST_WAITING = 200

export interface SearchedCustomer {
  /** See keys.ts. */
  customer: string
  /** Where they are known from a page; else their newest receipt says. */
  known?: { email: string; name: string | null }
}

export function* listWaiting({ waiting, receipts }: JournalStore, query: CustomerQuery & { search: string }) {
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
    const event = receipts.load(receiptOf(id))?.event
    const customer = event?.customer ?? null
    const known = customer && { email: customer.email, name: fullName(customer) }
    return known !== null && isMatch(known, event?.orderId ?? null, own, query)
  }
}

export function isMatch(
  { email, name }: { email: string; name: string | null },
  order: string | null,
  ofProduct: string | null,
  { search, product }: CustomerQuery & { search: string },
): boolean {
  const isOrdered = mayBeOrder(search) && searchable(order ?? '').startsWith(search)
  return (product === undefined || product === ofProduct) && (isNamedLike({ email, name }, search) || isOrdered)
}

export function isNamedLike({ email, name }: { email: string; name: string | null }, search: string): boolean {
  return email.includes(search) || searchable(name ?? '').includes(search)
}

/** Pasting leaves invisible characters around an email; orders are often written with a number sign. */
export function toSearch(typed: string): string {
  return searchable(trimEmail(typed)).replace(/^#\s*/, '')
}

/** Looking through orders too is worth it only for what looks like one. */
export function mayBeOrder(search: string): boolean {
  return /\d/.test(search) && !search.includes('@')
}

/** Null for one who was erased, or of whom nothing is left. */
export function toCustomerLine(store: JournalStore, { customer, known }: SearchedCustomer): FoundCustomer | null {
  const key = store.receipts.newestKey(customer)
  const receipt = key === null ? null : store.receipts.loadReadable(key)
  if (receipt === null) {
    return known === undefined ? null : { ...known, last: null }
  }
  const { event, erased } = receipt
  if (erased || event.customer === null || event.customer.email.startsWith(ERASED)) {
    return null
  }
  const { email } = event.customer
  const name = fullName(event.customer) ?? known?.name ?? null
  // A click's own words say more than the trigger it stands for.
  const type = sourceOf(event).kind === 'person' ? null : event.type
  const products = event.items.map(({ productId, productName }) => productName ?? `product ${productId}`)
  return { email, name, last: { at: event.happenedAt, type, typeWord: event.typeWord, products } }
}

/** Lists customers whose events were final before there were pages of them: from receipts first, then from ledgers. */
import type { LedgerRef } from '../../integrations/ledgers'
import type { ListedCustomer } from '../customers/customer-pages'
import { ERASED } from '../customers/erasure'
import type { JournalStore } from '../journal-store'
import type { ReceiptPlace } from '../receipts/receipt-table'
import { readSitesLeft } from '../storage/facts'
import { customerOf, NO_CUSTOMER } from '../storage/keys'
import type { JobKind, NewJob } from './job'

interface Progress {
  /** Page of the next slice, counted down; the same slice again writes the same page. */
  page: number
  /** Of the last receipt listed; null once all are. */
  after: ReceiptPlace | null
  listed: number
  total: number | null
  /** Those still to be asked; null until they are listed. */
  ledgers: { ledger: LedgerRef; after: string }[] | null
}

/** One pass over all receipts, 0.3 s at a million; 50 ms where there are few. */
const SLICE_RECEIPTS = 2_000
const NEWEST: ReceiptPlace = { opened: Number.MAX_SAFE_INTEGER, key: '' }

export const LIST_CUSTOMERS: JobKind<object, Progress> = {
  id: 'list-customers',
  stoppable: false,
  title: () => 'Listing earlier customers',
  begin: () => ({ page: -1, after: NEWEST, listed: 0, total: null, ledgers: null }),
  async runSlice({ marketplace, progress }, { ports, transact }) {
    const going = (next: Progress) =>
      ({ ended: false, progress: next, done: next.listed, total: next.total, waitMs: 0 }) as const
    if (progress.after !== null) {
      const { after } = progress
      return going(transact((store) => listReceipts(store, progress, after)))
    }
    if (progress.ledgers === null) {
      const left = transact(({ sql }) => readSitesLeft(sql))
      const known = await ports.listKnownLedgers(marketplace, left)
      return going({ ...progress, ledgers: known.map((ledger) => ({ ledger, after: '' })) })
    }
    const [asked, ...others] = progress.ledgers
    if (asked === undefined) {
      transact(({ pages }) => {
        pages.filling = { ...(pages.filling ?? { since: 0, entry: 0 }), done: true }
      })
      return { ended: true, done: progress.listed, result: 'Everyone known from before is in the list of customers.' }
    }
    const { emails, next } = await ports.listEmails(asked.ledger, marketplace, asked.after)
    transact((store) => store.pages.write(progress.page, 0, withoutReceipts(store, emails), []))
    const rest = next === null ? others : [{ ...asked, after: next }, ...others]
    return going({ ...progress, page: progress.page - 1, ledgers: rest })
  },
}

export function listCustomersJob(marketplace: string): NewJob {
  return { id: LIST_CUSTOMERS.id, marketplace, kind: LIST_CUSTOMERS.id, input: {}, person: '', again: true }
}

function listReceipts(store: JournalStore, progress: Progress, after: ReceiptPlace): Progress {
  const { receipts, pages } = store
  const since = pages.filling?.since ?? 0
  const rows = receipts.listClosed(since, after, SLICE_RECEIPTS)
  const listed = rows.filter(({ key }) => customerOf(key) !== NO_CUSTOMER)
  const customers = listed.flatMap(({ email, name, ...place }): ListedCustomer[] =>
    email === null || email.startsWith(ERASED) || !receipts.isNewestClosed(place, since) ? [] : [{ email, name }],
  )
  const activity = listed.flatMap(({ key, happenedAt, orderId, products }) =>
    products.map((product) => ({ customer: customerOf(key), at: happenedAt, order: orderId, product })),
  )
  pages.write(progress.page, rows[0]?.opened ?? 0, customers, activity)
  const last = rows.at(-1)
  return {
    ...progress,
    page: progress.page - 1,
    after: rows.length < SLICE_RECEIPTS || last === undefined ? null : { opened: last.opened, key: last.key },
    listed: progress.listed + rows.length,
    total: progress.total ?? receipts.countClosed(since),
  }
}

/** Others are listed by their receipts. */
function withoutReceipts(store: JournalStore, emails: string[]): ListedCustomer[] {
  return emails
    .filter((email) => !store.receipts.hasOtherClosed(store.customerKey(email), null, NONE))
    .map((email) => ({ email, name: null }))
}

const NONE: ReadonlySet<string> = new Set()

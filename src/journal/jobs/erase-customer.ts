/** Erases a customer from the journal and from every ledger that may know them, and says what that took. */
import type { Author } from '../../accounts/audit-line'
import type { LedgerRef } from '../../integrations/ledgers'
import { decodeEmail, eraseCustomer } from '../customers/erasure'
import { readSitesLeft } from '../storage/facts'
import type { JobContext, JobKind, JobRecord } from './job'

interface Input {
  /** Encoded: see erasure.ts. */
  customer: string
  author: Author
  receipt: string
}

interface Progress {
  /** Null until the journal's share is erased. */
  ledgers: LedgerRef[] | null
  erased: number
  took: { events: number; entries: number; canceled: number }
}

export const ERASE_CUSTOMER: JobKind<Input, Progress> = {
  id: 'erase-customer',
  stoppable: false,
  title: ({ receipt }) => `Erasing a customer’s data (receipt ${receipt})`,
  begin: () => ({ ledgers: null, erased: 0, took: { events: 0, entries: 0, canceled: 0 } }),
  async runSlice({ marketplace, input, progress }, context) {
    const email = decodeEmail(input.customer)
    const { ports } = context
    const { ledgers, erased } = progress
    if (ledgers === null) {
      const begun = await eraseInJournal(marketplace, email, context)
      return { ended: false, progress: { ...begun, erased: 0 }, done: 1, total: null, waitMs: 0 }
    }
    const [ledger, ...others] = ledgers
    if (ledger !== undefined) {
      const knew = await ports.eraseCustomer(ledger, marketplace, email)
      const next = { ...progress, ledgers: others, erased: erased + Number(knew) }
      return { ended: false, progress: next, done: 1, total: null, waitMs: 0 }
    }
    const took = describe(progress)
    // The audit trail names no customer, since it outlives the erasure.
    const what = `a customer’s data (receipt ${input.receipt}: ${took})`
    await ports.recordDeed(input.author, `erasure ${input.receipt}`, { did: 'erased', what })
    return { ended: true, done: 1, result: `Erased, receipt ${input.receipt}: ${took}.` }
  },
}

/** First of all: it cancels what would name them to a site again. */
async function eraseInJournal(marketplace: string, email: string, { ports, transact }: JobContext) {
  const { took, left } = transact((store, now) => ({
    took: eraseCustomer(store, email, now),
    left: readSitesLeft(store.sql),
  }))
  return { took, ledgers: await ports.listKnownLedgers(marketplace, left) }
}

function describe({ took: { events, entries, canceled }, erased }: JobRecord<Input, Progress>['progress']): string {
  const counts = [count(events, 'event'), count(entries, 'log entry', 'log entries'), `${canceled} waiting canceled`]
  return [...counts, count(erased, 'ledger')].join(', ')
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}

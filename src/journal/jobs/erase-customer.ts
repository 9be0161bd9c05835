/** Erases a customer from the journal and from every ledger that may know them, and says what that took. */
import type { Author } from '../../accounts/audit-line'
import type { LedgerRef } from '../../integrations/ledgers'
import { decodeEmail, eraseFromJournal } from '../customers/erasure'
import type { ErasureResult } from '../queries'
import { readSitesLeft } from '../storage/facts'
import type { JobKind } from './job'

interface Input {
  /** Encoded: see erasure.ts. */
  customer: string
  author: Author
  receipt: string
}

interface Progress {
  /** From the journal, which is first: it cancels what would name them to a site again. Null until then. */
  took: ErasureResult | null
  /** Those still to be asked; null until they are listed. */
  ledgers: LedgerRef[] | null
  erased: number
}

export const ERASE_CUSTOMER: JobKind<Input, Progress> = {
  id: 'erase-customer',
  stoppable: false,
  title: ({ receipt }) => `Erasing a customer’s data (receipt ${receipt})`,
  begin: () => ({ took: null, ledgers: null, erased: 0 }),
  async runSlice({ marketplace, input, progress }, context) {
    const email = decodeEmail(input.customer)
    const { ports } = context
    const { took, ledgers, erased } = progress
    const going = (next: Partial<Progress>) =>
      ({ ended: false, progress: { ...progress, ...next }, done: 0, total: null, waitMs: 0 }) as const
    if (took === null) {
      return going({ took: context.transact((store, now) => eraseFromJournal(store, email, now)) })
    }
    if (ledgers === null) {
      const left = context.transact(({ sql }) => readSitesLeft(sql))
      return going({ ledgers: await ports.listKnownLedgers(marketplace, left) })
    }
    const [ledger, ...others] = ledgers
    if (ledger !== undefined) {
      const knew = await ports.eraseCustomer(ledger, marketplace, email)
      return going({ ledgers: others, erased: erased + Number(knew) })
    }
    await ports.deleteFiltersNaming(marketplace, email)
    const words = describe(took, erased)
    // The audit trail names no customer, since it outlives the erasure.
    const what = `a customer’s data (receipt ${input.receipt}: ${words})`
    await ports.recordDeed(input.author, `erasure ${input.receipt}`, { did: 'erased', what })
    return { ended: true, done: 1, result: `Erased, receipt ${input.receipt}: ${words}.` }
  },
}

function describe({ events, entries, canceled }: ErasureResult, ledgers: number): string {
  const counts = [count(events, 'event'), count(entries, 'log entry', 'log entries'), `${canceled} waiting canceled`]
  return [...counts, count(ledgers, 'ledger')].join(', ')
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}

/** The list of a million customers, and every way to search it, over the journal's real tables. */
import type { CustomerPages } from '../../src/journal/customers/customer-pages'
import { findCustomers } from '../../src/journal/customers/find-customers'
import { JournalStore } from '../../src/journal/journal-store'
import type { CustomerQuery } from '../../src/journal/queries'
import { AT } from '../journal/samples'
import { cpuMs, type Figure, median } from './figures'
import { objectStorage } from './object-storage'

const BUDGET_MS = 100
const PAGE_LINES = 500
const ROUNDS = 5
const FIRST = ['ada', 'grace', 'edsger', 'barbara', 'john', 'maria', 'wei', 'fatima', 'olga', 'kofi']
const LAST = ['lovelace', 'hopper', 'dijkstra', 'liskov', 'smith', 'garcia', 'chen', 'khan', 'ivanova', 'mensah']

const QUERIES: Record<string, CustomerQuery> = {
  'the list': {},
  'text many have': { search: 'lovelace' },
  'text one has': { search: 'hopper77@' },
  'text no one has': { search: 'nobody at all' },
  'an order number in no email': { search: '190000077000' },
  'a product no one bought': { product: 'p9' },
}

export async function customerFigures(size: number): Promise<Figure[]> {
  const { storage, close } = objectStorage()
  const store = new JournalStore(storage.sql, async () => undefined)
  storage.transactionSync(() => fill(store.pages, size))
  store.pages.filling = { since: 0, entry: 0, done: true }
  const took: [string, number][] = []
  for (const [what, query] of Object.entries(QUERIES)) {
    const rounds: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.push(await cpuMs(() => findCustomers(store, query, AT)))
    }
    took.push([what, median(rounds)])
  }
  close()
  const most = Math.max(...took.map(([, ms]) => ms))
  return [
    {
      what: `list of ${size.toLocaleString('en')} customers: the slowest way to search it`,
      budget: `≤ ${BUDGET_MS} ms`,
      measured: `**${most.toFixed(0)} ms** (${took.map(([what, ms]) => `${what}: ${ms.toFixed(0)}`).join('; ')})`,
      met: most <= BUDGET_MS,
    },
  ]
}

/** As many entries as customers. */
function fill(pages: CustomerPages, size: number): void {
  for (let from = 0; from < size; from += PAGE_LINES) {
    const numbers = Array.from({ length: PAGE_LINES }, (_, line) => from + line)
    pages.write(
      from + 1,
      AT,
      numbers.map((n) => {
        const [first = '', last = ''] = [FIRST[n % FIRST.length], LAST[Math.floor(n / FIRST.length) % LAST.length]]
        return { email: `${first}.${last}${n}@mail${n % 50}.com`, name: `${first} ${last}` }
      }),
      numbers.map((n) => ({
        customer: n.toString(36).padStart(16, '0'),
        at: AT + n,
        order: `19${n.toString().padStart(7, '0')}`,
        product: `p${n % 9}`,
      })),
    )
  }
}

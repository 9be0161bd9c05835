/** A journal as it grows: events received and recorded, the log's search, bytes, with a few customers and with very many. */
import type { DatabaseSync } from 'node:sqlite'
import { JournalStore } from '../../src/journal/journal-store'
import { LOG_ENTRIES } from '../../src/journal/log/log'
import { readLog } from '../../src/journal/overview/overview'
import { receiveEvent } from '../../src/journal/receipts/receive'
import { recordSettlements } from '../../src/journal/receipts/record-settlement'
import { entryId } from '../../src/journal/storage/keys'
import { AT, final, sampleEvent, sampleItem, sampleRule, waits } from '../journal/samples'
import { cpuMs, type Figure } from './figures'
import { heldMb } from './memory'
import { objectStorage } from './object-storage'

const SEARCHES = 100
const SEARCH_BUDGET_MS = 10
/** Events timed at each size. */
const SAMPLE = 500
/** Entries of a burst. */
const WAITING = 10_000
/** A million whole receipts would not fit a laptop's memory; what is cut off lies on pages no look-up reads. */
const FILLER_CHARS = 300

/** @param sizes numbers of customers, growing; after the first, receipts that say little fill the table up to each */
export async function journalFigures(sizes: number[]): Promise<Figure[]> {
  const { storage, database, bytes, close } = objectStorage()
  const store = new JournalStore(storage.sql, async () => undefined)
  const figures: Figure[] = []
  let customers = 0
  const more = (howMany: number) => {
    for (const end = customers + howMany; customers < end; ) {
      oneEvent(store, customers++)
    }
  }
  // The log is full after the first thousand; what the next one adds is what each later event adds.
  more(LOG_ENTRIES)
  const full = bytes()
  more(LOG_ENTRIES)
  const each = (bytes() - full) / LOG_ENTRIES
  for (const size of sizes) {
    fill(database, size)
    const took = await cpuMs(() => {
      for (let n = 0; n < SAMPLE; n += 1) {
        storage.transactionSync(() => more(1))
      }
    })
    if (figures.length === 0) {
      figures.push(await searches(store))
    }
    const woken = await cpuMs(() => new JournalStore(storage.sql, async () => undefined).waiting.listOpen())
    figures.push({
      what: `journal with ${size.toLocaleString('en')} customers`,
      budget: null,
      measured: `${(took / SAMPLE).toFixed(2)} ms an event received and recorded, ${each.toFixed(0)} bytes each; ${woken.toFixed(0)} ms to know what is open, which looks at all receipts once in an object's life`,
      met: null,
    })
  }
  close()
  return [...figures, await memoryFigure()]
}

/** A launch: everything waits, and is known in memory. */
async function memoryFigure(): Promise<Figure> {
  const { storage, close } = objectStorage()
  const store = new JournalStore(storage.sql, async () => undefined)
  store.waiting.listOpen()
  const grown = await heldMb(() => {
    for (let n = 0; n < WAITING; n += 1) {
      const { id, firing } = arrived(store, n)
      recordSettlements(store, [{ event: id, firing, settling: waits('pace', AT + n) }], AT + n)
    }
  })
  const { size } = store.waiting.listOpen()
  close()
  return {
    what: 'burst: the journal’s object in memory',
    budget: null,
    measured: `${grown.toFixed(1)} MB for ${size.toLocaleString('en')} entries that wait`,
    met: null,
  }
}

function fill(database: DatabaseSync, size: number): void {
  const { n } = database.prepare('SELECT count(*) AS n FROM receipts').get() as { n: number }
  if (n >= size) {
    return
  }
  const { doc } = database.prepare('SELECT doc FROM receipts LIMIT 1').get() as { doc: string }
  const numbers = `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${size - n})`
  database
    .prepare(
      `INSERT INTO receipts ${numbers} SELECT lower(hex(randomblob(8))) || '.filler' || n, ${AT} - n, ${AT}, NULL, ? FROM numbers ORDER BY 1`,
    )
    .run(doc.slice(0, FILLER_CHARS))
}

/** A purchase by a new customer, from its arrival to its outcome in the log. */
function oneEvent(store: JournalStore, n: number): void {
  const { id, firing } = arrived(store, n)
  recordSettlements(store, [{ event: id, firing, settling: final() }], AT + n)
}

/** Its arrival alone. */
function arrived(store: JournalStore, n: number): { id: string; firing: string } {
  const customer = { email: `customer${n}@example.com`, firstName: 'Ada', lastName: `Byron ${n}`, id: `c${n}` }
  const bought = sampleEvent({
    id: `e${n}`,
    orderId: `o${n}`,
    customer,
    receivedAt: AT + n,
    items: [sampleItem('p1')],
    body: BODY,
  })
  receiveEvent(store, { event: bought, candidates: [sampleRule()] }, AT + n)
  return { id: bought.id, firing: entryId(store.receiptKeyFor(bought), 1) }
}

const BODY = JSON.stringify({ type: 'product.purchased', data: 'x'.repeat(400) })

/** Every way to search; reports the slowest. */
async function searches(store: JournalStore): Promise<Figure> {
  const queries = [
    { search: 'byron 1' },
    { search: 'nothing that any entry says' },
    { search: 'customer', outcome: 'done' as const, product: 'p1' },
    { limit: 1000 },
  ]
  const slowest: number[] = []
  for (const query of queries) {
    const took = await cpuMs(() => {
      for (let n = 0; n < SEARCHES; n += 1) {
        readLog(store, query)
      }
    })
    slowest.push(took / SEARCHES)
  }
  const most = Math.max(...slowest.slice(0, 3))
  return {
    what: 'log search over 1,000 entries',
    budget: `≤ ${SEARCH_BUDGET_MS} ms`,
    measured: `**${most.toFixed(2)} ms** the slowest of three searches (all 1,000 at once, as for CSV: ${(slowest[3] ?? 0).toFixed(1)} ms)`,
    met: most <= SEARCH_BUDGET_MS,
  }
}

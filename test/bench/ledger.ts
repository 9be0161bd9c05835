/** A site's ledger as it grows: decisions without a call, and who holds a course. */

import { isOtherCustomer } from '../../src/integrations/thinkific/customers/merge-customers'
import { countHolders } from '../../src/integrations/thinkific/customers/target-holders'
import type { SiteReply } from '../../src/integrations/thinkific/steps/site-call'
import { SLICE_ROWS } from '../../src/integrations/thinkific/storage/customer-documents'
import { cpuMs, type Figure } from './figures'
import { type BenchSite, benchSite, PIANO, VIOLIN } from './site'

const SAMPLE = 60
const DECISIONS = 5
/** As far as a rule's page counts. */
const MOST_COUNTED = 1_000
const BUDGET_MS = 100
/** Customers that are counted while the answer waits. */
const SMALL = 8_000

/** @param sizes numbers of customers, growing; copies of real ones under keys of their own fill the tables up to each */
export async function ledgerFigures(sizes: number[]): Promise<Figure[]> {
  const shop = await benchSite()
  const figures: Figure[] = []
  for (let n = 0; n < SAMPLE; n += 1) {
    await shop.settle({ n })
  }
  for (const size of sizes) {
    fill(shop, size)
    const took = await cpuMs(async () => {
      for (let n = 0; n < SAMPLE * DECISIONS; n += 1) {
        await decide(shop, n % SAMPLE)
      }
    })
    const many = await cpuMs(() => countHolders(shop.site, 'shop', PIANO, MOST_COUNTED))
    const none = await cpuMs(() => countHolders(shop.site, 'shop', VIOLIN, MOST_COUNTED))
    const behind = size > SMALL ? await cpuMs(() => countedBehind(shop)) : 0
    const whose = await cpuMs(() => isOtherCustomer(shop.site, 'unknown', foundNow()))
    const slice = (none + behind) / Math.ceil(size / SLICE_ROWS)
    const most = Math.max(many, none)
    figures.push({
      what: `ledger with ${size.toLocaleString('en')} customers`,
      budget: null,
      measured: `${(took / (SAMPLE * DECISIONS)).toFixed(2)} ms a decision without a call, ${(shop.kept.bytes() / size).toFixed(0)} bytes each`,
      met: null,
    })
    figures.push({
      what: `ledger with ${size.toLocaleString('en')} customers: counting who holds a course`,
      budget: `≤ ${BUDGET_MS} ms`,
      measured: `**${most.toFixed(0)} ms** to answer (${many.toFixed(0)} ms where all hold it, ${none.toFixed(0)} ms where none does; behind that answer all are counted, ${behind.toFixed(0)} ms, ${slice.toFixed(1)} ms at a time)`,
      met: most <= BUDGET_MS,
    })
    figures.push({
      what: `ledger with ${size.toLocaleString('en')} customers: whose is a Thinkific user found under a new email`,
      budget: null,
      measured: `${whose.toFixed(0)} ms where it belongs to none, which looks at all`,
      met: null,
    })
  }
  shop.kept.close()
  return figures
}

/** Until all were counted. */
async function countedBehind(shop: BenchSite): Promise<void> {
  const since = Date.now()
  while (((await count(shop)).asOf ?? 0) < since) {
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** Of a slice, so that it is not what takes long. */
function count({ site }: BenchSite) {
  return countHolders(site, 'shop', VIOLIN, MOST_COUNTED, 1)
}

/** Another payment changes nothing. */
async function decide({ settle }: BenchSite, n: number): Promise<void> {
  const settling = await settle({ n, trigger: 'subscription.charged' })
  if (!settling.final || settling.outcome !== 'already enrolled') {
    throw new Error('not what was expected')
  }
}

/** A user who came to Thinkific after us, and not by us. */
function foundNow(): SiteReply {
  const found = { id: '999', email: 'a@b.c', firstName: '', lastName: '', roles: [], fields: {}, createdAt: Date.now() }
  return { do: 'find user', email: found.email, found }
}

function fill({ kept: { database } }: BenchSite, size: number): void {
  const { n } = database.prepare('SELECT count(*) AS n FROM customers').get() as { n: number }
  const { account } = database.prepare('SELECT account FROM customers LIMIT 1').get() as { account: string }
  const numbers = `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${size - n})`
  database
    .prepare(`INSERT INTO customers ${numbers} SELECT lower(hex(randomblob(16))), ? FROM numbers ORDER BY 1`)
    .run(account)
  database.exec(
    `INSERT INTO aliases ${numbers} SELECT lower(hex(randomblob(16))), lower(hex(randomblob(16))) FROM numbers ORDER BY 1`,
  )
}

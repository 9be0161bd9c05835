/** A site's ledger as it grows: decisions without a call, and who holds a course. */

import { countHolders } from '../../src/integrations/thinkific/customers/target-holders'
import { openDocuments, SLICE_ROWS } from '../../src/integrations/thinkific/storage/customer-documents'
import { KnownUsers } from '../../src/integrations/thinkific/storage/known-users'
import { cpuMs, type Figure } from './figures'
import { type BenchSite, benchSite, PIANO, VIOLIN } from './site'

const SAMPLE = 60
const DECISIONS = 5
/** As far as a rule's page counts. */
const MOST_COUNTED = 1_000
const BUDGET_MS = 100
/** Customers that are counted while the answer waits. */
const SMALL = 8_000
const MORE_SLICES = 1_000

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
    const whose = await askWhose(shop)
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
      measured: `**${most.toFixed(0)} ms** to answer (${many.toFixed(0)} ms if everyone holds it, ${none.toFixed(0)} ms if no one does; the full count then takes ${behind.toFixed(0)} ms in the background, ${slice.toFixed(1)} ms at a time)`,
      met: most <= BUDGET_MS,
    })
    figures.push({
      what: `ledger with ${size.toLocaleString('en')} customers: finding the customer of a Thinkific user found under a new email`,
      budget: `≤ ${BUDGET_MS} ms`,
      measured: `**${whose.first.toFixed(0)} ms** to answer or to ask for another try, right after the object wakes; reading every customer once takes ${whose.behind.toFixed(0)} ms in the background; later answers take ${whose.later.toFixed(2)} ms`,
      met: whose.first <= BUDGET_MS,
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

/** Users who are no customer here, of an object that has read nothing yet. */
async function askWhose({ kept }: BenchSite): Promise<{ first: number; behind: number; later: number }> {
  const users = new KnownUsers(openDocuments(kept.storage.sql))
  const first = await cpuMs(() => users.find('none 0'))
  const behind = await cpuMs(async () => {
    while ((await users.find('none 0', MORE_SLICES)) === null) {
      // Reads on.
    }
  })
  const all = await cpuMs(async () => {
    for (let n = 1; n <= SAMPLE; n += 1) {
      await users.find(`none ${n}`, 1)
    }
  })
  return { first, behind, later: all / SAMPLE }
}

function fill({ kept: { database } }: BenchSite, size: number): void {
  const { n } = database.prepare('SELECT count(*) AS n FROM customers').get() as { n: number }
  const { account } = database.prepare('SELECT account FROM customers LIMIT 1').get() as { account: string }
  const [before = '', after = ''] = account.split(/(?<="user":{"id":")\d+/)
  const numbers = `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${size - n})`
  database
    .prepare(
      `INSERT INTO customers ${numbers} SELECT lower(hex(randomblob(16))), ? || (${n} + n) || ? FROM numbers ORDER BY 1`,
    )
    .run(before, after)
  database.exec(
    `INSERT INTO aliases ${numbers} SELECT lower(hex(randomblob(16))), lower(hex(randomblob(16))) FROM numbers ORDER BY 1`,
  )
}

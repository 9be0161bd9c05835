/**
 * An import as its merchant meets it, in the whole product: how long the preview of a large file takes and how much memory,
 * and how live sales fare while it runs. `IMPORT_ROWS` and `IMPORT_RUN_S` ask for more rows or a longer run; 0: to its end.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { openSchool, type School } from '../journeys/school'
import type { Served } from '../journeys/served'
import { openShop, type Shop } from '../journeys/shop'
import { type Figure, percentile } from './figures'
import { pssOf } from './start'
import { inWholeProduct } from './whole-product'

const ROWS = Number(process.env.IMPORT_ROWS ?? 20_000)
const RUN_S = Number(process.env.IMPORT_RUN_S ?? 75)
/** What Thinkific's Plus plan allows. */
const REQUESTS_PER_MINUTE = 1_000
const PREVIEW_S = 10
const SOLD_EVERY_MS = 3_000
const LOOK_AGAIN_MS = 50

export function importFigures(): Promise<Figure[]> {
  return inWholeProduct(measure)
}

async function measure(served: Served): Promise<Figure[]> {
  const school = await openSchool('imports', { requestsPerMinute: REQUESTS_PER_MINUTE, served })
  const target = await school.course('Course Two')
  const shop = await openShop('Years of orders', served)
  const integration = await shop.connect(school, 'Academy', REQUESTS_PER_MINUTE)
  await shop.rule({ product: '1', integration, target })
  const alone = await sellWhile(shop, school, sleep(4 * SOLD_EVERY_MS))

  const before = pssOf(process.pid)
  const page = await upload(shop)
  const read = await timed(() => step(page, shop, 'columns', { email: '1', orderId: '0', date: '2', product: '1' }))
  const preview = await timed(() => step(page, shop, 'choices', { 'product-0': '1' }))
  const grown = pssOf(process.pid) - before

  const calls = (await school.calls()).length
  const began = performance.now()
  const run = step(page, shop, 'runs', {}, RUN_S === 0 ? Number.POSITIVE_INFINITY : RUN_S * 1_000)
  const beside = await sellWhile(shop, school, run)
  const minutes = (performance.now() - began) / 60_000
  const made = (await school.calls()).length - calls
  return [
    line(`import of ${rows} rows: reading them`, `${read.toFixed(1)} s`),
    {
      what: `import of ${rows} rows: preview`,
      budget: `≤ ${PREVIEW_S} s`,
      measured: `**${preview.toFixed(1)} s**`,
      met: preview <= PREVIEW_S,
    },
    line(`import of ${rows} rows: memory of all processes after upload and preview`, `${grown.toFixed(0)} MiB more`),
    line(
      'import under way: calls to Thinkific',
      `${Math.round(made / minutes)} a minute of ${REQUESTS_PER_MINUTE} allowed (${made} in ${minutes.toFixed(1)} minutes)`,
    ),
    line('import under way: a live sale enrolled after', `${describe(beside)}; without an import ${describe(alone)}`),
  ]
}

const rows = ROWS.toLocaleString('en-US')

function line(what: string, measured: string): Figure {
  return { what, budget: null, measured, met: null }
}

function describe(seconds: number[]): string {
  return `${percentile(seconds, 0.5).toFixed(1)} s (median of ${seconds.length}; the slowest ${Math.max(...seconds).toFixed(1)} s)`
}

/** The import's page. */
async function upload({ base, visitor }: Shop): Promise<string> {
  const id = crypto.randomUUID()
  const lines = Array.from({ length: ROWS }, (_, n) => `${n},customer${n}@example.com,2024-05-03\n`)
  await visitor.upload(
    `${base}/imports`,
    { id },
    { name: 'orders.csv', text: `Order ID,Email,Date\n${lines.join('')}` },
  )
  return `${base}/imports/${id}`
}

/** Sends the step's form and waits until the next one is shown. */
async function step(
  page: string,
  { visitor }: Shop,
  name: 'columns' | 'choices' | 'runs',
  fields: Record<string, string>,
  mostMs = 600_000,
): Promise<void> {
  const next = { columns: '/choices"', choices: '/runs"', runs: 'What came of it' }[name]
  const { text } = await visitor.get(page)
  const hidden = (field: string) => new RegExp(`name="${field}" value="([^"]*)"`).exec(text)?.[1] ?? ''
  await visitor.send(`${page}/${name}`, { id: crypto.randomUUID(), madeFrom: hidden('madeFrom'), ...fields })
  const until = performance.now() + mostMs
  while (performance.now() < until && !(await visitor.get(page)).text.includes(next)) {
    await sleep(200)
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1_000
}

/** Seconds from each sale's post until its customer is in. */
async function sellWhile(shop: Shop, school: School, work: Promise<unknown>): Promise<number[]> {
  let isOver = false
  const over = work.finally(() => {
    isOver = true
  })
  const took: number[] = []
  while (!isOver) {
    const email = `live${crypto.randomUUID()}@example.com`
    const began = performance.now()
    await shop.store.sell({ email, product: '1' })
    while ((await school.access(email)).length === 0) {
      await sleep(LOOK_AGAIN_MS)
    }
    took.push((performance.now() - began) / 1_000)
    await Promise.race([over, sleep(SOLD_EVERY_MS)])
  }
  return took
}

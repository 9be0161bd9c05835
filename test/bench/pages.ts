/** Every main page of a full marketplace: bytes over the wire, requests of a first visit, milliseconds in the Worker. */
import { brotliCompressSync } from 'node:zlib'
import type { Miniflare } from 'miniflare'
import { Visitor } from '../../.run/visitor'
import { AT, final, sampleEvent, sampleItem, sampleRule } from '../journal/samples'
import { countingModules } from './counting'
import { type Figure, median } from './figures'
import { addRules, openShop, type Shop } from './shop'
import { migrate, SETUP_TOKEN, startProduct } from './workers'

const BUDGET = { firstKB: 40, requests: 5, laterKB: 8 }
const ENTRIES = 1_000
const PRODUCTS = 300
const VISITS = 7
const OWNER = {
  name: 'Bench Owner',
  email: 'bench@example.com',
  password: 'a-long-bench-password',
  marketplace: 'Bench',
}
const PAGES = [
  'overview',
  'products',
  'integrations',
  'rules',
  'logs',
  'webhook',
  'team',
  'products/p1/integrations',
  'customers/customer1%40example.com',
  'logs?search=byron',
]

/** @param product its modules, not minified */
export async function pageFigures(product: Record<string, string>): Promise<Figure[]> {
  const miniflare = startProduct({ modules: countingModules(product), assets: true })
  try {
    const address = (await miniflare.ready).origin
    await migrate(miniflare)
    const visitor = new Visitor(address)
    const home = await visitor.submit('/setup', { token: SETUP_TOKEN, ...OWNER })
    const marketplace = /^\/m\/([^/]+)\//.exec(home.url.pathname)?.[1]
    if (!marketplace) {
      throw new Error(`Setting up led to ${home.url.pathname}, not to a marketplace`)
    }
    await fill(miniflare, address, await openShop(miniflare, marketplace, 'p0'))
    return await visits(visitor, `/m/${marketplace}`, address)
  } finally {
    await miniflare.dispose()
  }
}

interface Visit {
  page: string
  bytes: number
  ms: number
}

async function visits(visitor: Visitor, base: string, address: string): Promise<Figure[]> {
  const seen: Visit[] = []
  for (const page of PAGES) {
    const took: number[] = []
    let text = ''
    for (let n = 0; n < VISITS; n += 1) {
      const began = performance.now()
      const answer = await visitor.get(`${base}/${page}`)
      if (answer.status !== 200) {
        throw new Error(`${page} answered ${answer.status}`)
      }
      took.push(performance.now() - began)
      text = answer.text
    }
    seen.push({ page, bytes: compressed(text), ms: median(took) })
  }
  const first = await firstLoad(await visitor.get(`${base}/overview`), address)
  const heaviest = seen.reduce((most, visit) => (visit.bytes > most.bytes ? visit : most))
  return [
    {
      what: 'first page load (Overview)',
      budget: `≤ ${BUDGET.firstKB} KB, ≤ ${BUDGET.requests} requests`,
      measured: `**${kb(first.bytes)} KB, ${first.requests} requests**`,
      met: first.bytes <= BUDGET.firstKB * 1000 && first.requests <= BUDGET.requests,
    },
    {
      what: 'later pages, the heaviest of them with full data',
      budget: `≤ ${BUDGET.laterKB} KB`,
      measured: `**${kb(heaviest.bytes)} KB** (${heaviest.page})`,
      met: heaviest.bytes <= BUDGET.laterKB * 1000,
    },
    ...seen.map(({ page, bytes, ms }) => ({
      what: `page ${page}`,
      budget: null,
      measured: `${kb(bytes)} KB, ${ms.toFixed(0)} ms`,
      met: null,
    })),
  ]
}

/** The page and whatever it names that a browser fetches at once. */
async function firstLoad(page: { text: string }, address: string): Promise<{ bytes: number; requests: number }> {
  const named = [...page.text.matchAll(/(?:src|<link[^>]* href)="(\/[^"]+)"/g)].map(([, path = '']) => path)
  const files = await Promise.all([...new Set(named)].map(async (path) => (await fetch(new URL(path, address))).text()))
  const bytes = [page.text, ...files].reduce((sum, text) => sum + compressed(text), 0)
  return { bytes, requests: 1 + files.length }
}

/** Brotli at the level Cloudflare uses for what is made on the fly. */
function compressed(text: string): number {
  const QUALITY = 4
  return brotliCompressSync(text, { params: { 1: QUALITY } }).length
}

function kb(bytes: number): string {
  return (bytes / 1000).toFixed(1)
}

/** A log of 1,000 entries, a hundred waiting, 300 products, as many rules. */
async function fill(miniflare: Miniflare, address: string, shop: Shop): Promise<void> {
  const products = Array.from({ length: PRODUCTS }, (_, n) => `p${n + 1}`)
  await addRules(miniflare, shop, products)
  const db = await miniflare.getD1Database('DB')
  const insert = db.prepare('INSERT OR IGNORE INTO products VALUES (?, ?, ?, 1)')
  await db.batch(products.map((product) => insert.bind(shop.marketplace, product, `Course ${product}`)))
  const catalog = { v: 1, courses: [{ id: '101', name: 'Piano 101', status: 'published', private: true }] }
  const copies = await miniflare.getKVNamespace('COPIES')
  await copies.put(`catalog:${shop.access.id}`, JSON.stringify({ ...catalog, bundles: [], fields: [], fetchedAt: AT }))
  const calls: unknown[][] = []
  for (let n = 0; n < ENTRIES + 100; n += 1) {
    const customer = { email: `customer${n}@example.com`, firstName: 'Ada', lastName: `Byron ${n}`, id: null }
    const product = `p${(n % PRODUCTS) + 1}`
    const at = Date.now() - n * 60_000
    const bought = sampleEvent({
      id: `e${n}`,
      customer,
      orderId: `o${n}`,
      items: [sampleItem(product)],
      receivedAt: at,
      happenedAt: at,
    })
    const asked = sampleRule({ marketplace: shop.marketplace, product, integration: shop.access.id })
    calls.push(['receive', { ...bought, marketplace: shop.marketplace }, [asked]])
  }
  const url = new URL('/bench/journal', address)
  const received = await sendEvents(url, shop.marketplace, calls)
  const settled = received.slice(0, ENTRIES).map(({ event: product, firings: [one] }) => ({
    event: product.id,
    firing: one?.firing.id,
    settling: final(),
  }))
  await sendEvents(url, shop.marketplace, [['record', settled]])
}

interface Received {
  event: { id: string }
  firings: { firing: { id: string } }[]
}

async function sendEvents(url: URL, marketplace: string, calls: unknown[][]): Promise<Received[]> {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify({ marketplace, calls }) })
  if (!answer.ok) {
    throw new Error(`The journal was not filled: ${await answer.text()}`)
  }
  return (await answer.json()) as Received[]
}

/**
 * The demo marketplace, made through the product's own pages and endpoint, as a merchant would. Every form and event has a
 * fixed id, so that preparing again after an interruption goes on where it stopped.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Product } from '../product'
import { Visitor } from '../visitor'
import { findDifferences } from './by-hand'
import { atThinkific, sendLast, sendMonth, settled } from './events'
import type { Example } from './example'
import { importHalf, previewPastOrders } from './past-orders'
import { DEMO_FILE } from './prepared'
import { connectSamCart, endOfMonth } from './samcart'
import { type DemoRule, DOOMED, INTEGRATIONS, OWNER, POSTS_EVERY_PURCHASE, PRODUCTS, RECEIVER, RULES } from './story'
import { waitUntil } from './wait-until'

export interface Demo extends Example {
  email: string
  password: string
  marketplace: string
  /** The ?key= of senders that cannot sign. */
  key: string
  /** What its Notify URL integration signs with; missing in a demo of an older version. */
  notifySecret?: string
}

const DAY_MS = 86_400_000
/** Before the first sale of the month. */
const SET_UP_DAYS_AGO = 34
/** Its rows are kept for 30 days, and its entries come after those of the month on the log's first page. */
const IMPORTED_DAYS_AGO = 19.4
/** Before the last, so that this one is posted. */
const RECEIVER_DAYS_AGO = 0.02

const ENDPOINT = uuid('endpoint')
const MADE_SECRET = /<code id="made-(signing|key)">([^<]+)</g

/** Makes the demo on the first start; later starts find it in the state's demo.json. */
export async function prepareDemo(product: Product): Promise<Demo> {
  const file = join(product.stateDir, DEMO_FILE)
  if (existsSync(file)) {
    const demo: Demo = JSON.parse(readFileSync(file, 'utf8'))
    await giveSecret(product, demo.notifySecret)
    return demo
  }
  const visitor = new Visitor(product.address)
  const end = endOfMonth(product.stateDir)
  const at = (daysAgo: number) => product.clock.set(end - daysAgo * DAY_MS)
  // A real Thinkific has the real time.
  await (product.simulator ? at(SET_UP_DAYS_AGO) : product.clock.setReal())
  const marketplace = await enter(visitor, product)
  const base = `/m/${marketplace}`
  const demo: Demo = {
    email: OWNER.email,
    password: OWNER.password,
    marketplace,
    endpoint: ENDPOINT,
    productId: '350399',
    productName: PRODUCTS['350399'],
    ...(await secrets(visitor, base)),
  }
  if (product.simulator) {
    await atThinkific(product, 'POST', '/sites/academy/courses', DOOMED)
    await configure(visitor, base)
    await atThinkific(product, 'DELETE', `/sites/academy/courses/${DOOMED.id}`)
    await sendMonth(product, visitor, demo, { end, untilDaysAgo: IMPORTED_DAYS_AGO })
    await at(IMPORTED_DAYS_AGO)
    await importHalf(visitor, base, uuid('older orders'))
    await settled(product)
    await sendMonth(product, visitor, demo, { end, untilDaysAgo: 0 })
    await at(RECEIVER_DAYS_AGO)
    demo.notifySecret = await connectReceiver(visitor, base, `${product.simulator}/receiver`)
    await giveSecret(product, demo.notifySecret)
    await addRule(visitor, base, POSTS_EVERY_PURCHASE)
    await sendLast(product, demo, end)
    await product.clock.setReal()
    await addChannel(visitor, base, `${product.simulator}/receiver`)
    await previewPastOrders(visitor, base, uuid('past orders'))
    await connectSamCart(visitor, base, uuid('SamCart'))
    await findDifferences(product, visitor, `${base}/integrations/${uuid('Academy')}`)
  }
  writeFileSync(file, JSON.stringify(demo), { mode: 0o600 })
  return demo
}

/** Sets up, or signs in where that was done; returns the marketplace's id. */
async function enter(visitor: Visitor, { setupToken }: Product): Promise<string> {
  const setup = await visitor.get('/setup')
  const { name, email, password, marketplace } = OWNER
  const page =
    setup.status === 200
      ? await visitor.submit('/setup', { token: setupToken, name, email, password, marketplace })
      : await visitor.submit('/sign-in', { email, password })
  const home = await visitor.get(page.url.pathname.startsWith('/m/') ? page.url.pathname : '/')
  const id = /^\/m\/([^/]+)\//.exec(home.url.pathname)?.[1]
  if (!id) {
    throw new Error('This state has accounts but no demo marketplace. Use another STATE_DIR, or delete this one.')
  }
  return id
}

/** Makes the endpoint. Where it exists already its secrets are rotated, since they are shown only once. */
async function secrets(visitor: Visitor, base: string): Promise<{ secret: string; key: string }> {
  const pages = [await visitor.submit(`${base}/webhook/endpoints`, { id: ENDPOINT })]
  if (!pages[0]?.text.includes('<code id="made-')) {
    for (const kind of ['signing', 'key']) {
      pages.push(await visitor.submit(`${base}/webhook/secrets`, { id: crypto.randomUUID(), kind }))
    }
  }
  const shown = new Map(
    pages.flatMap(({ text }) => [...text.matchAll(MADE_SECRET)].map(([, kind, code]) => [kind, code])),
  )
  return { secret: shown.get('signing') ?? '', key: shown.get('key') ?? '' }
}

async function configure(visitor: Visitor, base: string): Promise<void> {
  const { text: known } = await visitor.get(`${base}/products`)
  await Promise.all([
    ...Object.entries(INTEGRATIONS).map(([name, { site, key }]) =>
      visitor.send(`${base}/integrations`, { id: uuid(name), name, site, key }),
    ),
    ...Object.entries(PRODUCTS)
      .filter(([productId]) => !known.includes(`/products/${productId}/`))
      .map(([productId, name]) => visitor.send(`${base}/products`, { id: uuid(name), productId, name })),
  ])
  // A rule made before the school's list was read would show its course by id alone.
  await waitUntil(async () => {
    const { text } = await visitor.get(`${base}/integrations`)
    return Object.keys(INTEGRATIONS)
      .filter((name) => text.includes(`Refreshing ${name}`))
      .join(', ')
  })
  await Promise.all(Object.keys(PRODUCTS).map((product) => addRules(visitor, base, product)))
}

/** A Notify URL that leads to the receiver beside the simulator; its secret, rotated where it was shown before. */
async function connectReceiver(visitor: Visitor, base: string, url: string): Promise<string> {
  const id = uuid(RECEIVER)
  const saved = await visitor.submit(`${base}/integrations?kind=notify-url`, { id, name: RECEIVER, url })
  const shown = readSecret(saved.text)
  if (shown !== null) {
    return shown
  }
  const rotated = await visitor.submit(`${base}/integrations/${id}/secrets`, { id: crypto.randomUUID() })
  return readSecret(rotated.text) ?? ''
}

/** Its alerts are shown where the posts of its Notify URL are. */
async function addChannel(visitor: Visitor, base: string, address: string): Promise<void> {
  const causes = { 'cause-credentials': 'on', 'cause-parked': 'on', 'cause-alerts': 'on' }
  await visitor.submit(`${base}/alerts?kind=slack`, {
    id: uuid('Team chat'),
    name: 'Team chat',
    address,
    on: 'on',
    ...causes,
  })
}

function readSecret(page: string): string | null {
  return /<code id="made-secret">([^<]+)</.exec(page)?.[1] ?? null
}

async function giveSecret({ simulator }: Product, secret = ''): Promise<void> {
  if (simulator !== null && secret !== '') {
    await fetch(`${simulator}/receiver/secret`, { method: 'POST', body: new URLSearchParams({ secret }) })
  }
}

async function addRules(visitor: Visitor, base: string, productId: string): Promise<void> {
  for (const [n, rule] of RULES.entries()) {
    if (rule.product === productId) {
      await addRule(visitor, base, rule, `rule ${n}`)
    }
  }
}

async function addRule(visitor: Visitor, base: string, rule: DemoRule, thing = 'global rule'): Promise<void> {
  const { integration, product, trigger, action, target = '', options } = rule
  await visitor.send(`${base}/rules`, {
    id: uuid(thing),
    product,
    integration: uuid(integration),
    action,
    category: 'ecommerce',
    trigger,
    q: String(target),
    target: String(target),
    ...options,
  })
}

/** Always the same id for the same thing. */
function uuid(thing: string): string {
  const hex = createHash('sha256').update(`enrollwire demo: ${thing}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

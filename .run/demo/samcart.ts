/** The demo's SamCart: the month as SamCart recorded it, with sales and a refund that it never reported. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SamCart } from '../../test/simulator/samcart/samcart.ts'
import type { Visitor } from '../visitor'
import { type DemoEvent, EVENTS, LAST_EVENT } from './month'
import { PRODUCTS } from './story'
import { waitUntil } from './wait-until'

const DAY_MS = 86_400_000
/** Also what its API takes. */
export const DEMO_SAMCART_KEY = 'demo-samcart-api-key'

type Lost = Pick<DemoEvent, 'daysAgo' | 'email' | 'name' | 'product' | 'order'>

const LOST_SALES: Lost[] = [
  { daysAgo: 12.3, email: 'ivo.petrov@example.com', name: ['Ivo', 'Petrov'], product: '350399', order: '19026117' },
  { daysAgo: 12.2, email: 'maya.stone@example.com', name: ['Maya', 'Stone'], product: '350777', order: '19026118' },
  { daysAgo: 6.1, email: 'finn.olsen@example.com', name: ['Finn', 'Olsen'], product: '500100', order: '19026136' },
]
/** An order that was reported. */
const LOST_REFUND = { daysAgo: 4.8, product: '350399', order: '19026021' } as const

export function openDemoSamCart(stateDir: string): SamCart {
  return demoSamCart(endOfMonth(stateDir))
}

/** The first start on this state, epoch ms: the demo's dates count back from it. */
export function endOfMonth(stateDir: string): number {
  const file = join(stateDir, 'samcart.json')
  if (!existsSync(file)) {
    writeFileSync(file, JSON.stringify({ at: Date.now() }))
  }
  const { at }: { at: number } = JSON.parse(readFileSync(file, 'utf8'))
  return at
}

function demoSamCart(now: number): SamCart {
  const samcart = new SamCart({ apiKey: DEMO_SAMCART_KEY })
  const { shop } = samcart
  const ago = (days: number) => now - days * DAY_MS
  for (const [id, name] of Object.entries(PRODUCTS)) {
    shop.addProduct(Number(id), name)
  }
  const all = [...EVENTS, LAST_EVENT].sort((one, other) => other.daysAgo - one.daysAgo)
  for (const { type, daysAgo, email, name, product, order, subscription } of all) {
    if (type === 'product.purchased') {
      const named = subscription === undefined ? {} : { subscription: Number(subscription) }
      shop.sell({ email, name, products: [Number(product)], at: ago(daysAgo), order: Number(order), ...named })
    }
  }
  for (const event of all) {
    follow(samcart, event, ago(event.daysAgo))
  }
  for (const { daysAgo, email, name, product, order } of LOST_SALES) {
    shop.sell({ email, name, products: [Number(product)], at: ago(daysAgo), order: Number(order) })
  }
  shop.refund(Number(LOST_REFUND.order), Number(LOST_REFUND.product), ago(LOST_REFUND.daysAgo))
  return samcart
}

/** What became of a sale. */
function follow({ shop }: SamCart, { type, product, order, subscription }: DemoEvent, at: number): void {
  switch (type) {
    case 'product.refunded':
      shop.refund(Number(order), Number(product), at)
      break
    case 'subscription.canceled':
      shop.turn(Number(subscription), 'canceled', at)
      break
    case 'subscription.restarted':
      shop.turn(Number(subscription), 'active', at)
      break
    case 'subscription.charged':
      shop.rebill(Number(subscription), at)
      break
  }
}

/** Saves the key, and waits for what was never reported. @param id of the form */
export async function connectSamCart(visitor: Visitor, base: string, id: string): Promise<void> {
  await visitor.submit(`${base}/lost-sales/keys`, { id, key: DEMO_SAMCART_KEY })
  await waitUntil(async () => {
    const { text } = await visitor.get(`${base}/lost-sales`)
    return text.includes(`${LOST_SALES.length} paid, never reported`) ? '' : 'lost sales'
  })
}

/** Tells the demo's events over the real endpoint, each after the one before came to its end. */
import { Webhook } from 'standardwebhooks'
import type { Product } from '../product'
import type { Visitor } from '../visitor'
import type { Demo } from './prepare'
import { type DemoEvent, EVENTS, LAST_EVENT, PRODUCTS, STUDIO_NEW_KEY } from './story'

const DAY_MS = 86_400_000
/** An event is queued, matched and enrolled well within this. */
const PATIENCE_MS = 30_000
const LOOK_AGAIN_MS = 250

export async function tellStory(product: Product, visitor: Visitor, demo: Demo): Promise<void> {
  for (const [n, event] of EVENTS.entries()) await tell(product, visitor, demo, event, `demo-${n + 1}`)
  // Somebody resets Studio's key in Thinkific; the next order waits until the new one is entered.
  await fetch(`${product.simulator}/simulator/sites/studio/credentials`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ apiKey: STUDIO_NEW_KEY }),
  })
  await tell(product, visitor, demo, LAST_EVENT, `demo-${EVENTS.length + 1}`)
}

async function tell(product: Product, visitor: Visitor, demo: Demo, event: DemoEvent, id: string): Promise<void> {
  const body = JSON.stringify(bodyOf(event))
  const now = new Date()
  const response = await fetch(`${product.address}/hooks/${demo.endpoint}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(demo.secret).sign(id, now, body),
    },
    body,
  })
  if (response.status !== 202) throw new Error(`The demo's event was refused: ${await response.text()}`)
  const end = Date.now() + PATIENCE_MS
  while (!(await logged(visitor, demo, id))) {
    if (Date.now() > end) throw new Error(`The demo's event ${id} (${event.type}) did not reach the log.`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
}

/** The log's last column is the event's id. */
async function logged(visitor: Visitor, demo: Demo, id: string): Promise<boolean> {
  const { text } = await visitor.get(`/m/${demo.marketplace}/logs.csv`)
  return text.includes(`"${id}"\r\n`)
}

function bodyOf({ type, daysAgo, email, name, product, order, subscription, role }: DemoEvent) {
  return {
    type,
    timestamp: new Date(Date.now() - daysAgo * DAY_MS).toISOString(),
    data: {
      customer: { email, first_name: name[0], last_name: name[1] },
      order: { id: order },
      items: [{ product_id: product, product_name: PRODUCTS[product], role: role ?? 'primary' }],
      ...(subscription ? { subscription: { id: subscription } } : {}),
    },
  }
}

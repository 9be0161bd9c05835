/** Posts the demo's events to the real endpoint, each customer's once the one before has its outcome. */
import { Webhook } from 'standardwebhooks'
import type { Product } from '../product'
import type { Visitor } from '../visitor'
import { type DemoEvent, EVENTS, LAST_EVENT } from './month'
import type { Demo } from './prepare'
import { DOOMED, PRODUCTS, STUDIO_NEW_KEY } from './story'
import { waitUntil } from './wait-until'

const DAY_MS = 86_400_000

export async function sendMonth(product: Product, visitor: Visitor, demo: Demo): Promise<void> {
  await atThinkific(product, 'DELETE', `/academy/courses/${DOOMED.id}`)
  let sent = 0
  for (const wave of toWaves(EVENTS)) {
    const ids: string[] = []
    for (const event of wave) {
      sent += 1
      ids.push(await sendEvent(product, demo, event, `demo-${sent}`))
    }
    await logged(visitor, demo, ids)
  }
}

/** Studio's key is reset in Thinkific; this order waits until the new one is entered. */
export async function sendLast(product: Product, visitor: Visitor, demo: Demo): Promise<void> {
  await atThinkific(product, 'PATCH', '/studio/credentials', { apiKey: STUDIO_NEW_KEY })
  await logged(visitor, demo, [await sendEvent(product, demo, LAST_EVENT, `demo-${EVENTS.length + 1}`)])
}

/** In order, with no customer twice in a wave. */
function toWaves(events: DemoEvent[]): DemoEvent[][] {
  const waves: DemoEvent[][] = []
  for (const event of events) {
    const last = waves.at(-1)
    if (last === undefined || last.some(({ email }) => email === event.email)) {
      waves.push([event])
    } else {
      last.push(event)
    }
  }
  return waves
}

/** The hand of a school's owner. What was done already, in a preparation that was interrupted, stays done. */
export async function atThinkific(product: Product, method: string, path: string, body?: unknown): Promise<void> {
  await fetch(`${product.simulator}/simulator/sites${path}`, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  })
}

/** Posts an event and returns its id. */
async function sendEvent(product: Product, demo: Demo, event: DemoEvent, id: string): Promise<string> {
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
  if (response.status !== 202) {
    throw new Error(`The demo's event was refused: ${await response.text()}`)
  }
  return id
}

/** Waits until the log holds these events. Its last column is an event's id. */
function logged(visitor: Visitor, demo: Demo, ids: string[]): Promise<void> {
  return waitUntil(async () => {
    const { text } = await visitor.get(`/m/${demo.marketplace}/logs.csv`)
    return ids.filter((id) => !text.includes(`"${id}"\r\n`)).join(', ')
  })
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

/** Posts the demo's events to the real endpoint, at the times at which they arrived, each once the one before has its outcome. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Webhook } from 'standardwebhooks'
import type { Product } from '../product'
import type { Visitor } from '../visitor'
import { type DemoEvent, EVENTS, IN_OUTAGE, LAST_EVENT } from './month'
import type { Demo } from './prepare'
import { PRODUCTS, STUDIO_NEW_KEY } from './story'

const DAY_MS = 86_400_000
/** From a sale until its event arrives. */
const ON_THE_WAY_MS = 4_000

const LOOK_AGAIN_MS = 5
/** An event is settled well within this. After it, the clock goes on to when it may be tried again. */
const STALLS_MS = 300
/** Each firing's own first retry, then the site's probes on their ladder, with its jitter. */
const RETRIED_AFTER_MS = [13_000, 40_000, 40_000, 150_000, 750_000]
/** On a busy machine, more is needed. */
const LATER_MS = 15_000
/** Five calls of the orders in it, and four probes. */
const OUTAGE = { kind: '522', times: 9, site: 'academy' }
const PATIENCE_MS = 60_000

interface Span {
  /** The end of the month, epoch ms. */
  end: number
  /** What arrived that long ago and less is left out. */
  untilDaysAgo: number
}

/** Sends what was not sent yet. */
export async function sendMonth(product: Product, visitor: Visitor, demo: Demo, span: Span): Promise<void> {
  const { end, untilDaysAgo } = span
  const log = await visitor.get(`/m/${demo.marketplace}/logs.csv`)
  const month = EVENTS.map((event, n) => ({ event, id: `demo-${n + 1}` }))
  const left = month.filter(({ event, id }) => arrivedAgo(event) > untilDaysAgo && !log.text.includes(`"${id}"\r\n`))
  const arrivals = Map.groupBy(left, ({ event }) => arrivedAgo(event))
  for (const [daysAgo, together] of [...arrivals].sort(([one], [other]) => other - one)) {
    await product.clock.set(end - daysAgo * DAY_MS)
    if (together.some(({ event }) => IN_OUTAGE.includes(event))) {
      await atThinkific(product, 'POST', '/faults', OUTAGE)
    }
    await Promise.all(together.map(({ event, id }) => sendEvent(product, demo, event, id, end)))
    await settled(product)
    await visitor.get(`/m/${demo.marketplace}/customers`)
  }
}

/** Studio's key is reset in Thinkific; this order waits until the new one is entered. */
export async function sendLast(product: Product, demo: Demo, end: number): Promise<void> {
  await product.clock.set(end - arrivedAgo(LAST_EVENT) * DAY_MS)
  await atThinkific(product, 'PATCH', '/sites/studio/credentials', { apiKey: STUDIO_NEW_KEY })
  await sendEvent(product, demo, LAST_EVENT, `demo-${EVENTS.length + 1}`, end)
  await settled(product)
}

function arrivedAgo({ daysAgo, arrivedDaysAgo = daysAgo }: DemoEvent): number {
  return arrivedDaysAgo
}

/** The hand of a school's owner, or of what befalls Thinkific. What an interrupted preparation did already stays done. */
export async function atThinkific(product: Product, method: string, path: string, body?: unknown): Promise<void> {
  await fetch(`${product.simulator}/simulator${path}`, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  })
}

async function sendEvent(product: Product, demo: Demo, event: DemoEvent, id: string, end: number): Promise<void> {
  const body = JSON.stringify(bodyOf(event, end))
  const now = new Date(product.clock.now())
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
}

/** Waits until nothing is queued. What Thinkific does not take now is tried again as if the time had passed. */
export async function settled({ stateDir, clock }: Product): Promise<void> {
  const queue = join(stateDir, 'queue')
  const [began, retries] = [Date.now(), [...RETRIED_AFTER_MS]]
  let stalls = began + STALLS_MS
  while (readdirSync(queue).length > 0) {
    if (Date.now() > began + PATIENCE_MS) {
      throw new Error('The demo waited in vain for its events to be settled.')
    }
    if (Date.now() > stalls) {
      await clock.forward(retries.shift() ?? LATER_MS)
      stalls = Date.now() + STALLS_MS
    }
    await sleep(LOOK_AGAIN_MS)
  }
}

function bodyOf(event: DemoEvent, end: number) {
  const { type, daysAgo, email, name, product, order, subscription, role } = event
  return {
    type,
    timestamp: new Date(end - daysAgo * DAY_MS - ON_THE_WAY_MS).toISOString(),
    data: {
      customer: { email, first_name: name[0], last_name: name[1] },
      order: { id: order },
      items: [{ product_id: product, product_name: PRODUCTS[product], role: role ?? 'primary' }],
      ...(subscription ? { subscription: { id: subscription } } : {}),
    },
  }
}

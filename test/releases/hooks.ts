/** A marketplace's endpoint as senders reach it. */
import { exports } from 'cloudflare:workers'
import { Webhook } from 'standardwebhooks'
import { ORIGIN } from './support'

export interface Endpoint {
  id: string
  /** whsec_… */
  signing: string
  /** The one before, which stays valid for a day. */
  signingBefore?: string
  /** The ?key= of senders that cannot sign. */
  key: string
}

export interface Order {
  email: string
  product: string
  order?: string
  subscription?: string
  /** Everything else of the event's data. */
  more?: Record<string, unknown>
}

/** Posts a signed event. @param happened epoch ms, now when left out */
export async function post(endpoint: Endpoint, id: string, type: string, order: Order, happened = Date.now()) {
  const now = new Date()
  const body = JSON.stringify({ type, timestamp: new Date(happened).toISOString(), data: dataOf(order) })
  return send(`${endpoint.id}`, body, {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(endpoint.signing).sign(id, now, body),
  })
}

/** Posts the same without a signature, with the key in the address. */
export async function postWithKey({ id, key }: Endpoint, identity: string, type: string, order: Order) {
  const body = JSON.stringify({ type, timestamp: new Date().toISOString(), data: dataOf(order) })
  return send(`${id}?key=${key}`, body, { 'idempotency-key': identity })
}

/** Posts as SamCart does; a text goes as it is. */
export async function postSamcart({ id, key }: Endpoint, body: unknown) {
  return send(`${id}/samcart?key=${key}`, typeof body === 'string' ? body : JSON.stringify(body), {})
}

/** The answer's status. */
export async function send(path: string, body: string, headers: Record<string, string>): Promise<number> {
  const request = new Request(`${ORIGIN}/hooks/${path}`, { method: 'POST', headers, body })
  const { status } = await exports.default.fetch(request)
  return status
}

function dataOf({ email, product, order, subscription, more }: Order) {
  const [first = ''] = email.split('@')
  return {
    customer: { email, first_name: first.charAt(0).toUpperCase() + first.slice(1), last_name: 'Byron' },
    ...(order ? { order: { id: order } } : {}),
    items: [{ product_id: product }],
    ...(subscription ? { subscription: { id: subscription } } : {}),
    ...more,
  }
}

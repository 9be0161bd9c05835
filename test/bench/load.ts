/** Signed events posted over kept connections, so many at a time, each sent when one before it was answered. */
import { Agent, request } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { percentile } from './figures'

export const ENDPOINT = 'bench-endpoint'
export const SECRET = `whsec_${btoa('a signing secret of 32 bytes....')}`

export interface Round {
  p50: number
  p95: number
  p99: number
  /** Answers a second. */
  rate: number
}

interface Post {
  body: string
  headers: Record<string, string>
}

const webhook = new Webhook(SECRET)
let made = 0

/** A purchase by a new customer. */
export function purchase(n: number, product = 'bench-product'): string {
  return JSON.stringify({
    type: 'product.purchased',
    timestamp: new Date().toISOString(),
    data: {
      customer: { email: `customer${n}@example.com`, first_name: 'Ada', last_name: `Byron ${n}`, id: `c${n}` },
      order: { id: `o${n}` },
      items: [{ product_id: product, product_name: 'Club', role: 'primary' }],
      custom_fields: { Company: 'Acme' },
    },
  })
}

/** Signs a body under the endpoint's secret, as another event each time. */
export function signed(body: string): Post {
  made += 1
  const [id, at] = [`bench-${made}`, new Date()]
  const headers = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': webhook.sign(id, at, body),
  }
  return { body, headers }
}

/** Posts `total` events, `concurrency` at a time. Throws when one is not accepted. */
export async function load(url: URL, concurrency: number, total: number): Promise<Round> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency })
  const posts = Array.from({ length: total }, (_, n) => signed(purchase(n)))
  const took: number[] = []
  const began = performance.now()
  await Promise.all(Array.from({ length: concurrency }, () => drain(agent, url, posts, took)))
  const seconds = (performance.now() - began) / 1000
  agent.destroy()
  return { p50: percentile(took, 0.5), p95: percentile(took, 0.95), p99: percentile(took, 0.99), rate: total / seconds }
}

async function drain(agent: Agent, url: URL, posts: Post[], took: number[]): Promise<void> {
  for (let post = posts.pop(); post !== undefined; post = posts.pop()) {
    const began = performance.now()
    const status = await send(agent, url, post)
    if (status !== 202) {
      throw new Error(`An event was answered ${status}`)
    }
    took.push(performance.now() - began)
  }
}

function send(agent: Agent, { hostname, port }: URL, { body, headers }: Post): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = request(
      { agent, hostname, port, path: `/hooks/${ENDPOINT}`, method: 'POST', headers },
      (response) => response.resume().on('end', () => resolve(response.statusCode ?? 0)),
    )
    sending.on('error', reject).end(body)
  })
}

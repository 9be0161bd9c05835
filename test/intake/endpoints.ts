/** Endpoints for tests: rows in D1 as the Webhook page writes them, and posts signed as a sender would. */
import { env } from 'cloudflare:workers'
import { Webhook } from 'standardwebhooks'
import { seal } from '../../src/secrets/sealing'

export const SIGNING = `whsec_${btoa('a signing secret of 32 bytes....')}`
export const KEY = 'a-key-only-the-sender-knows'

let made = 0

export interface NewEndpoint {
  id: string
  marketplace: string
}

/** An endpoint with one signing secret and one key. */
export async function makeEndpoint(): Promise<NewEndpoint> {
  made += 1
  const endpoint = { id: `ep_${made}_${crypto.randomUUID()}`, marketplace: `store_${made}` }
  await env.DB.prepare('INSERT INTO endpoints (id, marketplace, created_at) VALUES (?, ?, 0)')
    .bind(endpoint.id, endpoint.marketplace)
    .run()
  await addSecret(endpoint, 'signing', SIGNING)
  await addSecret(endpoint, 'key', KEY)
  return endpoint
}

/** One more secret; `validUntil` in epoch ms. */
export async function addSecret(
  endpoint: NewEndpoint,
  kind: 'signing' | 'key',
  plain: string,
  validUntil: number | null = null,
): Promise<void> {
  const id = `${kind}_${crypto.randomUUID()}`
  const sealed = await seal(env.SEALING_KEYS, `endpoint:${endpoint.marketplace}:${endpoint.id}:${id}`, plain)
  await env.DB.prepare('INSERT INTO endpoint_secrets VALUES (?, ?, ?, ?, 0, ?)')
    .bind(id, endpoint.id, kind, sealed, validUntil)
    .run()
}

/** A post signed under `secret`, `age` seconds ago. */
export function signedPost(
  path: string,
  body: string,
  { secret = SIGNING, id = crypto.randomUUID(), age = 0 } = {},
): Request {
  const at = new Date(Date.now() - age * 1000)
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  }
  return new Request(`http://hooks.test/hooks/${path}`, { method: 'POST', body, headers })
}

/** A post with a key in its address. */
export function keyed(path: string, body: string, { key = KEY, headers = {} as Record<string, string> } = {}): Request {
  return new Request(`http://hooks.test/hooks/${path}?key=${encodeURIComponent(key)}`, {
    method: 'POST',
    body,
    headers,
  })
}

/**
 * Standard Webhooks 1.0 (https://github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md): a post's
 * three headers. A signature is HMAC-SHA256 over `id.timestamp.body`.
 */
const HMAC = { name: 'HMAC', hash: 'SHA-256' }
/** 20 bytes are enough to rule out that two posts of one integration share an id. */
const ID_BYTES = 20

/** @param secrets `whsec_…`; one signature each @param now epoch ms */
export async function signPost(
  id: string,
  body: string,
  secrets: readonly string[],
  now: number,
): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(now / 1000))
  const content = new TextEncoder().encode(`${id}.${timestamp}.${body}`)
  const signatures = await Promise.all(secrets.map((secret) => sign(secret, content)))
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}

/** The same for each attempt of an entry, so that a receiver recognizes a repeat. Without a full stop, which joins the parts of the signed text. */
export async function toWebhookId(marketplace: string, entry: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${marketplace} ${entry}`))
  const hex = Array.from(new Uint8Array(hash, 0, ID_BYTES), (byte) => byte.toString(16).padStart(2, '0'))
  return `msg_${hex.join('')}`
}

async function sign(secret: string, content: Uint8Array): Promise<string> {
  const bytes = Uint8Array.from(atob(secret.replace('whsec_', '')), (letter) => letter.charCodeAt(0))
  const key = await crypto.subtle.importKey('raw', bytes, HMAC, false, ['sign'])
  const mac = await crypto.subtle.sign('HMAC', key, content as BufferSource)
  return `v1,${btoa(String.fromCharCode(...new Uint8Array(mac)))}`
}

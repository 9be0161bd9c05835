/** Standard Webhooks 1.0 signatures (five minutes' tolerance, the library's), or the key of senders that cannot sign. */
import { Webhook } from 'standardwebhooks'
import type { OpenSecret, Post, Proof } from '../dialect'
import { authenticateKey } from '../key'

const HEADERS = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const

/** Tries every valid secret, so that a rotation loses nothing. */
export async function authenticate(post: Post, secrets: OpenSecret[]): Promise<Proof> {
  const signature = authenticateSignature(post, secrets)
  if (signature.by !== null || post.key === null) return signature
  return authenticateKey(post, secrets)
}

function authenticateSignature(post: Post, secrets: OpenSecret[]): Proof {
  const headers: Record<string, string> = {}
  for (const name of HEADERS) {
    const value = post.headers.get(name)
    if (value === null) return { by: null, reason: `The ${name} header is missing, and the address has no key.` }
    headers[name] = value
  }
  let reason = 'The signature does not match any valid secret of this endpoint.'
  for (const secret of secrets) {
    if (secret.kind !== 'signing') continue
    try {
      new Webhook(secret.plain).verify(post.body, headers, { jsonParse: false })
      return { by: 'signature' }
    } catch (error) {
      if (String(error).includes('timestamp')) {
        reason = 'The webhook-timestamp header is more than five minutes away from our clock.'
      }
    }
  }
  return { by: null, reason }
}

/** Standard Webhooks 1.0 signatures, or the key of senders that cannot sign. */

import { authenticateKey } from '../key'
import type { OpenSecret, Post, Proof } from '../sender'
import { isSignedBy, isTimely } from '../signature'

/** Tries every valid secret, so that a rotation loses nothing. */
export async function authenticate(post: Post, secrets: OpenSecret[]): Promise<Proof> {
  const signature = await authenticateSignature(post, secrets)
  if (signature.by !== null || post.key === null) {
    return signature
  }
  return authenticateKey(post, secrets)
}

async function authenticateSignature({ headers, body, receivedAt }: Post, secrets: OpenSecret[]): Promise<Proof> {
  const [id, timestamp, signatures] = [
    headers.get('webhook-id'),
    headers.get('webhook-timestamp'),
    headers.get('webhook-signature'),
  ]
  if (id === null) {
    return missingHeader('webhook-id')
  }
  if (timestamp === null) {
    return missingHeader('webhook-timestamp')
  }
  if (signatures === null) {
    return missingHeader('webhook-signature')
  }
  if (!isTimely(timestamp, receivedAt)) {
    return { by: null, reason: 'The webhook-timestamp header is more than five minutes away from our clock.' }
  }
  for (const secret of secrets) {
    if (secret.kind === 'signing' && (await isSignedBy(secret, { id, timestamp, signatures, body }))) {
      return { by: 'signature' }
    }
  }
  return { by: null, reason: 'The signature does not match any valid secret of this endpoint.' }
}

function missingHeader(header: string): Proof {
  return { by: null, reason: `The ${header} header is missing, and the address has no key.` }
}

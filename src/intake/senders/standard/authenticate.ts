import { authenticateKey } from '../key'
import type { OpenSecret, Post, Proof } from '../sender'
import { explainTimestamp } from '../signature-timestamp'
import { isSignedBy } from '../standard-webhooks-signature'
import { readSignedHeaders } from './signed-headers'

/** Tries every valid secret, so that a rotation loses nothing. */
export function authenticate(post: Post, secrets: OpenSecret[]): Promise<Proof> {
  return post.key === null ? authenticateSignature(post, secrets) : authenticateEither(post, secrets)
}

async function authenticateEither(post: Post, secrets: OpenSecret[]): Promise<Proof> {
  const signature = await authenticateSignature(post, secrets)
  return signature.by === null ? authenticateKey(post, secrets) : signature
}

async function authenticateSignature(
  { headers, body, bytes, receivedAt }: Post,
  secrets: OpenSecret[],
): Promise<Proof> {
  const { id, timestamp, signatures } = readSignedHeaders(headers)
  if (id === null) {
    return missingHeader('webhook-id')
  }
  if (timestamp === null) {
    return missingHeader('webhook-timestamp')
  }
  if (signatures === null) {
    return missingHeader('webhook-signature')
  }
  const untimely = explainTimestamp(timestamp, receivedAt)
  if (untimely !== null) {
    return { by: null, reason: untimely }
  }
  for (const secret of secrets) {
    if (secret.kind === 'signing' && (await isSignedBy(secret, { id, timestamp, signatures, body: bytes ?? body }))) {
      return { by: 'signature', secret: secret.id, sentAt: Number(timestamp) * 1000 }
    }
  }
  const reason =
    'The signature does not match any valid secret of this endpoint. Sign id.timestamp.body, with the body exactly as it is sent.'
  return { by: null, reason }
}

function missingHeader(header: string): Proof {
  return { by: null, reason: `The ${header} header is missing, and the address has no key.` }
}

import { cleanId } from '../../reading/text'
import type { Post, Proof } from '../sender'

/**
 * Signed: the webhook-id. With a key: the Idempotency-Key, else the body's id. An unsigned webhook-id proves nothing
 * and is ignored.
 */
export function identity(value: unknown, post: Post, proof: Proof): string | null {
  if (proof.by === 'signature') {
    return cleanId(post.headers.get('webhook-id'))
  }
  return cleanId(post.headers.get('idempotency-key')) ?? cleanId(bodyId(value))
}

function bodyId(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : null
}

/** A signed post is its webhook-id; one with a key its Idempotency-Key, else its body's id, else nothing. */
import { cleanId } from '../../reading/text'
import type { Post, Proof } from '../sender'

/** The sender's id of the event; null when there is none. An unsigned webhook-id header proves nothing and is not read. */
export function identity(value: unknown, post: Post, proof: Proof): string | null {
  if (proof.by === 'signature') {
    return cleanId(post.headers.get('webhook-id'))
  }
  return cleanId(post.headers.get('idempotency-key')) ?? cleanId(bodyId(value))
}

function bodyId(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : null
}

/** A signed post is its webhook-id; one with a key its Idempotency-Key, else its body's id, else nothing. */
import { identifier } from '../../reading/text'
import type { Post, Proof } from '../sender'

/** The sender's id of the event; null when there is none. An unsigned webhook-id header proves nothing and is not read. */
export function identity(value: unknown, post: Post, proof: Proof): string | null {
  if (proof.by === 'signature') return identifier(post.headers.get('webhook-id'))
  return identifier(post.headers.get('idempotency-key')) ?? identifier(ownId(value))
}

function ownId(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : null
}

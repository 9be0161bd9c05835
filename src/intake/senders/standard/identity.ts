import { cleanId } from '../../reading/text'
import type { Post, Proof } from '../sender'
import { readSignedId } from './signed-headers'

/** The webhook-id if signed (unsigned it proves nothing), else the Idempotency-Key, else the body's id. */
export function identity(value: unknown, post: Post, proof: Proof): string | null {
  if (proof.by === 'signature') {
    return cleanId(readSignedId(post.headers))
  }
  return cleanId(post.headers.get('idempotency-key')) ?? cleanId(bodyId(value))
}

function bodyId(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : null
}

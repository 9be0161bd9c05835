import { toObject } from '../../reading/field-reader'
import { cleanId } from '../../reading/text'
import type { Post, Proof } from '../sender'
import { readSignedId } from './signed-headers'

/** The webhook-id if signed (unsigned it proves nothing), else the Idempotency-Key, else the body's id. */
export function identity(value: unknown, post: Post, proof: Proof): string | null {
  if (proof.by === 'signature') {
    return cleanId(readSignedId(post.headers))
  }
  return cleanId(unquote(post.headers.get('idempotency-key'))) ?? cleanId(bodyId(value))
}

/** The header's draft standard (draft-ietf-httpapi-idempotency-key-header) has the key in quotes, and most senders leave them out. */
function unquote(key: string | null): string | null {
  return key?.trim().replace(/^"(.*)"$/, '$1') ?? null
}

/** Beside fields that are not wrapped in `data`, an id is an order's, a customer's or a line's. */
function bodyId(value: unknown): unknown {
  const body = toObject(value)
  return body === null || toObject(body.data) === null ? null : body.id
}

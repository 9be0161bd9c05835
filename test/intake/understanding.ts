/** Posts for pure tests: put into our words without a network, a queue or a clock. */
import type { Dialect } from '../../src/intake/dialect'
import type { Post, Proof } from '../../src/intake/senders/sender'
import { type Understanding, understand } from '../../src/intake/understand'
import type { MarketEvent } from '../../src/model/event'
import type { Trigger } from '../../src/model/trigger'

export const ARRIVAL = Date.parse('2026-11-20T10:16:00Z')
const PLACE = { marketplace: 'store', endpoint: 'ep_1' }

/** What a body says, as a post that proved itself by its key. */
export function understandPost(
  dialect: Dialect,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Understanding> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const post: Post = { headers: new Headers(headers), key: 'key', body: text, receivedAt: ARRIVAL }
  const proof: Proof = headers['webhook-id'] ? { by: 'signature' } : { by: 'key' }
  return understand(dialect, post, proof, PLACE)
}

/** The same, for a post that must be understood. */
export async function toEvent(dialect: Dialect, body: unknown): Promise<MarketEvent & { type: Trigger }> {
  const { event, refusal } = await understandPost(dialect, body)
  if (event.type === null) {
    throw new Error(refusal?.detail ?? event.problem ?? 'not understood')
  }
  return { ...event, type: event.type }
}

/** Posts for pure tests: put into our words without a network, a queue or a clock. */
import type { Format } from '../../src/intake/formats/format'
import { HOOK_ROUTES } from '../../src/intake/hook-routes'
import type { Post, Proof } from '../../src/intake/senders/sender'
import { type Understanding, understand } from '../../src/intake/understand'
import type { MarketEvent } from '../../src/model/event'
import type { EventType } from '../../src/model/event-type'

export const ARRIVAL = Date.parse('2026-11-20T10:16:00Z')

/** What a body says, as a post that proved itself by its key. */
export async function understandPost(
  format: Format,
  body: unknown,
  headers: Record<string, string> = {},
  sentAt?: number,
): Promise<Understanding> {
  const route = HOOK_ROUTES.all.find((one) => one.format === format)
  if (route === undefined) {
    throw new Error(`no address takes ${format.name}`)
  }
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const post: Post = { headers: new Headers(headers), key: 'key', body: text, receivedAt: ARRIVAL }
  const proof: Proof = headers['webhook-id'] ? { by: 'signature' } : { by: 'key' }
  return understand(format, text, {
    marketplace: 'store',
    source: { kind: 'endpoint', endpoint: 'ep_1', sender: route.sender.name, format: format.name },
    receivedAt: ARRIVAL,
    sentAt,
    identity: (value) => route.sender.identity(value, post, proof),
  })
}

/** The same, for a post that must be understood. */
export async function toEvent(format: Format, body: unknown): Promise<MarketEvent & { type: EventType }> {
  const { event, refusal } = await understandPost(format, body)
  if (event.type === null) {
    throw new Error(refusal?.detail ?? event.problem ?? 'not understood')
  }
  return { ...event, type: event.type }
}

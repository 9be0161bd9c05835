/** Events that a person reports, or a program in their place: what no sender posted. */
import { type Author, recordDeed } from '../accounts/audit-line'
import type { Env } from '../env'
import { type CommandResult, type Refusal, refuseWith } from '../model/command-result'
import { labelEvent } from '../model/event-type'
import { enqueue } from './enqueue'
import { standard } from './formats/standard'
import { findMarketplaceEndpoint } from './store'
import { understandValue } from './understand'

const refuse = refuseWith({
  'not sent': 'The event could not be sent just now. Nothing happened; try again.',
})

/** Puts an event, worded as by a standard sender, where those of senders go; the same id again is a repeat. */
export async function postEvent(
  env: Pick<Env, 'DB' | 'EVENTS' | 'JOURNAL'>,
  author: Author,
  { id, body }: { id: string; body: object },
): Promise<CommandResult<'not sent' | 'not an event', { event: string; ignored: string[] }>> {
  const { marketplace } = author
  const endpoint = await findMarketplaceEndpoint(env.DB, marketplace)
  const { event, refusal } = understandValue(standard, body, {
    marketplace,
    source: { kind: 'person' },
    receivedAt: Date.now(),
    delinquentAt: endpoint?.delinquentAt ?? undefined,
    identity: () => id,
  })
  if (refusal !== null || event.type === null) {
    return refuseEvent(refusal?.detail ?? event.problem ?? '')
  }
  if (!(await enqueue(event, env))) {
    return refuse('not sent')
  }
  const what = `an event, ${labelEvent(event.type)} of product ${event.items.map(({ productId }) => productId).join(', ')}`
  await recordDeed(env.DB, author, `posted event ${marketplace} ${event.id}`, { did: 'posted', what, link: '/logs' })
  return { ok: true, event: event.id, ignored: event.ignored ?? [] }
}

function refuseEvent(sentence: string): Refusal<'not an event'> {
  return { ok: false, reason: 'not an event', sentence }
}

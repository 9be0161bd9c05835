/**
 * What a settlement changed of access, as events of their own for the rules that listen (category Access). Their ids
 * follow from what brought them about, so that whatever is delivered or sent twice makes the same events.
 */
import { createHash } from 'node:crypto'
import { ERASED } from '../journal/customers/erasure'
import { parseEntryId } from '../journal/storage/keys'
import { withTimeout } from '../limits/timeout'
import type { AccessChange, EventAccess } from '../model/access'
import { EVENT_VERSION, type MarketEvent, toStoredReports, toStoredSource } from '../model/event'
import { toEventMessage } from '../model/message'
import type { Rule } from '../model/rule'
import { type AccessTrigger, labelTrigger } from '../model/trigger'
import { isListening } from '../rules/match'
import type { CandidateTrigger } from './candidate-triggers'
import { D1_ANSWERS_MS, type DispatchPorts, JOURNAL_ANSWERS_MS, QUEUE_TAKES_MS } from './ports'

/** What brought changes of access about. */
export interface AccessCause {
  event: MarketEvent
  item: number
  /** A retry of a firing is another; null for an event without a rule. */
  firing: string | null
  integration: EventAccess['integration']
  changes: AccessChange[]
}

const SEND_AT_ONCE = 100
const DIGITS = 27

/** Throws where neither the queue nor the journal takes them. */
export async function sendAccessEvents(
  marketplace: string,
  causes: AccessCause[],
  ports: DispatchPorts,
): Promise<void> {
  // Erased meanwhile: there is no one to post about.
  const known = causes.filter(({ event }) => event.customer?.email.startsWith(ERASED) === false)
  const made = known.flatMap(buildAccessEvents)
  if (made.length === 0) {
    return
  }
  const { rules } = await withTimeout(D1_ANSWERS_MS, ports.settings(made.flatMap(listWanted), []))
  const events = made.filter((event) => isHeard(event, rules))
  for (let at = 0; at < events.length; at += SEND_AT_ONCE) {
    await sendOrKeep(marketplace, events.slice(at, at + SEND_AT_ONCE), ports)
  }
}

/** An open end is foreseen as well: its reminder and its end are events that wait for their day. */
function buildAccessEvents(cause: AccessCause): MarketEvent[] {
  return cause.changes.flatMap((change) => {
    const { is, end } = change
    const foreseen = end === null ? [] : (['access.ends_soon', 'access.ended'] as const)
    return [
      ...(is === 'moved' ? [] : [buildEvent(cause, change, `access.${is}`)]),
      ...foreseen.map((type) => buildEvent(cause, change, type, true)),
    ]
  })
}

function buildEvent(
  { event, item: index, firing, integration }: AccessCause,
  { target, end, at, email }: AccessChange,
  type: AccessTrigger,
  foreseen = false,
): MarketEvent {
  const item = event.items[index] ?? event.items[0]
  const run = type === 'access.failed' ? 1 : (parseEntryId(firing ?? '')?.run ?? 1)
  const { customer } = event
  const cause = [type, event.id, customer?.email, index, integration.kind, integration.site, target.kind, target.id]
  const id = hash([...cause, run, foreseen ? end : null])
  return {
    v: EVENT_VERSION,
    id: `access-${id}`,
    marketplace: event.marketplace,
    ...toStoredSource({ kind: 'access' }),
    ...toStoredReports('triggers'),
    type,
    typeWord: labelTrigger(type),
    problem: null,
    happenedAt: at,
    receivedAt: at,
    test: event.test,
    customer: email === undefined ? customer : { email, firstName: null, lastName: null, id: null },
    orderId: event.orderId,
    items: item === undefined ? [] : [{ ...item, fingerprint: null }],
    customFields: event.customFields,
    access: { target, integration, endsAt: end, ...(foreseen ? { foreseen } : {}) },
    body: '',
  }
}

function hash(parts: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, DIGITS)
}

function listWanted({ marketplace, items, type }: MarketEvent): CandidateTrigger[] {
  return items.map(({ productId }) => ({
    marketplace,
    product: productId,
    trigger: type as AccessTrigger,
    nameless: false,
  }))
}

function isHeard({ marketplace, items, type }: MarketEvent, rules: Rule[]): boolean {
  return rules.some(
    (rule) =>
      rule.on &&
      rule.marketplace === marketplace &&
      items.some(({ productId }) => isListening(rule, type as AccessTrigger, productId)),
  )
}

/** While the queue refuses, the journal keeps them, as it keeps what came in. */
async function sendOrKeep(marketplace: string, events: MarketEvent[], ports: DispatchPorts): Promise<void> {
  const messages = events.map(toEventMessage)
  try {
    await withTimeout(QUEUE_TAKES_MS, ports.send(messages, 0))
  } catch (error) {
    ports.log({ at: 'dispatch.access', marketplace, events: events.length, error: String(error) })
    const journal = ports.journal(marketplace)
    await withTimeout(JOURNAL_ANSWERS_MS, Promise.all(events.map((event) => journal.fallback(event))))
  }
}

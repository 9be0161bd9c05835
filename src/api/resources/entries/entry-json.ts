/** An entry of the log as JSON. */
import type { Entry, LogRow } from '../../../journal/queries'
import { fullName } from '../../../model/event'
import { toTime } from '../../contract/values'

export function toRowJson(row: LogRow) {
  const { id, event, outcome, sentence, trigger, customer, product, rule, integration, action, target, waiting } = row
  return {
    id,
    event,
    at: toTime(row.at),
    happened_at: toTime(row.happenedAt),
    received_at: toTime(row.receivedAt),
    outcome,
    sentence,
    trigger,
    type: row.said ?? row.typeWord,
    customer,
    product,
    order: row.orderId,
    subscription: row.subscriptionId,
    rule,
    integration: integration && { id: integration.id, name: integration.name },
    action,
    target,
    test: row.test,
    repeats: row.repeats,
    resolved: row.resolved ? { how: row.resolved.how, at: toTime(row.resolved.at), person: row.resolved.person } : null,
    waiting: waiting && {
      at: toTime(waiting.at),
      since: toTime(waiting.since),
      reason: waiting.reason,
      parked: waiting.parked,
    },
  }
}

export function toEntryJson(entry: Entry) {
  const { marketEvent, attempts, attemptsKept, asked, siblings, buttons } = entry
  return {
    ...toRowJson(entry),
    source: entry.source.kind,
    ignored: marketEvent.ignored ?? [],
    customer_name: fullName(marketEvent.customer),
    body: marketEvent.body,
    attempts: attempts.map(({ at, took, ...rest }) => ({ at: toTime(at), took_ms: took, ...rest })),
    attempts_kept: attemptsKept,
    asked: asked.map(({ did, person, at }) => ({ did, person, at: toTime(at) })),
    siblings: siblings.map(({ id }) => id),
    may: buttons,
  }
}

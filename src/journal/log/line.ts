/** A log line built from a receipt and one of its results, and the text a search looks at. */

import { trimEmail } from '../../model/email'
import { formatOf, fullName, isFromSender, type MarketEvent, sourceOf } from '../../model/event'
import { type EventType, hasOwnName, labelEvent, mainTrigger } from '../../model/event-type'
import { instructionOf, nameSource } from '../../model/instruction'
import { DONE, FAILED, NOTHING_TO_DO, type Outcome } from '../../model/outcome'
import type { LogRow, OutcomeGroup, WaitState } from '../queries'
import type { Receipt, Result } from '../receipts/receipt'
import { entryId } from '../storage/keys'

/** Shown until the site reports more. */
const QUEUED = 'Queued; it runs in a moment.'

/** @param waiting the reason it waits, once known */
export function toLine(receipt: Receipt, result: Result, waiting: (WaitState & { sentence: string }) | null): LogRow {
  const { event } = receipt
  const instruction = result.firing && instructionOf(result.firing)
  const item = event.items[result.firing?.item ?? 0]
  const open = result.outcome === null
  return {
    id: entryId(receipt.key, result.n),
    event: event.id,
    at: result.at ?? event.receivedAt,
    happenedAt: result.firing?.happenedAt ?? event.happenedAt,
    receivedAt: event.receivedAt,
    outcome: result.outcome ?? 'waiting',
    sentence: open ? (waiting?.sentence ?? QUEUED) : result.sentence,
    trigger: result.firing?.trigger ?? (event.type === null ? null : mainTrigger(event.type)),
    ...(saysMore(event.type, result) ? { said: event.type } : {}),
    typeWord: event.typeWord,
    ...(event.type === null ? withFormat(event) : {}),
    customer: event.customer === null ? null : { email: event.customer.email, name: fullName(event.customer) },
    product: item === undefined ? null : { id: item.productId, name: item.productName },
    orderId: event.orderId,
    subscriptionId: item?.subscription?.id ?? null,
    rule: instruction && nameSource(instruction),
    integration: instruction?.integration ?? null,
    action: instruction?.action ?? null,
    target: instruction?.target ?? null,
    test: event.test === true,
    madeHere: !isFromSender(event),
    repeats: receipt.repeats,
    ...(result.resolved === undefined ? {} : { resolved: result.resolved }),
    waiting: open ? toWaitState(waiting, event.receivedAt) : null,
    ...(open && result.granted ? { granted: true } : {}),
  }
}

function withFormat(event: MarketEvent): Pick<LogRow, 'format'> {
  const format = formatOf(sourceOf(event))
  return format === null ? {} : { format }
}

/** A chargeback fires Product Refunded, and is still called a chargeback. */
function saysMore(type: EventType | null, { firing }: Result): type is EventType {
  return type !== null && hasOwnName(type) && (firing === null || firing.trigger === mainTrigger(type))
}

/** In lower case. */
export function toSearchText(row: LogRow): string {
  const { customer, product, rule, target, integration } = row
  return normalizeText(
    [
      ...[customer?.email, customer?.name, product?.id, product?.name, rule?.name, target?.name, target?.id],
      ...[row.event, row.orderId, row.subscriptionId, integration?.name, row.typeWord, row.outcome, row.sentence],
      row.said && labelEvent(row.said),
    ]
      .filter((word) => word != null)
      .join('\n'),
  )
}

function normalizeText(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

/** The search text, without what pasting leaves around it. */
export function normalizeSearch(typed: string): string {
  return normalizeText(trimEmail(typed))
}

export function expandOutcome(outcome: Outcome | OutcomeGroup): readonly Outcome[] {
  switch (outcome) {
    case 'done':
      return DONE
    case 'nothing to do':
      return NOTHING_TO_DO
    case 'failed':
      return FAILED
    default:
      return [outcome]
  }
}

function toWaitState(waiting: (WaitState & { sentence: string }) | null, since: number): WaitState {
  if (waiting === null) {
    return { at: since, since, reason: 'busy', parked: false }
  }
  const { at, since: began, reason, parked } = waiting
  return { at, since: began, reason, parked }
}

/** Why no integration was called, in sentences that answer "why wasn't she enrolled?". */
import type { EventItem, MarketEvent } from '../../model/event'
import { type EventType, hasOwnName, labelEvent } from '../../model/event-type'
import type { FiredTrigger, Firing } from '../../model/firing'
import { instructionOf, nameSource } from '../../model/instruction'
import { type AccessTrigger, isCourseTrigger, labelTrigger, type StoreTrigger, type Trigger } from '../../model/trigger'

const HAPPENINGS: Record<StoreTrigger | AccessTrigger, string> = {
  'product.purchased': 'purchases of',
  'product.refunded': 'refunds of',
  'product.partially_refunded': 'partial refunds of',
  'subscription.canceled': 'canceled subscriptions to',
  'subscription.charged': 'subscription payments for',
  'subscription.charge_failed': 'failed payments for',
  'subscription.delinquent': 'delinquent subscriptions to',
  'subscription.recovered': 'recovered payments for',
  'subscription.restarted': 'restarted subscriptions to',
  'subscription.completed': 'completed subscriptions to',
  'access.given': 'access given by',
  'access.ended': 'ended access by',
  'access.failed': 'failed access by',
  'access.ends_soon': 'the coming end of access by',
}

/** For an event that fired nothing, or nothing a rule matches. */
export function explainNoRule(event: MarketEvent, fired: FiredTrigger[][]): string {
  const labels = event.items.flatMap((item, index) =>
    (fired[index] ?? []).map((one) => `${describeHappening(one.trigger)} ${productName(item)}`),
  )
  if (labels.length === 0) {
    return 'No rule can act on this event.'
  }
  const said = event.type !== null && hasOwnName(event.type) ? `${labelEvent(event.type)}: no` : 'No'
  return `${said} rule handles ${joinWords(labels)}.`
}

export function explainNotUnderstood(event: MarketEvent): string {
  return event.problem ?? `We don’t know what “${event.typeWord}” means, so nothing was done.`
}

export function explainRepeat(): string {
  return 'An earlier post already reported this.'
}

export function explainPostedBefore(): string {
  return 'It was posted when its store reported it.'
}

export function explainIgnoredWord(event: MarketEvent, person: string): string {
  return event.typeWord === '' ? `Ignored by ${person}.` : `“${event.typeWord}” was ignored by ${person}.`
}

export function explainReadAs(event: MarketEvent, type: EventType, person: string): string {
  return `“${event.typeWord}” is read as ${labelEvent(type)} by ${person}.`
}

export function explainSkippedTest(firing: Firing): string {
  return `A test order, and the rule “${nameSource(instructionOf(firing)).name}” skips those.`
}

export function explainRuleOff(firing: Firing): string {
  return `The rule “${nameSource(instructionOf(firing)).name}” was switched off or deleted while this was waiting, so nothing was done.`
}

export function explainIntegrationDeleted(name: string): string {
  return `The integration “${name}” was deleted while this was waiting, so nothing was done.`
}

export function explainGivenUp(person: string): string {
  return `Given up by ${person}.`
}

export function explainChosen(person: string): string {
  return `${person} chose the purchase. The event changed no access.`
}

export function explainErasure(): string {
  return 'The customer’s data was erased.'
}

export function explainCanceledByErasure(): string {
  return 'Canceled, since the customer’s data was erased.'
}

function productName(item: EventItem): string {
  return item.productName ?? `product ${item.productId}`
}

function joinWords(words: string[]): string {
  const unique = [...new Set(words)]
  const last = unique.pop() ?? ''
  return unique.length === 0 ? last : `${unique.join(', ')} or ${last}`
}

function describeHappening(trigger: Trigger): string {
  return isCourseTrigger(trigger) ? `${labelTrigger(trigger)} of` : HAPPENINGS[trigger]
}

/** What came of a deletion. @param ended entries that waited */
export function describeDeleted(name: string, ended: number): string {
  const waited = ended === 0 ? '' : ` ${ended} waiting ${ended === 1 ? 'entry' : 'entries'} ended with it.`
  return `${name} is deleted.${waited}`
}

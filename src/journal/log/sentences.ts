/** The journal's own sentences: why nothing was asked of Thinkific. Each answers "why wasn't she enrolled?". */
import type { EventItem, MarketEvent } from '../../model/event'
import type { Fired, Firing } from '../../model/firing'
import { TRIGGER_LABELS } from '../../model/trigger'

/** For an event that fired nothing, or nothing that a rule listens for. */
export function whyNothing(event: MarketEvent, fired: Fired[][]): string {
  const heard = event.items.flatMap((item, index) =>
    (fired[index] ?? []).map((one) => `${TRIGGER_LABELS[one.trigger]} of ${productName(item)}`),
  )
  return heard.length > 0 ? `No rule listens for ${listed(heard)}.` : 'Nothing follows from this event.'
}

export function notUnderstood(event: MarketEvent): string {
  return event.problem ?? `“${event.typeWord}” is no event Enrollwire knows, so nothing was done.`
}

export function skippedTest(firing: Firing): string {
  return `A test order, and the rule “${firing.rule.name}” skips those.`
}

export function ruleWentOff(firing: Firing): string {
  return `The rule “${firing.rule.name}” was switched off or deleted while this was waiting, so nothing was done.`
}

export function givenUp(person: string): string {
  return `Given up by ${person}.`
}

export function dataErased(): string {
  return 'The customer’s data was erased.'
}

export function canceledByErasure(): string {
  return 'Canceled, since the customer’s data was erased.'
}

function productName(item: EventItem): string {
  return item.productName ?? `product ${item.productId}`
}

function listed(words: string[]): string {
  const unique = [...new Set(words)]
  const last = unique.pop() ?? ''
  return unique.length === 0 ? last : `${unique.join(', ')} or ${last}`
}

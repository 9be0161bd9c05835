/** Explains which rules an event fires, and why others don't. Pure. */
import type { MarketEvent } from '../model/event'
import { mainTrigger } from '../model/event-type'
import type { FiredTrigger, Firing } from '../model/firing'
import { EVERY_PRODUCT, type Rule } from '../model/rule'
import { labelTrigger } from '../model/trigger'
import { isActing, isListening, match } from './match'

export type Explanation = { rule: Rule; fires: true; firing: Firing } | { rule: Rule; fires: false; why: string }

/** In the given order; a rule that fires for several items explains the first. @param fired triggers per item @param receipt the event's, if it has one */
export function explain(
  event: MarketEvent,
  fired: FiredTrigger[][],
  rules: Rule[],
  receipt: string = event.id,
): Explanation[] {
  const firings = match(event, fired, rules, receipt)
  return rules.map((rule) => {
    const own = firings.filter((firing) => firing.rule.id === rule.id)
    const acting = own.find((firing) => firing.yieldsTo === null && isActing(firing, event))
    return acting === undefined
      ? { rule, fires: false, why: explainIdle(event, fired, rule, own[0], firings) }
      : { rule, fires: true, firing: acting }
  })
}

/** Triggers by the event's own type, for events no journal has seen. Delinquent implies Canceled. */
export function triggersOfEvent({
  type,
  happenedAt,
  items,
}: Pick<MarketEvent, 'type' | 'happenedAt' | 'items'>): FiredTrigger[][] {
  const own = type === null ? null : mainTrigger(type)
  if (own === null) {
    return items.map(() => [])
  }
  const triggers = own === 'subscription.delinquent' ? ([own, 'subscription.canceled'] as const) : [own]
  return items.map(() => triggers.map((trigger) => ({ trigger, happenedAt, impliedBy: null })))
}

export function explainYield({ rule, trigger }: Firing): string {
  const why =
    rule.product === EVERY_PRODUCT
      ? `it runs on ${labelTrigger(trigger)}, and the cancellation is only part of that`
      : 'a product’s own rule takes precedence over one for all products'
  return `“${rule.name}” decides about ${rule.target.name}: ${why}.`
}

function explainIdle(
  event: MarketEvent,
  fired: FiredTrigger[][],
  rule: Rule,
  own: Firing | undefined,
  all: Firing[],
): string {
  if (rule.marketplace !== event.marketplace) {
    return 'It belongs to another marketplace.'
  }
  if (own === undefined) {
    return explainUnmatched(event, fired, rule)
  }
  if (!rule.on) {
    return 'It is switched off: its entry in the log would say what it would have done.'
  }
  if (!isActing(own, event)) {
    return 'This is a test order, and the rule skips those.'
  }
  const decider = all.find((firing) => firing.id === own.yieldsTo)
  return decider === undefined ? 'Nothing is left for it to do.' : explainYield(decider)
}

function explainUnmatched(event: MarketEvent, fired: FiredTrigger[][], rule: Rule): string {
  const ofProduct = event.items.some((item) => rule.product === EVERY_PRODUCT || rule.product === item.productId)
  const triggers = [...new Set(fired.flat().map((one) => one.trigger))]
  if (!triggers.includes(rule.trigger)) {
    const labels = triggers.map((trigger) => labelTrigger(trigger)).join(' and ')
    return `It runs on ${labelTrigger(rule.trigger)}, and this event ${labels ? `is ${labels}` : 'triggers nothing'}.`
  }
  if (!ofProduct) {
    return `It is for product ${rule.product}, which this event is not about.`
  }
  const elsewhere = event.items.some((item) => isListening(rule, rule.trigger, item.productId))
  return elsewhere
    ? `${labelTrigger(rule.trigger)} is about another product of this event, not the rule’s.`
    : 'This event does not concern it.'
}

/** A rule read aloud: "When Power Yoga is purchased, enroll the customer in Course Two." */
import type { Action, Phrase } from '../model/action'
import type { Trigger } from '../model/trigger'

const WHEN: Record<Trigger, Phrase> = {
  'product.purchased': ['When ', ' is purchased'],
  'product.refunded': ['When ', ' is refunded'],
  'product.partially_refunded': ['When ', ' is partially refunded'],
  'subscription.canceled': ['When a subscription to ', ' is canceled'],
  'subscription.charged': ['When a subscription to ', ' is charged'],
  'subscription.charge_failed': ['When a subscription payment for ', ' fails'],
  'subscription.delinquent': ['When a subscription to ', ' becomes delinquent'],
  'subscription.recovered': ['When a failed subscription payment for ', ' is recovered'],
  'subscription.restarted': ['When a subscription to ', ' is restarted'],
  'subscription.completed': ['When a subscription to ', ' is completed'],
}

/** Around the product's name. */
export function phraseTrigger(trigger: Trigger): Phrase {
  return WHEN[trigger]
}

/** The whole sentence as plain text. */
export function phraseRule(
  rule: { trigger: Trigger; action: Action; removeAlways: boolean },
  product: string,
  target: string,
): string {
  const [when, then] = [phraseTrigger(rule.trigger), rule.action.phrase(rule.trigger, rule.removeAlways)]
  return `${when[0]}${product}${when[1]}, ${then[0]}${target}${then[1]}.`
}

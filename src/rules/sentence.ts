/** Rules in words: "When Power Yoga is purchased, enroll the customer in Course Two." */
import { type Action, isCreateAction } from '../model/rule'
import { ENDING_TRIGGERS, type Trigger } from '../model/trigger'

/** Split around a name, so that pages can emphasize it. */
type Phrase = readonly [before: string, after: string]

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

/** Around the target's name. */
export function phraseAction(trigger: Trigger, action: Action, removeAlways = false): Phrase {
  if (isCreateAction(action)) {
    return ['enroll the customer in ', '']
  }
  return ENDING_TRIGGERS.has(trigger) && !removeAlways
    ? ['end the access to ', ' that this purchase gave']
    : ['end the customer’s access to ', ', whatever gave it']
}

export function phraseRule(
  rule: { trigger: Trigger; action: Action; removeAlways: boolean },
  product: string,
  target: string,
) {
  const [when, then] = [phraseTrigger(rule.trigger), phraseAction(rule.trigger, rule.action, rule.removeAlways)]
  return `${when[0]}${product}${when[1]}, ${then[0]}${target}${then[1]}.`
}

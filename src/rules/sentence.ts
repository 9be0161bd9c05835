/** A rule read aloud: "When Power Yoga is purchased, enroll the customer in Course Two." */
import type { Action, Phrase } from '../model/action'
import { formatCalendarDate } from '../model/calendar-date'
import type { RuleOptions } from '../model/rule'
import {
  type AccessTrigger,
  ENDING_TRIGGERS,
  isCourseTrigger,
  labelTrigger,
  type StoreTrigger,
  type Trigger,
} from '../model/trigger'
import { countDays } from './describe'

const WHEN: Record<StoreTrigger | AccessTrigger, Phrase> = {
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
  'access.given': ['When ', ' gives access'],
  'access.ended': ['When access that ', ' gave ends'],
  'access.failed': ['When ', ' cannot give its access'],
  'access.ends_soon': ['Days before access that ', ' gave ends'],
}

/** What ends access, in "until a refund, cancellation or failed payment". */
const ENDED_BY: Partial<Record<Trigger, string>> = {
  'product.refunded': 'refund',
  'product.partially_refunded': 'partial refund',
  'subscription.canceled': 'cancellation',
  'subscription.charge_failed': 'failed payment',
  'subscription.delinquent': 'delinquency',
  'subscription.completed': 'completed plan',
}

/** The good news that undoes each ending, where there is any. */
const COMES_BACK: Partial<Record<Trigger, string>> = {
  'product.refunded': 'if the refund is reversed or their subscription is charged again',
  'product.partially_refunded': 'if the refund is reversed or their subscription is charged again',
  // A delinquency runs these rules, too.
  'subscription.canceled': 'when they restart or, after failed payments, pay again',
  'subscription.charge_failed': 'when they pay again',
  'subscription.delinquent': 'when they pay again',
}

/** A rule that ends what the sentence's own rule opens. */
export interface RuleEnding {
  trigger: Trigger
  giveBack: boolean
}

interface Phrased {
  trigger: Trigger
  action: Action
  options: RuleOptions
}

/** Around the product's name. @param noticeDays of a rule on access that ends soon, once chosen */
export function phraseTrigger(trigger: Trigger, noticeDays: number | null = null): Phrase {
  if (trigger === 'access.ends_soon' && noticeDays !== null) {
    return [`${countDays(noticeDays)} before access that `, ' gave ends']
  }
  return isCourseTrigger(trigger) ? [`When ${labelTrigger(trigger)} is reported for `, ''] : WHEN[trigger]
}

/** The whole sentence as plain text. @param endings of the same target, for a rule that opens it */
export function phraseRule(rule: Phrased, product: string, target: string, endings: RuleEnding[] = []): string {
  const when = phraseTrigger(rule.trigger, rule.options.noticeDays)
  const then = rule.action.phrase(rule.trigger, rule.options.removeAlways)
  return `${when[0]}${product}${when[1]}, ${then[0]}${target}${then[1]}${phraseOptions(rule, endings)}.`
}

function phraseOptions({ trigger, action, options }: Phrased, endings: RuleEnding[]): string {
  switch (action.effect) {
    case 'opens':
      return `${phraseLength(options)}${phraseStart(options)}${phraseEndings(endings)}`
    case 'ends':
      return `${phraseEnd(options)}${phraseReturn(trigger, options)}`
    case 'none':
      return ''
  }
}

function phraseLength({ accessDays, accessUntil }: RuleOptions): string {
  if (accessUntil) {
    return ` until ${formatCalendarDate(accessUntil)}`
  }
  return accessDays === null ? '' : ` for ${countDays(accessDays)} from each payment`
}

function phraseStart({ startsAfter, startsOn }: RuleOptions): string {
  if (startsOn) {
    return `, starting ${formatCalendarDate(startsOn)}`
  }
  return startsAfter ? `, starting ${countDays(startsAfter)} later` : ''
}

function phraseEndings(endings: RuleEnding[]): string {
  const triggers = Object.keys(ENDED_BY) as Trigger[]
  const nouns = triggers
    .filter((one) => endings.some(({ trigger }) => trigger === one))
    .map((one) => ENDED_BY[one] ?? '')
  if (nouns.length === 0) {
    return ''
  }
  const back = endings.filter(({ trigger, giveBack }) => giveBack && COMES_BACK[trigger] !== undefined)
  const [stops, others] = [true, false].map((is) =>
    back.some((one) => (one.trigger === 'subscription.canceled') === is),
  )
  const comes = others ? `when they pay again${stops ? ' or restart' : ''}` : COMES_BACK['subscription.canceled']
  return `, until a ${listWithOr(nouns)}${back.length === 0 ? '' : `; comes back ${comes}`}`
}

function phraseEnd({ end }: RuleOptions): string {
  switch (end.when) {
    case 'at_once':
      return ''
    case 'later':
      return `, ${countDays(end.days)} later`
    case 'paid':
      return `, at the end of the paid period (if unknown, ${countDays(end.days)} after the last payment)`
  }
}

function phraseReturn(trigger: Trigger, { giveBack = true }: RuleOptions): string {
  const back = COMES_BACK[trigger]
  if (!ENDING_TRIGGERS.has(trigger) || back === undefined) {
    return ''
  }
  return giveBack ? `; it comes back ${back}` : '; it does not come back without another rule or a new purchase'
}

function listWithOr(words: string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

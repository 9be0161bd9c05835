/**
 * Recommended rules that a product (or all products) lacks, per target that its rules open or end.
 * Always: Purchased → create, Refunded → expire. Once a subscription event was seen: Canceled → expire at the end of the
 * paid period (covers delinquency). Restarted and Recovered need no rule, since endings give back. Never Partially
 * Refunded or Charge Failed, which are the merchant's decision.
 */
import type { Action, Actions } from '../model/action'
import { isSameTarget, PLAIN_OPTIONS, type Rule, type RuleOptions, type Target } from '../model/rule'
import { ENDING_TRIGGERS, type Trigger } from '../model/trigger'

export interface Recommendation {
  /** Unique within one list; posted by the button. */
  key: string
  integration: string
  integrationName: string
  site: string
  trigger: Trigger
  action: string
  target: Target
  options: RuleOptions
  /** True where a person has to choose the days first: no event showed the product's interval. */
  needsDays: boolean
  /** What happens without it, in one sentence. */
  why: string
}

/** `own`: the product's rules, or the global ones; `others`: rules that also fire for it. Rules that are off count. */
interface Coverage {
  own: Rule[]
  others: Rule[]
  /** A subscription event was seen for the product or, in the global list, for any. */
  subscriptionSeen: boolean
  /** Days between the product's charges, as events showed them; null where none did. */
  interval: number | null
  /** What the rules' integrations offer. */
  actions: Actions
}

/** What is missing, in the order to read it: target by target, create before expire. */
export function recommendRules({ own, others, actions, ...seen }: Coverage): Recommendation[] {
  return listTargets(own, actions).flatMap((about) => {
    const there = [...own, ...others].filter((rule) => isForSameTarget(rule, about))
    const all = recommendFor(about, there, seen, actions)
    return all.filter((one) => !there.some((rule) => isCovering(rule, one)))
  })
}

/** True when a product was bought but no rule enrolls its buyers. */
export function isCreateRuleMissing(bought: boolean, rules: Rule[], actions: Actions): boolean {
  return bought && !rules.some(isOpening(actions))
}

/** Rules that would enroll buyers of a product that was bought, where all of them are off. */
export function listOpenersOff(bought: boolean, rules: Rule[], actions: Actions): Rule[] {
  const openers = bought ? rules.filter(isOpening(actions)) : []
  return openers.some(({ on }) => on) ? [] : openers
}

/** A target counts where a rule opens it or an ending trigger ends it; a rule that ends a trial on purchase needs no partner. */
function listTargets(rules: Rule[], actions: Actions): Rule[] {
  const isOpener = isOpening(actions)
  const meant = rules.filter(
    (rule) => isOpener(rule) || (actions.action(rule.action).effect === 'ends' && ENDING_TRIGGERS.has(rule.trigger)),
  )
  return meant.filter((rule, at) => meant.findIndex((other) => isForSameTarget(other, rule)) === at)
}

function recommendFor(
  about: Rule,
  there: Rule[],
  { subscriptionSeen, interval }: Pick<Coverage, 'subscriptionSeen' | 'interval'>,
  actions: Actions,
): Recommendation[] {
  const [create, expire] = [actions.actionFor(about.target.kind, 'opens'), actions.actionFor(about.target.kind, 'ends')]
  if (create === null || expire === null) {
    return []
  }
  const opener = there.find(isOpening(actions))?.options ?? PLAIN_OPTIONS
  const { accessDays, accessUntil = null, startsAfter = null, startsOn = null } = opener
  const likeOpener = { ...PLAIN_OPTIONS, accessDays, accessUntil, startsAfter, startsOn }
  const rule = (trigger: Trigger, { id: action }: Action, options: RuleOptions, why: string): Recommendation => {
    const { integration, integrationName, site, target } = about
    const key = [trigger, action, integration, target.id].join(' ')
    return { key, integration, integrationName, site, trigger, action, target, options, needsDays: false, why }
  }
  const name = about.target.name
  const atPeriodEnd = { ...PLAIN_OPTIONS, end: { when: 'paid', days: interval ?? 0 } as const }
  const canceled = `Without it, ${name} stays open after a cancellation or delinquency.`
  return [
    rule('product.purchased', create, likeOpener, `Without it, a purchase does not open ${name}.`),
    rule('product.refunded', expire, PLAIN_OPTIONS, `Without it, refunded customers keep ${name}.`),
    ...(subscriptionSeen
      ? [{ ...rule('subscription.canceled', expire, atPeriodEnd, canceled), needsDays: interval === null }]
      : []),
  ]
}

function isOpening(actions: Actions) {
  return ({ action }: Rule) => actions.action(action).effect === 'opens'
}

function isForSameTarget(a: Rule, b: Rule): boolean {
  return a.integration === b.integration && isSameTarget(a.target, b.target)
}

function isCovering(rule: Rule, one: Recommendation): boolean {
  return rule.trigger === one.trigger && rule.action === one.action
}

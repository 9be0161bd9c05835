/**
 * Rules recommended for a product (or for all products) that are missing, per target that its rules open or end.
 * Always: Purchased → create, Refunded → expire. Once a subscription event was seen: Canceled → expire (covers
 * delinquency), Restarted → create. Recovered → create if Charge Failed or Delinquent expires. Never Partially Refunded
 * or Charge Failed, which are the merchant's decision.
 */
import { type Action, isCreateAction, PLAIN_OPTIONS, type Rule, type RuleOptions, type Target } from '../model/rule'
import { ENDING_TRIGGERS, type Trigger } from '../model/trigger'

export interface Recommendation {
  /** Unique within one list; posted by the button. */
  key: string
  integration: string
  integrationName: string
  site: string
  trigger: Trigger
  action: Action
  target: Target
  options: RuleOptions
  /** What happens without it, in one sentence. */
  why: string
}

/** `own`: the product's rules, or the global ones; `others`: rules that also fire for it. Rules that are off count. */
interface Coverage {
  own: Rule[]
  others: Rule[]
  /** A subscription event was seen for the product or, in the global list, for any. */
  subscriptionSeen: boolean
}

/** Target by target, create before expire. */
export function recommendRules({ own, others, subscriptionSeen }: Coverage): Recommendation[] {
  return listTargets(own).flatMap((about) => {
    const there = [...own, ...others].filter((rule) => isSameTarget(rule, about))
    return recommendFor(about, there, subscriptionSeen).filter((one) => !there.some((rule) => isCovering(rule, one)))
  })
}

export function isCreateRuleMissing(bought: boolean, rules: Rule[]): boolean {
  return bought && !rules.some((rule) => isCreateAction(rule.action))
}

/** Targets that a rule opens or an ending trigger ends; a trial ended by a purchase needs no partner. */
function listTargets(rules: Rule[]): Rule[] {
  const meant = rules.filter((rule) => isCreateAction(rule.action) || ENDING_TRIGGERS.has(rule.trigger))
  return meant.filter((rule, at) => meant.findIndex((other) => isSameTarget(other, rule)) === at)
}

function recommendFor(about: Rule, there: Rule[], subscriptionSeen: boolean): Recommendation[] {
  const create = about.target.kind === 'bundle' ? 'create_bundle' : 'create_course'
  const expire = about.target.kind === 'bundle' ? 'expire_bundle' : 'expire_course'
  const access = there.find((rule) => isCreateAction(rule.action))?.options.accessDays ?? null
  const rule = (trigger: Trigger, action: Action, why: string): Recommendation => {
    const { integration, integrationName, site, target } = about
    const options = isCreateAction(action) ? { ...PLAIN_OPTIONS, accessDays: access } : PLAIN_OPTIONS
    const key = [trigger, action, integration, target.id].join(' ')
    return { key, integration, integrationName, site, trigger, action, target, options, why }
  }
  const name = about.target.name
  const dunning = there.some(
    ({ trigger, action }) =>
      !isCreateAction(action) && (trigger === 'subscription.charge_failed' || trigger === 'subscription.delinquent'),
  )
  return [
    rule('product.purchased', create, `Without it, a purchase does not open ${name}.`),
    rule('product.refunded', expire, `Without it, refunded customers keep ${name}.`),
    ...(subscriptionSeen
      ? [
          rule('subscription.canceled', expire, `Without it, ${name} stays open after a cancellation or delinquency.`),
          rule('subscription.restarted', create, `Without it, a restarted subscription does not open ${name} again.`),
        ]
      : []),
    ...(dunning
      ? [rule('subscription.recovered', create, `Without it, a recovered payment does not open ${name} again.`)]
      : []),
  ]
}

function isSameTarget(a: Rule, b: Rule): boolean {
  return a.integration === b.integration && a.target.kind === b.target.kind && a.target.id === b.target.id
}

function isCovering(rule: Rule, one: Recommendation): boolean {
  return rule.trigger === one.trigger && rule.action === one.action
}

/**
 * Rules recommended for a product (or for all products) that are missing, per target that its rules open or end.
 * Always: Purchased → create, Refunded → expire. Once a subscription event was seen: Canceled → expire (covers
 * delinquency), Restarted → create. Recovered → create if Charge Failed or Delinquent expires. Never Partially Refunded
 * or Charge Failed, which are the merchant's decision.
 */
import type { Action, Actions } from '../model/action'
import { PLAIN_OPTIONS, type Rule, type RuleOptions, type Target } from '../model/rule'
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
  /** What happens without it, in one sentence. */
  why: string
}

/** `own`: the product's rules, or the global ones; `others`: rules that also fire for it. Rules that are off count. */
interface Coverage {
  own: Rule[]
  others: Rule[]
  /** A subscription event was seen for the product or, in the global list, for any. */
  subscriptionSeen: boolean
  /** What the rules' integrations offer. */
  actions: Actions
}

/** What is missing, in the order to read it: target by target, create before expire. */
export function recommendRules({ own, others, subscriptionSeen, actions }: Coverage): Recommendation[] {
  return listTargets(own, actions).flatMap((about) => {
    const there = [...own, ...others].filter((rule) => isSameTarget(rule, about))
    const all = recommendFor(about, there, subscriptionSeen, actions)
    return all.filter((one) => !there.some((rule) => isCovering(rule, one)))
  })
}

/** True when a product was bought but nothing opens anything for it. */
export function isCreateRuleMissing(bought: boolean, rules: Rule[], actions: Actions): boolean {
  return bought && !rules.some(isOpening(actions))
}

/** A target counts where a rule opens it or an ending trigger ends it; a trial ended by a purchase asks for no partner. */
function listTargets(rules: Rule[], actions: Actions): Rule[] {
  const isOpener = isOpening(actions)
  const meant = rules.filter(
    (rule) => isOpener(rule) || (actions.action(rule.action).effect === 'ends' && ENDING_TRIGGERS.has(rule.trigger)),
  )
  return meant.filter((rule, at) => meant.findIndex((other) => isSameTarget(other, rule)) === at)
}

function recommendFor(about: Rule, there: Rule[], subscriptionSeen: boolean, actions: Actions): Recommendation[] {
  const [create, expire] = [actions.actionFor(about.target.kind, 'opens'), actions.actionFor(about.target.kind, 'ends')]
  if (create === null || expire === null) {
    return []
  }
  const access = there.find(isOpening(actions))?.options.accessDays ?? null
  const rule = (trigger: Trigger, { id: action, effect }: Action, why: string): Recommendation => {
    const { integration, integrationName, site, target } = about
    const options = effect === 'opens' ? { ...PLAIN_OPTIONS, accessDays: access } : PLAIN_OPTIONS
    const key = [trigger, action, integration, target.id].join(' ')
    return { key, integration, integrationName, site, trigger, action, target, options, why }
  }
  const name = about.target.name
  const dunning = there.some(
    ({ trigger, action }) =>
      action === expire.id && (trigger === 'subscription.charge_failed' || trigger === 'subscription.delinquent'),
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

function isOpening(actions: Actions) {
  return ({ action }: Rule) => actions.action(action).effect === 'opens'
}

function isSameTarget(a: Rule, b: Rule): boolean {
  return a.integration === b.integration && a.target.kind === b.target.kind && a.target.id === b.target.id
}

function isCovering(rule: Rule, one: Recommendation): boolean {
  return rule.trigger === one.trigger && rule.action === one.action
}

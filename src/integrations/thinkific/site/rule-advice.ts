/** The rule that would have ended what keeps a customer in: to be added, switched on, or run for what came before it. */
import { isSameTarget, type Rule } from '../../../model/rule'
import { labelTrigger } from '../../../model/trigger'
import { ACTION_LABELS } from '../actions'
import { labelProduct } from '../ledger/phrases'
import type { MissingRule } from '../ledger/unruled-ending'
import type { FinalStep } from '../steps/step'
import type { Site } from './site'

/** With the rule that is missing, in a sentence of its own. */
export async function withAdvice(site: Site, marketplace: string, step: FinalStep): Promise<FinalStep> {
  const missing = step.kind === 'settled' ? step.missing : null
  return missing ? { ...step, sentence: `${step.sentence}${await adviseRule(site, marketplace, missing)}` } : step
}

/** ` The rule to add …`; empty while D1 does not answer. */
export async function adviseRule(site: Site, marketplace: string, missing: MissingRule): Promise<string> {
  const { product, triggers, target } = missing
  const action = target.kind === 'course' ? 'expire_course' : 'expire_bundle'
  const isHere = (rule: Rule) => site.integrations.all.some(({ access }) => access.site === rule.site)
  const isMeant = (rule: Rule) => rule.action === action && isSameTarget(rule.target, target) && isHere(rule)
  let rules: Rule[]
  try {
    rules = (await site.ports.findRules(marketplace, product, triggers)).filter(isMeant)
  } catch {
    return ''
  }
  const rule = rules.find(({ on }) => on) ?? rules[0]
  if (rule === undefined) {
    const [trigger = 'product.refunded'] = triggers
    const parts = [labelTrigger(trigger), ACTION_LABELS[action], target.name || target.id]
    return ` The rule to add for ${labelProduct(missing)}: ${parts.join(' → ')}.`
  }
  return ` The rule “${rule.name}” would, but ${rule.on ? 'came later: a replay of that event runs it' : 'is off'}.`
}

import { ACTION_LABELS, type Rule } from '../model/rule'
import { TRIGGER_LABELS } from '../model/trigger'

/** Longer names are cut in lists and refused in forms. Counts graphemes. */
export const RULE_NAME_CHARACTERS = 200

type Parts = Pick<Rule, 'trigger' | 'action' | 'target'>

/** `Product Purchased → Create Course Enrollment: Course Two`, cut to RULE_NAME_CHARACTERS. */
export function defaultName({ trigger, action, target }: Parts): string {
  return shorten(`${TRIGGER_LABELS[trigger]} → ${ACTION_LABELS[action]}: ${target.name}`)
}

/** Empty for the default name, so that it keeps following the rule's parts. */
export function customName(rule: Parts & { name: string }): string {
  return rule.name === defaultName(rule) ? '' : rule.name
}

function shorten(name: string): string {
  const characters = [...name]
  return characters.length <= RULE_NAME_CHARACTERS ? name : `${characters.slice(0, RULE_NAME_CHARACTERS - 1).join('')}…`
}

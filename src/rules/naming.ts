/** Names a rule that has no name of its own: its parts, in reading order. */
import type { Actions } from '../model/action'
import type { Rule } from '../model/rule'
import { labelTrigger } from '../model/trigger'

/** Longer names are cut in lists and refused in forms. Counts graphemes. */
export const RULE_NAME_CHARACTERS = 200

type Parts = Pick<Rule, 'trigger' | 'action' | 'target'>

/** `Product Purchased → Create Course Enrollment: Course Two`, without a target where there is no choice; never longer than RULE_NAME_CHARACTERS. */
export function defaultName({ trigger, action, target }: Parts, actions: Actions): string {
  const { label, only } = actions.action(action)
  return shorten(`${labelTrigger(trigger)} → ${label}${only === undefined ? `: ${target.name}` : ''}`)
}

/** What the name field of a form shows: nothing while the name is the one made from the parts, so that it follows them. */
export function customName(rule: Parts & { name: string }, actions: Actions): string {
  return rule.name === defaultName(rule, actions) ? '' : rule.name
}

function shorten(name: string): string {
  const characters = [...name]
  return characters.length <= RULE_NAME_CHARACTERS ? name : `${characters.slice(0, RULE_NAME_CHARACTERS - 1).join('')}…`
}

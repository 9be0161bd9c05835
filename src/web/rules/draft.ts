/** A rule being created. It travels in the address, so that Back and reload work without a script. */

import { ACTIONS, type Action, type Rule } from '../../model/rule'
import { isTrigger, type Trigger } from '../../model/trigger'
import { customName } from '../../rules/naming'

const DRAFT_FIELDS = [
  ...['id', 'rule', 'product', 'integration', 'action', 'category', 'trigger', 'q', 'target'],
  ...['access', 'accessDays', 'end', 'endDays', 'tests', 'remove', 'name'],
] as const

/** Every field as text, empty until chosen. `id`: of the form. `rule`: of the rule being edited. */
export type Draft = Record<string, string>
export type Step = 1 | 2 | 3

const ECOMMERCE = 'ecommerce'
export const COURSES = 'courses'
export const COURSES_REASON =
  'Courses triggers are told by SamCart’s own course app. Thinkific’s actions use none of them, so there is nothing to choose.'

/** Ignores unknown fields. */
export function parseDraft(carried: Record<string, string | undefined>): Draft {
  const draft = Object.fromEntries(DRAFT_FIELDS.map((field) => [field, carried[field] ?? '']))
  return { ...draft, id: draft.id || crypto.randomUUID() }
}

export function toDraft(rule: Rule): Draft {
  const { end, accessDays, skipTest, removeAlways } = rule.options
  return parseDraft({
    ...{ rule: rule.id, product: rule.product, integration: rule.integration, action: rule.action },
    ...{ category: ECOMMERCE, trigger: rule.trigger, q: rule.target.name, target: rule.target.id },
    ...{ access: accessDays === null ? 'none' : 'days', accessDays: accessDays === null ? '' : String(accessDays) },
    ...{ end: end.when, endDays: end.when === 'at_once' ? '' : String(end.days) },
    ...{ tests: skipTest ? 'skip' : 'run', remove: removeAlways ? 'on' : '', name: customName(rule) },
  })
}

/** Longer than any field; caps the address, which servers limit. */
const CARRIED_CHARACTERS = 300

export function stepAddress(base: string, draft: Draft, step: Step): string {
  const chosen = Object.entries(draft)
    .filter(([, value]) => value !== '')
    .map(([field, value]) => [field, [...value].slice(0, CARRIED_CHARACTERS).join('')])
  return `${base}/rules/new?${new URLSearchParams([...chosen, ['step', String(step)]])}`
}

/** By field. */
export function findFirstProblems(draft: Draft, integrations: string[]): Record<string, string> {
  return {
    ...(integrations.includes(draft.integration ?? '') ? {} : { integration: 'Choose an integration.' }),
    ...(isAction(draft.action) ? {} : { action: 'Choose what the rule does.' }),
  }
}

/** By field. */
export function findSecondProblems(draft: Draft): Record<string, string> {
  return {
    ...(draft.category === COURSES ? { category: COURSES_REASON } : {}),
    ...(isTrigger(draft.trigger ?? '') ? {} : { trigger: 'Choose what the rule listens for.' }),
  }
}

/** The requested step, unless an earlier one has a problem. */
export function pickStep(requested: string | undefined, problems: { first: boolean; second: boolean }): Step {
  const wanted = requested === '3' ? 3 : requested === '2' ? 2 : 1
  if (problems.first) {
    return 1
  }
  return wanted === 3 && problems.second ? 2 : wanted
}

/** Null until steps one and two are complete. */
export function complete(draft: Draft): { action: Action; trigger: Trigger } | null {
  const { action, trigger = '' } = draft
  return isAction(action) && isTrigger(trigger) ? { action, trigger } : null
}

function isAction(word: string | undefined): word is Action {
  return (ACTIONS as readonly (string | undefined)[]).includes(word)
}

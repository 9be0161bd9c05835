/** A rule being created. It travels in the address, so that Back and reload work without a script. */

import { KINDS } from '../../integrations'
import { findTrigger } from '../../integrations/action-triggers'
import type { IntegrationKind } from '../../integrations/kind'
import type { Action } from '../../model/action'
import type { Rule, RuleOptions } from '../../model/rule'
import { categoryOf, type Trigger } from '../../model/trigger'
import { customName } from '../../rules/naming'
import { listCategories } from './categories'
import { OPTION_FIELDS } from './options'

const DRAFT_FIELDS = [
  ...['id', 'rule', 'madeFrom', 'product', 'integration', 'action', 'category', 'trigger', 'q', 'target'],
  ...OPTION_FIELDS,
]

/** Every field as text, empty until chosen. `id`: of the form. `rule`: of the rule being edited, `madeFrom`: its stamp. */
export type Draft = Record<string, string>
export type WizardStep = 1 | 2 | 3

/** Reads what a request carries; nothing but the known fields. */
export function parseDraft(carried: Record<string, string | undefined>): Draft {
  const draft = Object.fromEntries(DRAFT_FIELDS.map((field) => [field, carried[field] ?? '']))
  return { ...draft, id: draft.id || crypto.randomUUID() }
}

export function toDraft(rule: Rule): Draft {
  const { end, skipTest, removeAlways, giveBack = true, noticeDays } = rule.options
  return parseDraft({
    rule: rule.id,
    product: rule.product,
    integration: rule.integration,
    action: rule.action,
    category: categoryOf(rule.trigger),
    trigger: rule.trigger,
    q: rule.target.name,
    target: rule.target.id,
    ...toSpanFields(rule.options),
    noticeDays: noticeDays ? String(noticeDays) : '',
    back: giveBack ? 'on' : 'off',
    end: end.when,
    endDays: end.when === 'at_once' ? '' : String(end.days),
    tests: skipTest ? 'skip' : 'run',
    removeAlways: removeAlways ? 'on' : '',
    name: customName(rule, KINDS),
  })
}

/** The days after a paid period are preset from the product's own payments, and from nothing else. */
export function withKnownDays(draft: Draft, interval: number | null): Draft {
  const { rule, endDays, end } = draft
  return rule || endDays || end || interval === null ? draft : { ...draft, endDays: String(interval) }
}

function toSpanFields({ accessDays, accessUntil, startsAfter, startsOn }: RuleOptions): Draft {
  return {
    access: accessUntil ? 'until' : accessDays === null ? 'none' : 'days',
    accessDays: accessUntil || accessDays === null ? '' : String(accessDays),
    accessUntil: accessUntil ?? '',
    starts: startsOn ? 'on' : startsAfter ? 'later' : 'now',
    startsAfter: startsOn || !startsAfter ? '' : String(startsAfter),
    startsOn: startsOn ?? '',
  }
}

/** Longer than any field; caps the address, which servers limit. */
const CARRIED_CHARACTERS = 300

export function stepAddress(base: string, draft: Draft, step: WizardStep): string {
  const chosen = Object.entries(draft)
    .filter(([, value]) => value !== '')
    .map(([field, value]) => [field, [...value].slice(0, CARRIED_CHARACTERS).join('')])
  return `${base}/rules/new?${new URLSearchParams([...chosen, ['step', String(step)]])}`
}

/** What is still wrong with the first step, by field. @param integrations that can be chosen, with the kind of each */
export function findFirstProblems(
  draft: Draft,
  integrations: { id: string; kind: string; name: string }[],
): Record<string, string> {
  const integration = integrations.find(({ id }) => id === draft.integration)
  const offering = KINDS.findByAction(draft.action ?? '')
  return {
    ...(integration === undefined ? { integration: 'Choose an integration.' } : {}),
    ...(offering === null ? { action: 'Choose what the rule does.' } : {}),
    ...(integration && offering && offering.id !== integration.kind ? { action: describeActions(integration) } : {}),
  }
}

/** Of an integration that cannot do what was chosen. */
function describeActions({ kind, name }: { kind: string; name: string }): string {
  const labels = (KINDS.find(kind)?.actions ?? []).map(({ label }) => label)
  return `${name} cannot do that. Choose ${labels.join(' or ')}.`
}

export function findSecondProblems(draft: Draft): Record<string, string> {
  const chosen = listCategories(draft.action ?? '').find(({ value }) => value === draft.category)
  return {
    ...(chosen?.refused ? { category: chosen.refused } : {}),
    ...(findType(draft) === null ? { trigger: 'Choose a trigger.' } : {}),
  }
}

export function pickStep(requested: string | undefined, problems: { first: boolean; second: boolean }): WizardStep {
  const wanted = requested === '3' ? 3 : requested === '2' ? 2 : 1
  if (problems.first) {
    return 1
  }
  return wanted === 3 && problems.second ? 2 : wanted
}

/** The parts that steps one and two settled. Null while they have not. */
export function complete(draft: Draft): { kind: IntegrationKind; action: Action; trigger: Trigger } | null {
  const kind = KINDS.findByAction(draft.action ?? '')
  const trigger = findType(draft)
  return kind && trigger && { kind, action: KINDS.action(draft.action ?? ''), trigger }
}

function findType({ action = '', trigger = '' }: Draft): Trigger | null {
  return findTrigger(action, trigger)
}

/** Rules of a file, once they are this marketplace's, beside its own. Pure. */
import { listChanges } from '../accounts/field-changes'
import { KINDS } from '../integrations'
import { describeFields } from '../rules/describe'
import type { AdaptedRule, AdaptedRules } from './adapt-rules'
import { type PlannedChange, toChange } from './change'
import { type ComparableRule, draftOf } from './comparable-rule'

export function compareRules(
  { rules, others }: AdaptedRules,
  needsOf: (integration: string) => string[],
): { changes: PlannedChange[]; removals: PlannedChange[] } {
  return {
    changes: rules.flatMap((rule) => compareRule(rule, needsOf(rule.wanted.integration))),
    removals: others.map((rule) => toChange({ is: 'remove rule', rule })),
  }
}

function compareRule({ wanted, own, note }: AdaptedRule, needs: string[]): PlannedChange[] {
  if (own === undefined) {
    return [toChange({ is: 'add rule', rule: wanted }, needs, note)]
  }
  const changes = listChanges(describeRuleFields(own), describeRuleFields(wanted))
  return [
    ...(changes.length === 0
      ? []
      : [toChange({ is: 'change rule' as const, rule: wanted, from: own, changes }, needs)]),
    ...(wanted.on === own.on ? [] : [toChange({ is: 'switch rule' as const, rule: wanted })]),
  ]
}

function describeRuleFields(rule: ComparableRule): Record<string, string> {
  return describeFields(draftOf(rule, { id: '', marketplace: '', integration: '' }), rule.integration, KINDS)
}

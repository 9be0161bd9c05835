import type { RuleLine } from '../../../views/rules/rule-list'
import { KINDS } from '../../integrations'
import type { Offer } from '../../integrations/catalog'
import { describeGone, isGone, labelOf } from '../../integrations/target-names'
import { formatCalendarDate } from '../../model/calendar-date'
import type { Rule, Target } from '../../model/rule'
import { isAccessTrigger, labelTrigger, type Trigger } from '../../model/trigger'

/** Triggers seen in events, and each integration's courses and bundles. */
export interface RuleContext {
  triggersSeen: ReadonlySet<string>
  /** Null for an integration without a catalog. */
  listed: (rule: Rule) => Offer[] | null
  /** Of the rules' targets, those that a call found missing and that nothing put right since, by `findingKey`. */
  missing: ReadonlySet<string>
}

export function findingKey(integration: string, { kind, id }: Pick<Target, 'kind' | 'id'>): string {
  return JSON.stringify([integration, kind, id])
}

/** By its list, read since, or by the answer to a call. */
export function isTargetGone(rule: Rule, { listed, missing }: Omit<RuleContext, 'triggersSeen'>): boolean {
  return isGone(rule.target, listed(rule)) || missing.has(findingKey(rule.integration, rule.target))
}

export function toRuleLine(rule: Rule, facts: RuleContext): RuleLine {
  return {
    id: rule.id,
    name: rule.name,
    trigger: labelTrigger(rule.trigger),
    action: KINDS.action(rule.action).label,
    target: rule.target.name,
    targetId: rule.target.id,
    integration: rule.integrationName,
    on: rule.on,
    ...describeState(rule, facts),
  }
}

/** `missing`: a badge where the target is gone; `warnings`: sentences. */
export function describeState(rule: Rule, facts: RuleContext): Pick<RuleLine, 'missing' | 'warnings'> {
  const isMissing = isTargetGone(rule, facts)
  return {
    missing: isMissing ? `${labelOf(rule.target.kind)} missing` : null,
    warnings: [
      ...(isMissing ? [describeGone(rule.target)] : []),
      ...(canArrive(rule.trigger, facts.triggersSeen) ? [] : ['No such event received yet.']),
    ],
  }
}

/** @param today in the marketplace's time zone */
export function listDateWarnings({ options: { accessUntil } }: Pick<Rule, 'options'>, today: string): string[] {
  return accessUntil && accessUntil < today
    ? [`Its last day of access, ${formatCalendarDate(accessUntil)}, is in the past, so it no longer gives access.`]
    : []
}

/** Event types that imply a trigger besides its own. */
const IMPLIED_BY: Partial<Record<Trigger, Trigger[]>> = {
  'subscription.canceled': ['subscription.delinquent', 'subscription.charge_failed'],
  'subscription.charged': ['subscription.recovered', 'subscription.completed'],
  'subscription.delinquent': ['subscription.charge_failed'],
  'subscription.recovered': ['subscription.charged'],
}

/** What becomes of access is no sender's to report. */
function canArrive(trigger: Trigger, seen: ReadonlySet<string>): boolean {
  return isAccessTrigger(trigger) || [trigger, ...(IMPLIED_BY[trigger] ?? [])].some((type) => seen.has(type))
}

/** True when any visible text of the rule contains what was typed. */
export function isLineMatch(line: RuleLine, productName: string, typed: string): boolean {
  const wanted = typed.trim().toLowerCase()
  const words = [productName, line.name, line.trigger, line.action, line.target, line.targetId, line.integration]
  return words.some((word) => word.toLowerCase().includes(wanted))
}

/** A rule in words: its fields and name for the audit trail, and why a change of it is refused. */
import type { Actions } from '../model/action'
import { formatCalendarDate } from '../model/calendar-date'
import { EVERY_PRODUCT, NO_CHOICE, type RuleOptions, type Target } from '../model/rule'
import { labelTrigger } from '../model/trigger'
import type { RuleDraft } from './store'

export const RULE_GONE = 'This rule has since been deleted.'
export const RULE_WITHOUT_PRODUCT = 'The product of this rule has since been deleted.'
export const RULE_WITHOUT_INTEGRATION = 'The integration of this rule has since been deleted.'

export function describeFields(
  { name, product, trigger, action, target, options }: RuleDraft,
  integrationName: string,
  actions: Actions,
): Record<string, string> {
  return {
    Name: name,
    Integration: integrationName,
    Action: actions.action(action).label,
    Product: product === EVERY_PRODUCT ? 'every product' : product,
    Trigger: labelTrigger(trigger),
    Target: target.id === NO_CHOICE ? target.name : `${target.name}${markTarget(target)}`,
    Access: describeLength(options),
    Starts: describeStart(options),
    Ends: describeEnd(options),
    ...(options.noticeDays ? { 'Days before the end': String(options.noticeDays) } : {}),
    'Given back': (options.giveBack ?? true) ? 'yes' : 'no',
    'Test orders': options.skipTest ? 'skipped' : 'taken',
    'Other purchases': options.removeAlways ? 'removed all the same' : 'keep access',
  }
}

/** What an audit line writes after a target's name. */
export function markTarget({ kind, id }: Pick<Target, 'kind' | 'id'>): string {
  return ` (${kind} ${id})`
}

function describeLength({ accessDays, accessUntil }: RuleOptions): string {
  if (accessUntil) {
    return `until ${formatCalendarDate(accessUntil)}`
  }
  return accessDays === null ? 'without an end' : countDays(accessDays)
}

function describeStart({ startsAfter, startsOn }: RuleOptions): string {
  if (startsOn) {
    return `on ${formatCalendarDate(startsOn)}`
  }
  return startsAfter ? `${countDays(startsAfter)} later` : 'at once'
}

function describeEnd({ end, daysAssumed }: RuleOptions): string {
  switch (end.when) {
    case 'at_once':
      return 'at once'
    case 'later':
      return `after ${countDays(end.days)}`
    case 'paid': {
      const days = `${countDays(end.days)} after the last charge`
      return `with the paid period, or ${daysAssumed ? `assumed: ${days}` : days}`
    }
  }
}

export function countDays(count: number): string {
  return count === 1 ? '1 day' : `${count} days`
}

export function nameRule({ name }: Pick<RuleDraft, 'name'>): string {
  return `the rule “${name}”`
}

export function ruleLink(id: string): string {
  return `/rules/${encodeURIComponent(id)}`
}

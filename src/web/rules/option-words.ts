import { KINDS } from '../../integrations'
import { formatCalendarDate } from '../../model/calendar-date'
import type { Rule, RuleOptions } from '../../model/rule'
import { countDays } from '../../rules/describe'

/** @param zone the marketplace's, which its dates are in */
export function describeOptions({ action, options }: Rule, zone: string): [string, string][] {
  const { skipTest, removeAlways, giveBack = true, noticeDays } = options
  const { effect } = KINDS.action(action)
  return [
    ...(effect === 'opens'
      ? [fact('Access lasts', describeLength(options, zone)), fact('Access starts', describeStart(options, zone))]
      : []),
    ...(effect === 'ends'
      ? [fact('End access', describeEnd(options)), fact('Give it back', giveBack ? 'yes' : 'no')]
      : []),
    ...(noticeDays ? [fact('Posts', `${countDays(noticeDays)} before access ends`)] : []),
    ...(skipTest ? [fact('Test orders', 'skipped')] : []),
    ...(removeAlways ? [fact('Other purchases', 'access ends even if another purchase still grants it')] : []),
  ]
}

function describeLength({ accessDays, accessUntil }: RuleOptions, zone: string): string {
  if (accessUntil) {
    return `until the end of ${formatCalendarDate(accessUntil)} (${zone})`
  }
  return accessDays === null ? 'no end' : `${countDays(accessDays)} from each payment`
}

function describeStart({ startsAfter, startsOn }: RuleOptions, zone: string): string {
  if (startsOn) {
    return `on ${formatCalendarDate(startsOn)} (${zone})`
  }
  return startsAfter ? `${countDays(startsAfter)} later` : 'at once'
}

function describeEnd({ end, daysAssumed }: RuleOptions): string {
  if (end.when === 'at_once') {
    return 'at once'
  }
  if (end.when === 'later') {
    return `${countDays(end.days)} later`
  }
  const assumed = daysAssumed ? ` (assumed: ${countDays(end.days)}; edit the rule to confirm)` : ''
  return `at the end of the paid period, else ${countDays(end.days)} after the last successful charge${assumed}`
}

function fact(name: string, words: string): [string, string] {
  return [name, words]
}

/** Which options fit a rule, and what may be in them: for whatever does not come from the form. */
import type { Action } from '../model/action'
import { isCalendarDate } from '../model/calendar-date'
import { PLAIN_OPTIONS, type RuleOptions } from '../model/rule'
import type { Trigger } from '../model/trigger'

/** An option at fault, and why in a sentence. */
interface OptionProblem {
  option: keyof RuleOptions
  sentence: string
}

const OF_EFFECT: Record<Action['effect'], readonly (keyof RuleOptions)[]> = {
  opens: ['accessDays', 'accessUntil', 'startsAfter', 'startsOn'],
  ends: ['end', 'giveBack', 'removeAlways'],
  none: [],
}

/** @param given without what is not said */
export function checkOptions(
  { effect, label }: Action,
  trigger: Trigger,
  given: Partial<RuleOptions>,
): { options: RuleOptions } | { problems: OptionProblem[] } {
  const fitting = [...OF_EFFECT[effect], 'skipTest', ...(trigger === 'access.ends_soon' ? ['noticeDays'] : [])]
  const names = Object.keys(given) as (keyof RuleOptions)[]
  const problems: OptionProblem[] = [
    ...names
      .filter((name) => !fitting.includes(name) && (given[name] ?? null) !== null)
      .map((option) => ({ option, sentence: `${label} on this trigger has no such option.` })),
    ...checkSpans(given),
    ...(trigger === 'access.ends_soon' && !given.noticeDays
      ? [{ option: 'noticeDays' as const, sentence: 'Say how many days before the end.' }]
      : []),
  ]
  const kept = Object.fromEntries(names.filter((name) => fitting.includes(name)).map((name) => [name, given[name]]))
  return problems.length > 0 ? { problems } : { options: { ...PLAIN_OPTIONS, ...kept } }
}

function checkSpans({ accessDays, accessUntil, startsAfter, startsOn }: Partial<RuleOptions>): OptionProblem[] {
  const twice = 'Give either days or a date.'
  const dates = [
    ['accessUntil', accessUntil],
    ['startsOn', startsOn],
  ] as const
  return [
    ...(accessDays && accessUntil ? [{ option: 'accessUntil' as const, sentence: twice }] : []),
    ...(startsAfter && startsOn ? [{ option: 'startsOn' as const, sentence: twice }] : []),
    ...dates.flatMap(([option, date]) =>
      date && !isCalendarDate(date) ? [{ option, sentence: 'This date does not exist.' }] : [],
    ),
    ...(accessUntil && startsOn && accessUntil < startsOn
      ? [{ option: 'accessUntil' as const, sentence: 'This is before the day it starts.' }]
      : []),
  ]
}

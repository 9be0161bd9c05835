/** A rule's options as a file has them: those its action uses, where they are not the usual ones. Pure. */
import { KINDS } from '../integrations'
import { PLAIN_OPTIONS, type RuleOptions } from '../model/rule'
import type { Trigger } from '../model/trigger'
import type { FileRule, FileRuleOptions } from './format'
import type { FileProblem } from './problem'

interface Acting {
  action: string
  trigger: Trigger
}

const USED: Record<'opens' | 'ends' | 'none', readonly (keyof FileRuleOptions)[]> = {
  opens: ['accessDays', 'accessUntil', 'startsAfter', 'startsOn'],
  ends: ['end', 'giveBack', 'removeAlways'],
  none: [],
}

/** Without what the rule does not use: two that act alike are equal. */
export function toUsedOptions(rule: Acting, options: RuleOptions): RuleOptions {
  const used = listUsed(rule)
  const pick = <Name extends keyof FileRuleOptions & keyof RuleOptions>(name: Name, value: RuleOptions[Name]) =>
    used.includes(name) ? value : PLAIN_OPTIONS[name]
  return {
    accessDays: options.accessUntil ? null : pick('accessDays', options.accessDays),
    accessUntil: pick('accessUntil', options.accessUntil || null) ?? null,
    startsAfter: options.startsOn ? null : (pick('startsAfter', options.startsAfter || null) ?? null),
    startsOn: pick('startsOn', options.startsOn || null) ?? null,
    end: pick('end', options.end),
    giveBack: pick('giveBack', options.giveBack ?? true) ?? true,
    ...(used.includes('noticeDays') && options.noticeDays ? { noticeDays: options.noticeDays } : {}),
    skipTest: options.skipTest,
    removeAlways: pick('removeAlways', options.removeAlways),
  }
}

export function toFileOptions(used: RuleOptions): FileRuleOptions {
  const {
    accessDays,
    accessUntil,
    startsAfter,
    startsOn,
    end,
    giveBack = true,
    noticeDays,
    skipTest,
    removeAlways,
  } = used
  return {
    ...(accessDays === null ? {} : { accessDays }),
    ...(accessUntil ? { accessUntil } : {}),
    ...(startsAfter ? { startsAfter } : {}),
    ...(startsOn ? { startsOn } : {}),
    ...(end.when === 'at_once' ? {} : { end }),
    ...(giveBack ? {} : { giveBack }),
    ...(noticeDays ? { noticeDays } : {}),
    ...(skipTest ? { skipTest } : {}),
    ...(removeAlways ? { removeAlways } : {}),
  }
}

export function fromFileOptions(rule: Acting, written: FileRuleOptions): RuleOptions {
  const {
    accessDays = null,
    accessUntil = null,
    startsAfter = null,
    startsOn = null,
    end = PLAIN_OPTIONS.end,
  } = written
  const { giveBack = true, noticeDays = null, skipTest = false, removeAlways = false } = written
  return toUsedOptions(rule, {
    accessDays,
    accessUntil,
    startsAfter,
    startsOn,
    end,
    giveBack,
    noticeDays,
    skipTest,
    removeAlways,
  })
}

export function findOptionMisfits({ options, ...rule }: FileRule): FileProblem[] {
  const used = listUsed(rule)
  const named = Object.keys(options) as (keyof FileRuleOptions)[]
  const { accessDays, accessUntil, startsAfter, startsOn, noticeDays } = options
  const misfits: [boolean, keyof FileRuleOptions, string][] = [
    [accessDays !== undefined && accessUntil !== undefined, 'accessUntil', 'Give either days or a date.'],
    [startsAfter !== undefined && startsOn !== undefined, 'startsOn', 'Give either days or a date.'],
    [isBefore(accessUntil, startsOn), 'accessUntil', 'is before the day access starts.'],
    [
      rule.trigger === 'access.ends_soon' && noticeDays === undefined,
      'noticeDays',
      'is missing: how many days before the end.',
    ],
  ]
  const { label } = KINDS.action(rule.action)
  return [
    ...named
      .filter((name) => !used.includes(name))
      .map((path) => ({ path, sentence: `is no option of ${label} on this trigger. Remove it.` })),
    ...misfits.flatMap(([is, path, sentence]) => (is ? [{ path, sentence }] : [])),
  ]
}

function listUsed({ action, trigger }: Acting): readonly (keyof FileRuleOptions)[] {
  const own = trigger === 'access.ends_soon' ? (['noticeDays'] as const) : USED[KINDS.action(action).effect]
  return [...own, 'skipTest']
}

function isBefore(date: string | undefined, other: string | undefined): boolean {
  return date !== undefined && other !== undefined && date < other
}

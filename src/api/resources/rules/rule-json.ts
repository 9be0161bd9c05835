/** A rule between its own form and JSON's. */
import { NO_CHOICE, PLAIN_OPTIONS, type Rule, type RuleOptions } from '../../../model/rule'
import type { TypedOptions } from './operations'

export const OPTION_NAMES = {
  access_days: 'accessDays',
  access_until: 'accessUntil',
  starts_after: 'startsAfter',
  starts_on: 'startsOn',
  end: 'end',
  give_back: 'giveBack',
  notice_days: 'noticeDays',
  skip_test: 'skipTest',
  remove_always: 'removeAlways',
} as const satisfies Record<keyof TypedOptions, keyof RuleOptions>

export function readOptions(typed: TypedOptions): Partial<RuleOptions> {
  const names = Object.keys(typed) as (keyof TypedOptions)[]
  return Object.fromEntries(names.map((name) => [OPTION_NAMES[name], typed[name]]))
}

export function toRuleJson({ id, name, product, integration, action, trigger, target, on, options }: Rule) {
  const { accessDays, accessUntil = null, startsAfter = null, startsOn = null, end } = options
  const { giveBack = true, noticeDays = null, skipTest, removeAlways } = options
  return {
    id,
    name,
    product,
    integration,
    action,
    trigger,
    on,
    target: target.id === NO_CHOICE ? null : target,
    options: {
      access_days: accessDays,
      access_until: accessUntil,
      starts_after: startsAfter,
      starts_on: startsOn,
      end,
      give_back: giveBack,
      notice_days: noticeDays,
      skip_test: skipTest,
      remove_always: removeAlways,
    },
  }
}

/** Those that are not as every rule has them. */
export function listOwnOptions(rule: Rule): TypedOptions {
  const plain: Partial<RuleOptions> = PLAIN_OPTIONS
  const own = Object.entries(toRuleJson(rule).options).filter(([name, value]) => {
    const usual = plain[OPTION_NAMES[name as keyof TypedOptions]] ?? null
    return JSON.stringify(value) !== JSON.stringify(usual)
  })
  return Object.fromEntries(own)
}

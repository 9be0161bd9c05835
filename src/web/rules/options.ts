import { z } from 'zod'
import type { Action } from '../../model/action'
import { type EndAccess, PLAIN_OPTIONS, type RuleOptions } from '../../model/rule'
import { RULE_NAME_CHARACTERS } from '../../rules/naming'
import { optionalLine } from '../http/form'

/** Ten years; beyond that, choose no end. */
const MOST_DAYS = 3650

export const optionFields = {
  access: z.enum(['none', 'days', '']).catch('none').default('none'),
  accessDays: z.string().default(''),
  end: z.enum(['at_once', 'later', 'paid', '']).catch('at_once').default('at_once'),
  endDays: z.string().default(''),
  tests: z.enum(['run', 'skip', '']).catch('run').default('run'),
  remove: z.string().default(''),
  name: optionalLine('The name', RULE_NAME_CHARACTERS),
}

type OptionForm = z.infer<z.ZodObject<typeof optionFields>>

/** Options irrelevant to the action keep their defaults. Otherwise errors by field. */
export function toOptions(
  { effect }: Action,
  typed: OptionForm,
): { ok: true; options: RuleOptions } | { ok: false; errors: Record<string, string> } {
  const skipTest = typed.tests === 'skip'
  if (effect === 'none') {
    return { ok: true, options: { ...PLAIN_OPTIONS, skipTest } }
  }
  if (effect === 'opens') {
    if (typed.access !== 'days') {
      return { ok: true, options: { ...PLAIN_OPTIONS, skipTest } }
    }
    const accessDays = days(typed.accessDays, 1)
    return accessDays === null
      ? { ok: false, errors: { accessDays: `Access lasts from 1 to ${MOST_DAYS} days.` } }
      : { ok: true, options: { ...PLAIN_OPTIONS, accessDays, skipTest } }
  }
  const end = toEnd(typed)
  return end === null
    ? { ok: false, errors: { endDays: `Access ends up to ${MOST_DAYS} days later: enter a whole number of days.` } }
    : { ok: true, options: { ...PLAIN_OPTIONS, end, skipTest, removeAlways: typed.remove === 'on' } }
}

function toEnd(typed: OptionForm): EndAccess | null {
  if (typed.end !== 'later' && typed.end !== 'paid') {
    return { when: 'at_once' }
  }
  const later = days(typed.endDays, typed.end === 'later' ? 1 : 0)
  return later === null ? null : { when: typed.end, days: later }
}

function days(typed: string, least: number): number | null {
  const text = typed.trim()
  const number = /^\d{1,5}$/.test(text) ? Number(text) : -1
  return number >= least && number <= MOST_DAYS ? number : null
}

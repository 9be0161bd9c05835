/** The options of the rule form, read into a rule's. */
import * as z from 'zod'
import type { Errors } from '../../../views/parts/error-summary'
import type { Action } from '../../model/action'
import { isCalendarDate } from '../../model/calendar-date'
import { type EndAccess, PLAIN_OPTIONS, type RuleOptions } from '../../model/rule'
import type { Trigger } from '../../model/trigger'
import { RULE_NAME_CHARACTERS } from '../../rules/naming'
import { MOST_DAYS, MOST_NOTICE_DAYS } from '../../rules/option-limits'
import { optionalLine } from '../http/form'

const DAYS_RANGE = 'a whole number of days from 1 to 99,999'
const DATE_EXAMPLE = 'a date that exists, such as 2026-12-24'

export const optionFields = {
  access: z.enum(['none', 'days', 'until', '']).catch('none').default('none'),
  accessDays: z.string().default(''),
  accessUntil: z.string().default(''),
  starts: z.enum(['now', 'later', 'on', '']).catch('now').default('now'),
  startsAfter: z.string().default(''),
  startsOn: z.string().default(''),
  end: z.enum(['at_once', 'later', 'paid', '']).catch('at_once').default('at_once'),
  endDays: z.string().default(''),
  back: z.enum(['on', 'off', '']).catch('on').default('on'),
  noticeDays: z.string().default(''),
  tests: z.enum(['run', 'skip', '']).catch('run').default('run'),
  removeAlways: z.string().default(''),
  name: optionalLine('The name', RULE_NAME_CHARACTERS),
}

export const OPTION_FIELDS = Object.keys(optionFields)

type OptionForm = Omit<z.infer<z.ZodObject<typeof optionFields>>, 'name'>
type ReadOption<Value> = { value: Value; errors: Errors }

/** Options irrelevant to the action keep their defaults. Otherwise errors by field. */
export function toOptions(
  action: Action,
  typed: OptionForm,
  trigger?: Trigger,
): { ok: true; options: RuleOptions } | { ok: false; errors: Errors } {
  const read = trigger === 'access.ends_soon' ? readNotice(typed) : readEffect(action, typed)
  return Object.keys(read.errors).length > 0
    ? { ok: false, errors: read.errors }
    : { ok: true, options: { ...PLAIN_OPTIONS, ...read.value, skipTest: typed.tests === 'skip' } }
}

function readEffect({ effect }: Action, typed: OptionForm): ReadOption<Partial<RuleOptions>> {
  switch (effect) {
    case 'opens':
      return readAccess(typed)
    case 'ends':
      return readEnding(typed)
    case 'none':
      return { value: {}, errors: {} }
  }
}

function readNotice({ noticeDays: typed }: OptionForm): ReadOption<Partial<RuleOptions>> {
  const noticeDays = readDays(typed, 1)
  return noticeDays === null || noticeDays > MOST_NOTICE_DAYS
    ? { value: {}, errors: { noticeDays: `Days before the end: enter a whole number from 1 to ${MOST_NOTICE_DAYS}.` } }
    : { value: { noticeDays }, errors: {} }
}

function readAccess(typed: OptionForm): ReadOption<Partial<RuleOptions>> {
  const lasts = readSpan(typed.access, 'Access lasts', {
    days: { field: 'accessDays', typed: typed.accessDays, wrong: `Access lasts: enter ${DAYS_RANGE}.` },
    date: { field: 'accessUntil', typed: typed.accessUntil, wrong: `Access lasts until: enter ${DATE_EXAMPLE}.` },
  })
  const starts = readSpan(typed.starts, 'Access starts', {
    days: { field: 'startsAfter', typed: typed.startsAfter, wrong: `Access starts later: enter ${DAYS_RANGE}.` },
    date: { field: 'startsOn', typed: typed.startsOn, wrong: `Access starts on: enter ${DATE_EXAMPLE}.` },
  })
  const [accessUntil, startsOn] = [lasts.value.date, starts.value.date]
  const backwards = accessUntil !== null && startsOn !== null && accessUntil < startsOn
  return {
    value: { accessDays: lasts.value.days, accessUntil, startsAfter: starts.value.days, startsOn },
    errors: {
      ...(backwards ? { accessUntil: 'Access lasts until: this is before the day it starts.' } : {}),
      ...lasts.errors,
      ...starts.errors,
    },
  }
}

interface SpanField {
  field: string
  typed: string
  wrong: string
}

const GIVEN_BY = { none: null, now: null, '': null, days: 'days', later: 'days', until: 'date', on: 'date' } as const

/** Days, or a date, or neither. */
function readSpan(
  chosen: keyof typeof GIVEN_BY,
  legend: string,
  { days, date }: { days: SpanField; date: SpanField },
): ReadOption<{ days: number | null; date: string | null }> {
  const nothing = { days: null, date: null }
  const given = GIVEN_BY[chosen]
  if (given === null) {
    return { value: nothing, errors: {} }
  }
  if (days.typed.trim() !== '' && date.typed.trim() !== '') {
    const other = given === 'date' ? days.field : date.field
    return {
      value: nothing,
      errors: { [other]: `${legend}: give either days or a date, and clear the other.` },
    }
  }
  if (given === 'date') {
    const text = date.typed.trim()
    return isCalendarDate(text)
      ? { value: { days: null, date: text }, errors: {} }
      : { value: nothing, errors: { [date.field]: date.wrong } }
  }
  const count = readDays(days.typed, 1)
  return { value: { days: count, date: null }, errors: count === null ? { [days.field]: days.wrong } : {} }
}

function readEnding(typed: OptionForm): ReadOption<Partial<RuleOptions>> {
  const removeAlways = typed.removeAlways === 'on'
  const giveBack = typed.back !== 'off'
  const end = readEnd(typed)
  return {
    value: { removeAlways, giveBack, ...(end === null ? {} : { end }) },
    errors: end === null ? { endDays: `End access: enter ${DAYS_RANGE}.` } : {},
  }
}

function readEnd(typed: OptionForm): EndAccess | null {
  if (typed.end !== 'later' && typed.end !== 'paid') {
    return { when: 'at_once' }
  }
  // A paid period without a date may end on the day of its payment.
  const days = readDays(typed.endDays, typed.end === 'later' ? 1 : 0)
  return days === null ? null : { when: typed.end, days }
}

function readDays(typed: string, least: number): number | null {
  const text = typed.trim()
  const number = /^\d{1,5}$/.test(text) ? Number(text) : -1
  return number >= least && number <= MOST_DAYS ? number : null
}

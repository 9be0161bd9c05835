/** A configuration as its file has it, version 1. References go by names and by ids of the store and the site, never by ids of rows. */
import * as z from 'zod'
import { WEEKDAYS } from '../alerts/describe'
import { CAUSE_KINDS } from '../model/alert'
import { isCalendarDate } from '../model/calendar-date'
import { EVENT_TYPES, type EventType } from '../model/event-type'
import { NAME_CHARS } from '../model/shorten'
import { isZone } from '../model/time-zone'
import { isCourseTrigger, isTrigger, type Trigger } from '../model/trigger'
import type { WordMeaning } from '../model/word-meaning'
import { MOST_DAYS, MOST_NOTICE_DAYS } from '../rules/option-limits'

export const CONFIGURATION_VERSION = 1
export const CONFIGURATION_FILE = 'enrollwire.json'
/** Where its JSON Schema is published. */
export const CONFIGURATION_SCHEMA_PATH = '/schemas/configuration.json'

const NAME_CHARACTERS = 200
const ID_CHARACTERS = 120
const MOST_RULES = 2_000
const MOST_PRODUCTS = 5_000
const MOST_OF_A_KIND = 100
const MOST_FAILURES = 30
const LAST_HOUR = 23

const WHOLE_NUMBER = 'should be a whole number'
const DATE = 'should be a date that exists, such as 2026-12-24'

const name = (most = NAME_CHARACTERS) =>
  z
    .string()
    .trim()
    .min(1, { error: 'should not be empty' })
    .refine((text) => [...text].length <= most, { error: `is longer than ${most} characters` })
    .refine((text) => !/\p{Cc}/u.test(text), { error: 'should be a single line without control characters' })

const id = name(ID_CHARACTERS)
/** What senders and sites name, as long as it is stored. */
const foreignName = name(NAME_CHARS)
const count = (least: number, most: number) => {
  const error = `${WHOLE_NUMBER} from ${least} to ${most.toLocaleString('en')}`
  return z.int({ error: WHOLE_NUMBER }).min(least, { error }).max(most, { error })
}
const days = (least = 1) => count(least, MOST_DAYS)
const date = z.string().refine(isCalendarDate, { error: DATE })
const hour = count(0, LAST_HOUR)

const trigger = z
  .string()
  .refine(isTrigger, { error: 'is no trigger of this version' })
  .transform((word) => word as Trigger)

const meaning = z
  .string()
  .refine((word) => ([...EVENT_TYPES, 'ignore'] as string[]).includes(word) || isCourseTrigger(word), {
    error: 'should be “ignore” or a type of event, such as “product.refunded”',
  })
  .transform((word) => word as EventType as WordMeaning)

const end = z.discriminatedUnion('when', [
  z.strictObject({ when: z.literal('at_once') }),
  z.strictObject({ when: z.literal('later'), days: days() }),
  z.strictObject({ when: z.literal('paid'), days: days(0) }),
])

const options = z.strictObject({
  accessDays: days().optional(),
  accessUntil: date.optional(),
  startsAfter: days().optional(),
  startsOn: date.optional(),
  end: end.optional(),
  giveBack: z.boolean().optional(),
  noticeDays: count(1, MOST_NOTICE_DAYS).optional(),
  skipTest: z.boolean().optional(),
  removeAlways: z.boolean().optional(),
})

const rule = z.strictObject({
  id: id.regex(/^[!-~]+$/, { error: 'should be letters, digits and signs without spaces' }).optional(),
  name: name().optional(),
  on: z.boolean().default(true),
  product: name(),
  trigger,
  integration: name(),
  action: name(),
  target: z.strictObject({ id, name: foreignName.optional() }).optional(),
  options: options.default({}),
})

const mapping = z.strictObject({ field: name(), to: id, label: foreignName.optional() })

const integration = z.strictObject({
  name: name(),
  kind: name(),
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  mappings: z.array(mapping).max(MOST_OF_A_KIND).default([]),
})

const channel = z.strictObject({
  name: name(),
  kind: name(),
  on: z.boolean().default(true),
  alerts: z.array(z.enum(CAUSE_KINDS)).default([]),
  quietHours: z.strictObject({ from: hour, until: hour }).optional(),
  digest: z.strictObject({ weekday: z.enum(WEEKDAYS), hour }).optional(),
})

export const configurationSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(CONFIGURATION_VERSION),
  timeZone: z.string().refine(isZone, { error: 'is no time zone, such as “Europe/Vienna”' }).optional(),
  delinquentAfter: count(1, MOST_FAILURES).optional(),
  integrations: z.array(integration).max(MOST_OF_A_KIND).default([]),
  products: z
    .array(z.strictObject({ id: name(), name: foreignName }))
    .max(MOST_PRODUCTS)
    .default([]),
  rules: z.array(rule).max(MOST_RULES).default([]),
  words: z
    .array(z.strictObject({ format: name(), word: name(), meaning }))
    .max(MOST_PRODUCTS)
    .default([]),
  alerts: z.array(channel).max(MOST_OF_A_KIND).default([]),
})

export type ConfigurationFile = z.output<typeof configurationSchema>
export type FileRule = ConfigurationFile['rules'][number]
export type FileRuleOptions = FileRule['options']
export type FileIntegration = ConfigurationFile['integrations'][number]
export type FileChannel = ConfigurationFile['alerts'][number]
export type FileWord = ConfigurationFile['words'][number]
export type FileSettings = FileIntegration['settings']

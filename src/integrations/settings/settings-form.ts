/** The part of New Integration and Edit that is a kind's own: fields as data, since pages are drawn elsewhere. */
import * as z from 'zod'

export interface SettingsForm<Settings extends object = object> {
  /** Under the title of New Integration. */
  lead: string
  /** After "… is connected." */
  connected: string
  /** @param now the settings being edited; null for a new integration */
  fields(now: Settings | null): FormField[]
  /** What each of its fields must hold, by name. */
  schema(now: Settings | null): Record<string, z.ZodType>
  values(settings: Settings): Record<string, string>
  /** What was typed, once `schema` took it. @param typed its output */
  read(typed: Record<string, unknown>, now: Settings | null): FormAnswer<Settings>
  /** The fields a refused check is shown at. */
  at: { secret: string; site: string }
  /** What to prepare on the other side first. */
  before: { title: string; points: { lead: string; text: string }[]; screen?: Screen } | null
}

/** A page of the other side, to be drawn. */
export interface Screen {
  /** How to get there: Settings, Code & analytics, API. */
  path: string[]
  /** Empty where the name does not matter. */
  menu: string[]
  open: string
  /** `callout`: what to do with it. `button`: at its end. */
  rows: { label: string; value: string; callout: string; button?: string }[]
}

/** `secret`: a credential to seal; null where the stored one stays. */
export type FormAnswer<Settings extends object> =
  | { ok: true; settings: Settings; secret: string | null }
  | { ok: false; field: string; sentence: string }

export interface FormField {
  name: string
  label: string
  type: 'text' | 'password' | 'number' | 'check'
  hint?: string
  placeholder?: string
  /** It may hold a token: the audit trail says that it changed, and no more. */
  confidential?: true
  required?: boolean
  optional?: boolean
  autocomplete?: string
  /** Attributes of the input: min, max, inputmode. */
  extra?: Record<string, string | number>
}

export function wholeNumber(label: string, least: number, most: number) {
  const words = `${label} is a whole number from ${least} to ${most}.`
  return z
    .string({ error: words })
    .trim()
    .regex(/^\d{1,9}$/, { error: words, abort: true })
    .transform(Number)
    .refine((number) => number >= least && number <= most, { error: words })
}

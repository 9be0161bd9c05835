import { zValidator } from '@hono/zod-validator'
import type { Context } from 'hono'
import * as z from 'zod'
import type { FormValues } from '../../../views/parts/form-values'
import type { Web } from './context'

/** With the id that makes a second submit harmless. */
export function newForm(values: Record<string, string> = {}): FormValues {
  return { values: { id: crypto.randomUUID(), ...values }, errors: {} }
}

/** Travels with a form unseen: the stamp of what it was made from. */
export const madeFrom = z.string().default('')

/** An error only the handler can detect. The empty field name stands for the whole form. */
export function withError(values: Record<string, string>, field: string, text: string): FormValues {
  return { values, errors: { [field]: text } }
}

/** Made from what is stored now, unless it was typed into before: then it keeps the stamp it came with. */
export function withMadeFrom({ values, errors }: FormValues, now: string): FormValues {
  return { values: { ...values, madeFrom: values.madeFrom ?? now }, errors }
}

/** On errors the handler does not run: `refused` shows the form again, with status 422. */
export function validateForm<T extends z.ZodType>(
  schema: T,
  refused: (c: Context<Web>, filled: FormValues) => Promise<Response>,
) {
  return zValidator('form', schema, (result, c) => {
    if (result.success) {
      return
    }
    return refused(c as Context<Web>, toFilled(result.data, result.error))
  })
}

export function toFilled(typed: unknown, { issues }: Pick<z.ZodError, 'issues'>): FormValues {
  return { values: textValues(typed), errors: toErrors(issues) }
}

/** One line of text without control characters, trimmed; `most` counts characters as people do. */
export function line(label: string, most: number) {
  return z
    .string({ error: `${label} is missing.` })
    .transform(tidy)
    .refine((text) => text !== '', { error: `${label} is missing.`, abort: true })
    .refine((text) => countCharacters(text) <= most, {
      error: (issue) => describeTooLong(label, most, String(issue.input)),
    })
}

/** Missing or blank becomes the empty text. */
export function optionalLine(label: string, most: number) {
  return z
    .string()
    .default('')
    .transform(tidy)
    .refine((text) => countCharacters(text) <= most, {
      error: (issue) => describeTooLong(label, most, String(issue.input)),
    })
}

/** A field that may come once, often (a box ticked for each) or not at all. */
export const textList = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((value) => [value].flat())

/** Makes a second submit harmless. */
export const formId = z.uuid({ error: 'This form is damaged. Reload the page and try again.' })

/** The id of a form without other checks; a new one where it has none. */
export function readFormId(typed: string | undefined): string {
  return formId.safeParse(typed).data ?? crypto.randomUUID()
}

/** As typed; files and repeated fields are left out. */
export function textValues(data: unknown): Record<string, string> {
  const entries = Object.entries(data ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return Object.fromEntries(entries)
}

function toErrors(issues: readonly { path: PropertyKey[]; message: string }[]): Record<string, string> {
  const errors: Record<string, string> = {}
  // Show only a field's first error.
  for (const { path, message } of issues) {
    errors[String(path[0] ?? '')] ??= message
  }
  return errors
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const CONTROL = /[\u0000-\u001f\u007f]+/g

function tidy(text: string): string {
  return text.replace(CONTROL, ' ').trim().normalize('NFC')
}

function countCharacters(text: string): number {
  return [...text].length
}

function describeTooLong(label: string, most: number, text: string): string {
  return `${label} has ${countCharacters(text).toLocaleString('en')} characters; the most is ${most}.`
}

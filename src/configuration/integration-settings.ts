/** An integration's settings as a file has them: the fields of its kind's form that are no secret. */
import * as z from 'zod'
import type { IntegrationKind } from '../integrations/kind'
import type { FormAnswer, FormField } from '../integrations/settings/settings-form'
import type { FileSettings } from './format'
import type { FileProblem } from './problem'

const TICKED = 'on'
const TYPES = { text: 'string', password: 'string', number: 'number', check: 'boolean' } as const
const SHOULD_BE = { string: 'should be text', number: 'should be a number', boolean: 'should be true or false' }

export function toFileSettings(kind: IntegrationKind, settings: object): FileSettings {
  const values = kind.form.values(settings)
  const shown = kind.form.fields(settings).filter(isOpen)
  return Object.fromEntries(shown.map((field) => [field.name, toFileValue(field, values[field.name] ?? '')]))
}

/** What a file of an integration may say, and what an editor should know of it. */
export function listOpenFields(kind: IntegrationKind): FormField[] {
  const made = exampleOf(kind)
  return made === null ? [] : kind.form.fields(made).filter(isOpen)
}

/** What only a person can type: a credential, or an address that may hold a token. */
export function listAskedFields(kind: IntegrationKind): FormField[] {
  return kind.form.fields(null).filter((field) => !isOpen(field))
}

/** The settings in the spelling of an export, or what is wrong with them. */
export function readFileSettings(
  kind: IntegrationKind,
  written: FileSettings,
): { ok: true; settings: FileSettings } | { ok: false; problems: FileProblem[] } {
  const known = listOpenFields(kind)
  const unknown = Object.keys(written).filter((name) => !known.some((field) => field.name === name))
  if (unknown.length > 0) {
    const names = known.map(({ name }) => `“${name}”`).join(', ')
    const sentence = `is no setting of ${kind.title}, which has ${names === '' ? 'none' : names}`
    return { ok: false, problems: unknown.map((name) => ({ path: name, sentence })) }
  }
  const mistyped = known.flatMap(({ name, type }) => {
    const is = written[name]
    return is === undefined || typeof is === TYPES[type] ? [] : [{ path: name, sentence: SHOULD_BE[TYPES[type]] }]
  })
  if (mistyped.length > 0) {
    return { ok: false, problems: mistyped }
  }
  const read = readAll(kind, toTyped(written))
  if (!read.ok) {
    const own = read.problems.filter(({ path }) => path in written || path === kind.form.at.site)
    return own.length > 0 ? { ok: false, problems: own } : { ok: true, settings: written }
  }
  const all = toFileSettings(kind, read.settings)
  return { ok: true, settings: Object.fromEntries(Object.entries(all).filter(([name]) => name in written)) }
}

/** The settings of a new integration. @param asked what was typed, by the names of `listAskedFields` */
export function readNewSettings(
  kind: IntegrationKind,
  written: FileSettings,
  asked: Record<string, string>,
): FormAnswer<object> {
  return readTyped(kind, { ...toTyped(written), ...asked }, null)
}

/** The settings of an integration that is here, changed as written; its site and its credential stay. */
export function readChangedSettings(kind: IntegrationKind, now: object, written: FileSettings): FormAnswer<object> {
  const { [kind.form.at.site]: _, ...changed } = toTyped(written)
  const unticked = Object.entries(written).flatMap(([name, value]) => (value === false ? [name] : []))
  const typed = { ...kind.form.values(now), ...changed }
  return readTyped(kind, Object.fromEntries(Object.entries(typed).filter(([name]) => !unticked.includes(name))), now)
}

function readTyped(kind: IntegrationKind, typed: Record<string, string>, now: object | null): FormAnswer<object> {
  const made = now ?? exampleOf(kind)
  const schema = { ...(made === null ? {} : kind.form.schema(made)), ...kind.form.schema(now) }
  const wanted = Object.fromEntries(
    Object.entries(schema).filter(([name]) => now !== null || isNeeded(kind, name, typed)),
  )
  const parsed = z.object(wanted).safeParse(withoutBlanks(typed))
  if (!parsed.success) {
    const [first] = parsed.error.issues
    return { ok: false, field: String(first?.path[0] ?? ''), sentence: first?.message ?? '' }
  }
  return kind.form.read(parsed.data, now)
}

/** A new integration has its kind's own value for what its form does not ask and its file does not say. */
function isNeeded(kind: IntegrationKind, name: string, typed: Record<string, string>): boolean {
  return name in typed || name in kind.form.schema(null)
}

function readAll(
  kind: IntegrationKind,
  typed: Record<string, string>,
): { ok: true; settings: object } | { ok: false; problems: FileProblem[] } {
  const read = readTyped(kind, { ...placeholders(kind), ...typed }, null)
  return read.ok
    ? { ok: true, settings: read.settings }
    : { ok: false, problems: [{ path: read.field, sentence: read.sentence }] }
}

/** Settings that any form of the kind may be drawn for; null where its placeholders are no good examples. */
function exampleOf(kind: IntegrationKind): object | null {
  const parsed = z.object(kind.form.schema(null)).safeParse(placeholders(kind))
  const read = parsed.success ? kind.form.read(parsed.data, null) : null
  return read?.ok ? read.settings : null
}

function placeholders(kind: IntegrationKind): Record<string, string> {
  return Object.fromEntries(kind.form.fields(null).map(({ name, placeholder }) => [name, placeholder ?? 'example']))
}

function isOpen({ type, confidential }: FormField): boolean {
  return type !== 'password' && confidential !== true
}

function toFileValue({ type }: FormField, value: string): string | number | boolean {
  if (type === 'check') {
    return value !== ''
  }
  return type === 'number' && value !== '' ? Number(value) : value
}

function toTyped(written: FileSettings): Record<string, string> {
  const texts = Object.entries(written).flatMap(([name, value]) => {
    const text = typeof value === 'boolean' ? TICKED : String(value)
    return value === false ? [] : [[name, text] as const]
  })
  return Object.fromEntries(texts)
}

function withoutBlanks(typed: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== ''))
}

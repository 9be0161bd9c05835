/** Custom fields as text, by name. A malformed field is dropped; the others stay. */
import { type Body, type FieldReader, isBlank, toList } from './field-reader'
import { cleanText } from './text'
import { NAMED_TWICE } from './unreadable'

/** About what Thinkific's text fields may hold. */
const MAX_FIELD_LENGTH = 2000
const MAX_FIELDS = 100

interface NamedField {
  name: unknown
  content: unknown
  /** Where it is, for one that cannot be named. */
  path: string
}

/** Accepts `{ name: value }`, `{ name: { value } }`, `[{ name: value }]` and `[{ name, value }]`, where `label`, `key` or `slug` may stand for `name`. */
export function readCustomFields(value: unknown, path: string, read: FieldReader): Record<string, string> {
  const fields: Record<string, string> = {}
  const twice: string[] = []
  let count = 0
  for (const field of listFields(value, path, read)) {
    const label = readLabel(field, read)
    const text = label === null ? null : fieldText(field.content, `${path}.${label}`, read)
    if (label === null || text === null) {
      continue
    }
    const isKnown = Object.hasOwn(fields, label)
    if (isKnown && fields[label] !== text && !twice.includes(label)) {
      twice.push(label)
    } else if (!isKnown && count === MAX_FIELDS) {
      read.ignore(path, `more than ${MAX_FIELDS}`)
      break
    }
    count += isKnown ? 0 : 1
    fields[label] = text
  }
  for (const label of twice) {
    read.ignore(`${path}.${label}`, NAMED_TWICE.why)
    delete fields[label]
  }
  return fields
}

function readLabel({ name, content, path }: NamedField, read: FieldReader): string | null {
  const label = cleanText(name)
  if (label === null) {
    return content === undefined || content === null || isBlank(content) ? null : read.ignore(path, 'without a name')
  }
  return label === '__proto__' ? null : label
}

function listFields(value: unknown, path: string, read: FieldReader): NamedField[] {
  const given = typeof value === 'string' && /^\s*\[/.test(value) ? toList(value) : value
  if (!Array.isArray(given)) {
    const known = read.object(given, path)
    return known === null ? [] : Object.keys(known).map((name) => numberedField(name, known[name], path))
  }
  return given.flatMap((one, index) => {
    const field = read.object(one, `${path}[${index}]`)
    return field === null ? [] : listedField(field, `${path}[${index}]`, read)
  })
}

/** Forms number their fields, from 0 or 1: `{ 1: { name: 'Company', value: 'Acme' } }`. */
function numberedField(number: string, one: unknown, path: string): NamedField {
  const isNumbered = /^\d+$/.test(number) && isNamed(one)
  return isNumbered ? namedField(one, `${path}[${number}]`) : { name: number, content: unwrap(one), path }
}

function listedField(field: Body, path: string, read: FieldReader): NamedField[] {
  if (isNamed(field)) {
    return [namedField(field, path)]
  }
  const entries = Object.entries(field)
  if (entries.length > 1) {
    read.ignore(path, 'not a name and a value')
    return []
  }
  return entries.map(([name, one]) => ({ name, content: unwrap(one), path }))
}

function namedField(field: Body, path: string): NamedField {
  const name = NAMES.map((one) => cleanText(field[one])).find((one) => one !== null)
  return { name, content: field.value, path }
}

const NAMES = ['name', 'label', 'key', 'slug']

function isNamed(field: unknown): field is Body {
  return typeof field === 'object' && field !== null && NAMES.some((name) => name in field)
}

function unwrap(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'value' in value ? value.value : value
}

function fieldText(value: unknown, path: string, read: FieldReader): string | null {
  if (typeof value === 'boolean') {
    return String(value)
  }
  if (!Array.isArray(value)) {
    return read.text(value, path, MAX_FIELD_LENGTH)
  }
  const parts = value.flatMap((one) => (Array.isArray(one) ? [] : (fieldText(one, path, read) ?? [])))
  return cleanText(parts.join(', '), MAX_FIELD_LENGTH)
}

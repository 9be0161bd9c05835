/** Custom fields as text, by name. A malformed field is dropped; the others stay. */
import type { Body, FieldReader } from './field-reader'
import { cleanText } from './text'

/** About what Thinkific's text fields may hold. */
const MAX_FIELD_LENGTH = 2000
const MAX_FIELDS = 100

/** Accepts `{ name: value }`, `{ name: { value } }`, `[{ name: value }]` and `[{ name, value }]`, where `label`, `key` or `slug` may stand for `name`. */
export function readCustomFields(value: unknown, path: string, read: FieldReader): Record<string, string> {
  const fields: Record<string, string> = {}
  let count = 0
  for (const [name, content] of listPairs(value, path, read)) {
    const label = cleanText(name)
    const text = label === null || label === '__proto__' ? null : fieldText(content, `${path}.${label}`, read)
    if (label === null || text === null) {
      continue
    }
    if (count === MAX_FIELDS) {
      read.ignore(path, `more than ${MAX_FIELDS}`)
      break
    }
    count += Object.hasOwn(fields, label) ? 0 : 1
    fields[label] = text
  }
  return fields
}

function listPairs(value: unknown, path: string, read: FieldReader): [unknown, unknown][] {
  if (!Array.isArray(value)) {
    const known = read.object(value, path)
    return known === null ? [] : Object.entries(known).map(([name, one]) => numberedPair(name, one))
  }
  return value.flatMap((one, index) => {
    const field = read.object(one, `${path}[${index}]`)
    return field === null ? [] : listedPair(field, `${path}[${index}]`, read)
  })
}

/** Forms number their fields, from 0 or 1: `{ 1: { name: 'Company', value: 'Acme' } }`. */
function numberedPair(number: string, one: unknown): [unknown, unknown] {
  return /^\d+$/.test(number) && isNamed(one) ? namedPair(one) : [number, unwrap(one)]
}

function listedPair(field: Body, path: string, read: FieldReader): [unknown, unknown][] {
  if (isNamed(field)) {
    return [namedPair(field)]
  }
  const entries = Object.entries(field)
  if (entries.length > 1) {
    read.ignore(path, 'not a name and a value')
    return []
  }
  return entries.map(([name, one]) => [name, unwrap(one)])
}

function namedPair(field: Body): [unknown, unknown] {
  return [NAMES.map((name) => cleanText(field[name])).find((name) => name !== null), field.value]
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

/** What a program would send: a value for each required field, and for each that has an example. */
import { type OpenApiDocument, resolveSchema, type Schema } from './document'

const BY_FORMAT: Record<string, string> = {
  'date-time': '2026-11-20T10:15:00.000Z',
  date: '2026-12-24',
  email: 'ada@example.com',
}

/** @param name of the field, which stands for a text without an example */
export function exampleOf(document: OpenApiDocument, given: Schema, name = ''): unknown {
  const schema = resolveSchema(document, given)
  const { example, const: constant, enum: values = [], anyOf, oneOf, type, format = '' } = schema
  const [choice] = (anyOf ?? oneOf ?? []).filter((one) => one.type !== 'null')
  if (example !== undefined || constant !== undefined || values.length > 0) {
    return example ?? constant ?? values[0]
  }
  if (choice !== undefined) {
    return exampleOf(document, choice, name)
  }
  switch ([type ?? []].flat()[0]) {
    case 'object':
      return exampleObject(document, schema)
    case 'array':
      return [exampleOf(document, schema.items ?? {}, name)]
    case 'integer':
    case 'number':
      return schema.default ?? 1
    case 'boolean':
      return schema.default ?? true
    case 'null':
      return null
    default:
      return BY_FORMAT[format] ?? (name === 'email' ? BY_FORMAT.email : name.toUpperCase().replaceAll('_', '-'))
  }
}

function exampleObject(document: OpenApiDocument, { properties = {}, required = [] }: Schema): Record<string, unknown> {
  const shown = Object.entries(properties).filter(([name, one]) => required.includes(name) || one.example !== undefined)
  const entries = shown.length > 0 ? shown : Object.entries(properties).slice(0, 1)
  return Object.fromEntries(entries.map(([name, one]) => [name, exampleOf(document, one, name)]))
}

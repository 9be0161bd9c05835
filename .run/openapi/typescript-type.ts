/** A schema as a TypeScript type, on one line. */
import { componentOf, type Schema } from './document'

export function toType(schema: Schema): string {
  const name = componentOf(schema)
  if (name !== null) {
    return name
  }
  const { enum: values, anyOf, oneOf, allOf } = schema
  if (schema.const !== undefined) {
    return JSON.stringify(schema.const)
  }
  if (values !== undefined) {
    return union(values.map((value) => JSON.stringify(value)))
  }
  if (allOf !== undefined) {
    return allOf.map(toType).join(' & ')
  }
  const choices = anyOf ?? oneOf
  return choices === undefined
    ? union([schema.type ?? 'unknown'].flat().map((type) => toPlain(schema, type)))
    : union(choices.map(toType))
}

function union(types: string[]): string {
  const all = new Set(types.flatMap((type) => (/[{<(]/.test(type) ? [type] : type.split(' | '))))
  return [...all].sort((a, b) => Number(a === 'null') - Number(b === 'null')).join(' | ')
}

function toPlain(schema: Schema, type: string): string {
  switch (type) {
    case 'integer':
      return 'number'
    case 'array': {
      const item = toType(schema.items ?? {})
      return /[|&]/.test(item) ? `(${item})[]` : `${item}[]`
    }
    case 'object':
      return toObject(schema)
    default:
      return type
  }
}

function toObject({ properties, required = [], additionalProperties }: Schema): string {
  if (properties === undefined) {
    const value = typeof additionalProperties === 'object' ? toType(additionalProperties) : 'unknown'
    return `Record<string, ${value}>`
  }
  const fields = Object.entries(properties).map(
    ([name, one]) => `${name}${required.includes(name) ? '' : '?'}: ${toType(one)}`,
  )
  return fields.length === 0 ? 'Record<string, never>' : `{ ${fields.join('; ')} }`
}

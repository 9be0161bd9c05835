/** Data that a JSON Schema allows, as far as it says. */
import fc from 'fast-check'
import { oddData, oddText } from '../fuzz/odd'
import type { JsonSchema } from './document'

/** @param ids of a shop, where they may fit */
export function valid(schema: JsonSchema, ids: string[]): fc.Arbitrary<unknown> {
  const options = schema.anyOf ?? schema.oneOf
  if (options !== undefined) {
    return fc.oneof(...options.map((one) => valid(one, ids)))
  }
  if (schema.enum !== undefined || schema.const !== undefined) {
    return fc.constantFrom(...(schema.enum ?? [schema.const]))
  }
  const types = [schema.type ?? 'anything'].flat()
  return fc.oneof(...types.map((type) => ofType(type, schema, ids)))
}

function ofType(type: string, schema: JsonSchema, ids: string[]): fc.Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
    case 'number':
      return fc.integer({ min: Math.max(schema.minimum ?? 0, -1e6), max: Math.min(schema.maximum ?? 1000, 1e6) })
    case 'array':
      return fc.array(valid(schema.items ?? {}, ids), { minLength: schema.minItems ?? 0, maxLength: 3 })
    case 'object':
      return ofObject(schema, ids)
    case 'string':
      return schema.format === 'date-time'
        ? fc.constantFrom('2026-11-20T10:15:00Z', '2026-11-20T10:15:00+02:00')
        : fc.oneof(fc.constantFrom(...ids), fc.constantFrom('2026-12-24', 'ada@example.com'), oddText)
    default:
      return oddData
  }
}

function ofObject({ properties = {}, required = [], additionalProperties }: JsonSchema, ids: string[]) {
  const known = fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, valid(schema, ids)])),
    { requiredKeys: required.filter((name) => name in properties) },
  )
  return typeof additionalProperties === 'object'
    ? fc.dictionary(fc.constantFrom(...ids), valid(additionalProperties, ids), { maxKeys: 3 })
    : known
}

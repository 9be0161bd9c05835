/** The fields of a schema, nested ones under dotted names. */
import { type OpenApiDocument, resolveSchema, type Schema } from './document'
import { toType } from './typescript-type'

export interface Field {
  /** `customer.email`, `items[].product_id` */
  name: string
  type: string
  required: boolean
  description: string
}

export function listFields(document: OpenApiDocument, schema: Schema): Field[] {
  const { properties = {}, required = [] } = resolveSchema(document, schema)
  return Object.entries(properties).flatMap(([name, one]) => listField(document, name, one, required.includes(name)))
}

function listField(document: OpenApiDocument, name: string, schema: Schema, required: boolean): Field[] {
  const { description = '', default: usual } = schema
  const note = usual === undefined ? '' : `Without it: \`${JSON.stringify(usual)}\`.`
  const own = { name, required, description: [description, note].filter(Boolean).join(' ') }
  const inside = objectIn(schema)
  if (inside === null) {
    return [{ ...own, type: toType(schema) }]
  }
  const prefix = inside.list ? `${name}[].` : `${name}.`
  const type = `${inside.list ? 'object[]' : 'object'}${inside.nullable ? ' | null' : ''}`
  const nested = listFields(document, inside.object).map((field) => ({ ...field, name: prefix + field.name }))
  return [{ ...own, type }, ...nested]
}

/** An object whose fields are listed one by one: neither a component, which has a table of its own, nor one of several. */
function objectIn(schema: Schema): { object: Schema; list: boolean; nullable: boolean } | null {
  const choices = schema.anyOf ?? [schema]
  const present = choices.filter(({ type }) => type !== 'null')
  const [only] = present
  if (only === undefined || present.length > 1) {
    return null
  }
  const types = [only.type ?? []].flat()
  const nullable = present.length < choices.length || types.includes('null')
  const object = types.includes('array') ? only.items : only
  return object?.properties === undefined ? null : { object, list: object !== only, nullable }
}

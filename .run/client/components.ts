/** The document's named schemas, as exported types. */
import type { OpenApiDocument, Schema } from '../openapi/document'
import { toType } from '../openapi/typescript-type'

export function writeComponents({ paths, components: { schemas = {} } }: OpenApiDocument): string {
  const uses = JSON.stringify([paths, schemas])
  return Object.entries(schemas)
    .filter(([name]) => uses.includes(`"#/components/schemas/${name}"`))
    .map(([name, schema]) => writeComponent(name, schema))
    .join('\n\n')
}

function writeComponent(name: string, schema: Schema): string {
  const { properties, required = [], description } = schema
  const head = writeDoc(description)
  if (properties === undefined) {
    return `${head}export type ${name} = ${toType(schema)}`
  }
  const fields = Object.entries(properties).map(
    ([field, one]) => `${writeDoc(one.description)}${field}${required.includes(field) ? '' : '?'}: ${toType(one)}`,
  )
  return `${head}export interface ${name} {\n${fields.join('\n')}\n}`
}

export function writeDoc(text = ''): string {
  const lines = text.replaceAll('*/', '*\\/').split('\n')
  if (text === '') {
    return ''
  }
  return lines.length === 1
    ? `/** ${text} */\n`
    : `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */\n`
}

/** A call as one would write it: in a terminal, and in TypeScript with the client. */
import { type Call, listedItem, type OpenApiDocument, type Parameter } from '../openapi/document'
import { exampleOf } from '../openapi/example'

/** The reference's script puts the reader's own address in its place. */
export const ORIGIN = 'https://enrollwire.example.com'

export interface Samples {
  curl: string
  typescript: string
}

export function writeSamples(document: OpenApiDocument, call: Call): Samples {
  return { curl: writeCurl(document, call), typescript: writeTypeScript(document, call) }
}

function writeCurl(document: OpenApiDocument, call: Call): string {
  const path = call.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(sampleValue(document, call, name))),
  )
  const lines = [
    `curl ${call.method === 'GET' ? '' : `-X ${call.method} `}${ORIGIN}/api/v1${path}`,
    '-H "Authorization: Bearer $ENROLLWIRE_TOKEN"',
    ...(call.method === 'GET' ? [] : ['-H "Idempotency-Key: $(uuidgen)"']),
    ...(call.body === null
      ? []
      : ['-H "Content-Type: application/json"', `-d ${shellWord(JSON.stringify(exampleOf(document, call.body)))}`]),
    ...(call.file === null ? [] : [`-F ${call.file}=@orders.csv`]),
  ]
  return lines.join(' \\\n  ')
}

function writeTypeScript(document: OpenApiDocument, call: Call): string {
  const given = call.parameters
    .filter((one) => one.in === 'path')
    .map(({ name }) => typeScriptValue(sampleValue(document, call, name)))
  if (call.body !== null) {
    given.push(typeScriptValue(exampleOf(document, call.body)))
  }
  if (call.file !== null) {
    given.push("new Blob([await readFile('orders.csv')])")
  }
  const required = call.parameters.filter((one) => one.in === 'query' && one.required)
  if (required.length > 0) {
    given.push(
      typeScriptValue(Object.fromEntries(required.map(({ name }) => [name, sampleValue(document, call, name)]))),
    )
  }
  const asked = `enrollwire.${call.id}(${given.join(', ')})`
  return listedItem(document, call) === null
    ? `const answer = await ${asked}`
    : `for await (const item of ${asked}) {\n  console.log(item)\n}`
}

function sampleValue(document: OpenApiDocument, { parameters }: Call, name: string): unknown {
  const found = parameters.find((one) => one.name === name)
  return found === undefined ? name : exampleOf(document, withExample(found), name)
}

/** An example may be said of the parameter, or of its schema. */
function withExample({ schema, ...parameter }: Parameter) {
  const { example } = parameter as { example?: unknown }
  return example === undefined ? schema : { ...schema, example }
}

function typeScriptValue(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(typeScriptValue).join(', ')}]`
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(([name, one]) => `${name}: ${typeScriptValue(one)}`)
    return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
  }
  return typeof value === 'string' ? `'${value.replaceAll("'", "\\'")}'` : String(value)
}

function shellWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/** A function for each operation. */
import {
  type Call,
  listCalls,
  listedItem,
  type OpenApiDocument,
  type Parameter,
  resolveSchema,
  type Schema,
  successOf,
} from '../openapi/document'
import { toType } from '../openapi/typescript-type'
import { writeDoc } from './components'

/** Its items, and the next cursor. */
const PLAIN_PAGE_FIELDS = 2
const RESERVED = ['import', 'delete', 'default', 'package', 'body', 'query', 'options']

export function writeFunctions(document: OpenApiDocument): string {
  return listCalls(document)
    .map((call) => writeFunction(document, call))
    .join('\n\n')
}

function writeFunction(document: OpenApiDocument, call: Call): string {
  const { id, method, summary, description, body, file } = call
  const query = call.parameters.filter((one) => one.in === 'query')
  const item = listedItem(document, call)
  const parameters = [
    ...call.parameters.filter((one) => one.in === 'path').map((one) => `${nameOf(one)}: ${toType(one.schema)}`),
    ...(body === null ? [] : [`body: ${toType(body)}`]),
    ...(file === null ? [] : [`${file}: Blob`]),
    ...(query.length === 0 ? [] : [writeQuery(query)]),
    `options?: ${method === 'GET' ? 'CallOptions' : 'ChangeOptions'}`,
  ]
  const success = successOf(call)?.schema
  const answer = success ? toType(success) : 'void'
  const returned =
    item === null ? `Promise<${answer}>` : `Listing<${[toType(item), ...pageOf(document, success, answer)].join(', ')}>`
  return `${writeDoc(`${summary}.\n\n${description}`)}${id}(${parameters.join(', ')}): ${returned} {
    return ${item === null ? writeCall(call, query.length > 0) : `this.#caller.list(${pathOf(call)}, ${query.length > 0 ? 'query' : '{}'}, options)`}
  }`
}

/** Where a page has more than its items. */
function pageOf(document: OpenApiDocument, success: Schema | null | undefined, answer: string): string[] {
  const { properties = {} } = success ? resolveSchema(document, success) : {}
  return Object.keys(properties).length > PLAIN_PAGE_FIELDS ? [answer] : []
}

function writeCall(call: Call, hasQuery: boolean): string {
  const sent = [
    ...(hasQuery ? ['query'] : []),
    ...(call.body === null ? [] : ['body']),
    ...(call.file === null ? [] : [call.file]),
  ]
  return `this.#caller.call('${call.method}', ${pathOf(call)}, {${sent.join(', ')}}, options)`
}

function writeQuery(query: Parameter[]): string {
  const fields = query.map(
    ({ name, required, schema, description }) =>
      `${writeDoc(description ?? schema.description)}${name}${required ? '' : '?'}: ${toType(schema)}`,
  )
  return `query: {\n${fields.join('\n')}\n}${query.some(({ required }) => required) ? '' : ' = {}'}`
}

function pathOf({ path, parameters }: Call): string {
  const named = parameters.filter((one) => one.in === 'path')
  if (named.length === 0) {
    return `'${path}'`
  }
  const filled = named.reduce(
    (text, one) => text.replace(`{${one.name}}`, `\${encodeURIComponent(${nameOf(one)})}`),
    path,
  )
  return `\`${filled}\``
}

function nameOf({ name }: Parameter): string {
  return RESERVED.includes(name) ? `${name}Id` : name
}

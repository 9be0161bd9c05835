/** An OpenAPI 3.1 document, as far as ours use it. */

export interface Schema {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  description?: string
  example?: unknown
  default?: unknown
  format?: string
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  description?: string
  schema: Schema
}

interface Content {
  content?: Record<string, { schema: Schema }>
}

interface DocumentedOperation {
  operationId: string
  tags?: string[]
  summary: string
  description?: string
  parameters?: (Parameter | { $ref: string })[]
  requestBody?: Content
  responses: Record<string, Content & { description: string }>
}

export interface OpenApiDocument {
  info: { title: string; description?: string }
  tags?: { name: string; description?: string }[]
  paths: Record<string, Record<string, DocumentedOperation>>
  components: { schemas?: Record<string, Schema>; parameters?: Record<string, Parameter> }
}

export interface Call {
  id: string
  method: string
  /** With its parameters in braces. */
  path: string
  tag: string
  summary: string
  description: string
  parameters: Parameter[]
  body: Schema | null
  /** Takes a file, as a form's field of this name, instead of a body. */
  file: string | null
  /** A status without content has no schema. */
  answers: { status: number; description: string; schema: Schema | null }[]
}

const JSON_TYPE = 'application/json'
const FILE_TYPE = 'multipart/form-data'

/** Every operation, in the document's order. */
export function listCalls(document: OpenApiDocument): Call[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: operation.operationId,
      method: method.toUpperCase(),
      path,
      tag: operation.tags?.[0] ?? '',
      summary: operation.summary,
      description: operation.description ?? '',
      parameters: (operation.parameters ?? []).map((one) => toParameter(document, one)),
      body: operation.requestBody?.content?.[JSON_TYPE]?.schema ?? null,
      file: operation.requestBody?.content?.[FILE_TYPE]?.schema.required?.[0] ?? null,
      answers: Object.entries(operation.responses).map(([status, { description, content }]) => ({
        status: Number(status),
        description,
        schema: content?.[JSON_TYPE]?.schema ?? null,
      })),
    })),
  )
}

/** What a call answers when it succeeds; null where that has no body. */
export function successOf({ answers }: Call): Call['answers'][number] | undefined {
  return answers.find(({ status }) => status < 300)
}

/** The component a reference names. */
export function componentOf({ $ref }: Schema): string | null {
  return $ref?.startsWith('#/components/schemas/') ? ($ref.split('/').at(-1) ?? null) : null
}

/** The schema itself where it is a reference to one. */
export function resolveSchema({ components }: OpenApiDocument, schema: Schema): Schema {
  const name = componentOf(schema)
  return (name === null ? undefined : components.schemas?.[name]) ?? schema
}

/** What each page of a list has, where a call answers one. */
export function listedItem(document: OpenApiDocument, call: Call): Schema | null {
  const schema = successOf(call)?.schema
  const { properties } = schema ? resolveSchema(document, schema) : {}
  return properties?.next_cursor === undefined ? null : (properties.items?.items ?? null)
}

function toParameter({ components }: OpenApiDocument, one: Parameter | { $ref: string }): Parameter {
  if (!('$ref' in one)) {
    return one
  }
  const found = components.parameters?.[one.$ref.split('/').at(-1) ?? '']
  if (found === undefined) {
    throw new Error(`The document has no ${one.$ref}.`)
  }
  return found
}

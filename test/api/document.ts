/** The document as a program reads it: operations with their parameters, bodies and answers, without references. */
import * as z from 'zod'
import { DESCRIBED_RESOURCES } from '../../src/api/described'
import { buildApiDocument } from '../../src/api/openapi'

export interface JsonSchema {
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  items?: JsonSchema
  properties?: Record<string, JsonSchema>
  additionalProperties?: JsonSchema | boolean
  required?: string[]
  minimum?: number
  maximum?: number
  minItems?: number
  format?: string
}

export interface DescribedParameter {
  name: string
  in: string
  required?: boolean
  schema: JsonSchema
}

export interface DescribedOperation {
  name: string
  method: string
  path: string
  parameters: DescribedParameter[]
  /** Null without a JSON body. */
  body: JsonSchema | null
  upload: boolean
  /** By status: the type of its content, and what reads it; null without a body. */
  answers: Record<string, { type: string; schema: z.ZodType } | null>
}

export const DOCUMENT = JSON.parse(JSON.stringify(buildApiDocument(DESCRIBED_RESOURCES)))

// biome-ignore lint/suspicious/noExplicitAny: a document is data of any shape
type Any = any

export const OPERATIONS: DescribedOperation[] = Object.entries<Any>(DOCUMENT.paths).flatMap(([path, methods]) =>
  Object.entries<Any>(methods).map(([method, described]) => {
    const { operationId, parameters = [], requestBody, responses } = inline(described)
    const json = requestBody?.content['application/json']?.schema ?? null
    return {
      name: operationId,
      method: method.toUpperCase(),
      path,
      parameters,
      body: json,
      upload: requestBody !== undefined && json === null,
      answers: Object.fromEntries(
        Object.entries<Any>(responses).map(([status, { content }]) => {
          const [[type, { schema }] = ['', { schema: null }]] = Object.entries<Any>(content ?? {})
          return [status, schema === null ? null : { type, schema: z.fromJSONSchema(closed(schema)) }]
        }),
      ),
    }
  }),
)

/** As it is read here: a field that is not described is a fault, though a program is to ignore it. */
function closed(schema: Any): Any {
  if (Array.isArray(schema)) {
    return schema.map(closed)
  }
  if (typeof schema !== 'object' || schema === null) {
    return schema
  }
  const parts = Object.fromEntries(Object.entries(schema).map(([name, part]) => [name, closed(part)]))
  return 'properties' in parts && typeof parts.properties === 'object'
    ? { ...parts, additionalProperties: false }
    : parts
}

function inline(value: Any): Any {
  if (Array.isArray(value)) {
    return value.map(inline)
  }
  if (typeof value !== 'object' || value === null) {
    return value
  }
  const pointer = /^#\/components\/(\w+)\/(.+)$/.exec(value.$ref ?? '')
  if (pointer) {
    return inline(DOCUMENT.components[pointer[1] ?? '']?.[pointer[2] ?? ''])
  }
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inline(part)]))
}

/** The OpenAPI description, from the schemas that validate requests. Written into the assets by a build. */
import * as z from 'zod'
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi'
import type { Operation } from './contract/operation'
import type { DescribedResource } from './described'
import { CONVENTIONS, REFUSALS } from './words'

const problem = z
  .object({
    type: z
      .string()
      .meta({ description: 'Says which problem it is, for a program.', example: 'urn:enrollwire:problem:invalid' }),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().meta({ description: 'What to do about it, in a sentence.' }),
    errors: z
      .array(z.object({ path: z.string().meta({ example: 'body.name' }), message: z.string() }))
      .optional()
      .meta({ description: 'Each field at fault.' }),
  })
  .meta({ id: 'Problem' })

const idempotencyKey = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .meta({
    id: 'IdempotencyKey',
    description: 'The same key again within 24 hours does nothing twice, and gets the first answer.',
    param: { in: 'header', name: 'Idempotency-Key', id: 'IdempotencyKey' },
  })
const ifMatch = z
  .string()
  .optional()
  .meta({
    description: 'An ETag: the change is refused where it no longer fits.',
    param: { in: 'header', name: 'If-Match', id: 'IfMatch' },
  })
const ifNoneMatch = z
  .string()
  .optional()
  .meta({
    description: 'An ETag: an answer that still has it is 304, without a body.',
    param: { in: 'header', name: 'If-None-Match', id: 'IfNoneMatch' },
  })

const FILE = {
  type: 'object' as const,
  required: ['file'],
  properties: { file: { type: 'string' as const, contentMediaType: 'text/csv' } },
}

export function buildApiDocument(resources: readonly DescribedResource[], origin = '/') {
  return createDocument(
    {
      openapi: '3.1.1',
      info: { title: 'Enrollwire API', version: '1', description: CONVENTIONS },
      servers: [{ url: `${origin}api/v1` }],
      security: [{ token: [] }],
      tags: resources.map(({ description: { name, text } }) => ({ name, ...(text ? { description: text } : {}) })),
      paths: toPaths(resources),
      externalDocs: { url: '/openapi.json', description: 'Where senders post events: the hooks.' },
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'A token of one marketplace: Team → API tokens.' },
        },
      },
    },
    // What is answered may gain fields within a version.
    {
      override: ({ jsonSchema, io }) =>
        void (io === 'output' && jsonSchema.additionalProperties === false && delete jsonSchema.additionalProperties),
    },
  )
}

function toPaths(resources: readonly DescribedResource[]): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {}
  for (const { operations, description } of resources) {
    for (const [name, operation] of Object.entries(operations)) {
      paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(name, operation, description) }
    }
  }
  return paths
}

function describe(
  name: string,
  operation: Operation,
  { name: tag, operations }: DescribedResource['description'],
): ZodOpenApiOperationObject {
  const { summary, description, answer } = operations[name] ?? { summary: '', answer: null }
  const { scope, admin, params, query, body, upload, status = 200 } = operation
  const gate = `Needs a token that may ${scope}.${admin ? ' For admins.' : ''}`
  const content = answer === null ? {} : { content: { 'application/json': { schema: answer } } }
  return {
    operationId: name,
    tags: [tag],
    summary,
    description: description === undefined ? gate : `${description}\n\n${gate}`,
    requestParams: {
      ...(params ? { path: params } : {}),
      ...(query ? { query } : {}),
    },
    parameters: [
      ...(scope === 'write' ? [idempotencyKey] : []),
      ...(operation.guards ? [ifMatch] : []),
      ...(operation.method === 'get' ? [ifNoneMatch] : []),
    ],
    ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } } : {}),
    ...(upload ? { requestBody: { required: true, content: { 'multipart/form-data': { schema: FILE } } } } : {}),
    responses: {
      [status]: { description: status === 202 ? 'Accepted.' : 'Done.', ...content },
      ...refusals(operation),
    },
  }
}

function refusals(operation: Operation): ZodOpenApiResponsesObject {
  const { method, params, query, body, upload, scope, guards } = operation
  const codes = [
    ...(method === 'get' ? [304] : []),
    ...(query || body ? [400] : []),
    ...[401, 403],
    ...(params ? [404] : []),
    ...(scope === 'write' ? [409] : []),
    ...(guards ? [412] : []),
    ...(body || upload ? [413, 415] : []),
    ...[422, 429, 500, 503],
  ]
  const content = { 'application/problem+json': { schema: problem } }
  return Object.fromEntries(
    codes.map((code) => [code, { description: REFUSALS[code] ?? '', ...(code === 304 ? {} : { content }) }]),
  )
}

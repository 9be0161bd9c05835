/** What engineers of other marketplaces need, written by a build into the assets: the Worker generates none of it. */
import * as z from 'zod'
import { MAX_BODY_BYTES } from './body'
import { SCHEMAS } from './format-schemas'
import { type HookRoute, PLAIN_ROUTE } from './hook-routes'

export function buildEventSchema() {
  return z.toJSONSchema(SCHEMAS.standard, { io: 'input', unrepresentable: 'any' })
}

/** @param schemas by a format's name */
export function buildOpenApi(routes: readonly HookRoute[], schemas: Record<string, z.ZodType>) {
  const paths = Object.fromEntries(routes.map((route) => [hookPath(route), { post: operation(route) }]))
  const bodies = Object.fromEntries(routes.map(({ format: { name } }) => [name, bodySchema(schemas[name])]))
  return {
    openapi: '3.1.0',
    info: { title: 'Enrollwire hooks', version: '1', description: 'Tell Enrollwire what happened in a marketplace.' },
    paths,
    components: { schemas: { ...bodies, accepted: ACCEPTED_SCHEMA, problem: PROBLEM_SCHEMA } },
  }
}

const ACCEPTED_SCHEMA = {
  type: 'object',
  required: ['event', 'status'],
  properties: {
    event: { type: 'string', description: "The event's id." },
    status: {
      enum: ['accepted', 'duplicate'],
      description: 'A duplicate may be found later and still answer accepted.',
    },
    ignored: {
      type: 'array',
      items: { type: 'string' },
      description: 'Fields that did not fit and count as absent, such as "subscription.period_end, not a date".',
    },
  },
}

const PROBLEM_SCHEMA = {
  type: 'object',
  required: ['title', 'status', 'detail'],
  properties: {
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    field: { type: 'string', description: 'The part of the body at fault.' },
  },
}

function hookPath({ name }: HookRoute): string {
  return name === PLAIN_ROUTE ? '/hooks/{endpoint}' : `/hooks/{endpoint}/${name}`
}

/** Anything, for a format without one. */
function bodySchema(shape: z.ZodType = z.any()) {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' })
  return schema
}

function operation({ name, sender: { signs }, format }: HookRoute) {
  const schema = { $ref: `#/components/schemas/${format.name}` }
  const content = { 'application/json': { schema }, 'application/x-www-form-urlencoded': { schema } }
  return {
    operationId: `post_${name}`,
    summary: format.title,
    parameters: [
      { name: 'endpoint', in: 'path', required: true, schema: { type: 'string' } },
      { ...parameter('key', 'query', 'The key of the Webhook page, for senders that cannot sign.'), required: !signs },
      ...(signs ? SIGNED : []),
    ],
    requestBody: { required: true, content },
    responses: {
      202: {
        description: 'Accepted: its outcome will be in the log.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/accepted' } } },
      },
      400: refusal('Not JSON, or nested too deeply.'),
      401: refusal('Not authentic.'),
      404: refusal('No such endpoint.'),
      405: refusal('Only POST.'),
      413: refusal(`The body is longer than ${MAX_BODY_BYTES / 1024} KiB.`),
      422: refusal('Not an event; field says where.'),
      429: refusal('Too many failed attempts; Retry-After says when. Authentic posts are never refused for rate.'),
      503: refusal('Try again when Retry-After says.'),
    },
  }
}

const SIGNED = [
  parameter('webhook-id', 'header', "Standard Webhooks 1.0: the event's identity, the same on retries."),
  parameter('webhook-timestamp', 'header', 'Unix seconds of this attempt, within five minutes of our clock.'),
  parameter(
    'webhook-signature',
    'header',
    'v1,<base64 HMAC-SHA256 of id.timestamp.body>; several may follow each other.',
  ),
  parameter('idempotency-key', 'header', "With a key instead of a signature: the event's identity."),
]

function parameter(name: string, where: 'query' | 'header', description: string) {
  return { name, in: where, required: false, description, schema: { type: 'string' } }
}

function refusal(description: string) {
  const schema = { $ref: '#/components/schemas/problem' }
  return { description, content: { 'application/problem+json': { schema } } }
}

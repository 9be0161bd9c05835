/** What the reference's pages say, read from both documents. */
import {
  type Call,
  componentOf,
  listCalls,
  type OpenApiDocument,
  type Parameter,
  resolveSchema,
  type Schema,
  successOf,
} from '../openapi/document'
import { type Field, listFields } from '../openapi/field-list'
import { toType } from '../openapi/typescript-type'
import { writeHookSamples } from './hook-samples'
import { type Samples, writeSamples } from './samples'

export interface ReferenceCall {
  id: string
  method: string
  /** As a program asks for it. */
  address: string
  summary: string
  description: string
  /** In its address, its query and its headers, then in its body. */
  sends: (Field & { where: string })[]
  answers: { status: number; type: string | null; component: string | null }
  samples: Samples
}

export interface ReferencePage {
  /** Below /reference/. */
  slug: string
  title: string
  text: string
  calls: ReferenceCall[]
  /** Named schemas that its answers are made of. */
  objects: { name: string; fields: Field[] }[]
}

export interface ReferenceContent {
  /** The hooks' page stands first. */
  pages: ReferencePage[]
  conventions: string
  refusals: [status: number, meaning: string][]
}

/** Headers of many calls, which the conventions describe once. */
const IN_CONVENTIONS = ['idempotency-key', 'if-match', 'if-none-match']

export function readContent(hooks: OpenApiDocument, api: OpenApiDocument): ReferenceContent {
  const calls = listCalls(api).map((call) => ({ ...call, parameters: call.parameters.filter(isOwn) }))
  const resources = (api.tags ?? []).map(({ name, description = '' }) =>
    toPage(
      api,
      { title: name, text: description },
      calls.filter(({ tag }) => tag === name),
    ),
  )
  return {
    pages: [readHooks(hooks), ...resources],
    conventions: api.info.description ?? '',
    refusals: readRefusals(calls),
  }
}

function isOwn({ name }: Parameter): boolean {
  return !IN_CONVENTIONS.includes(name.toLowerCase())
}

function readHooks(hooks: OpenApiDocument): ReferencePage {
  const calls = listCalls(hooks)
  return {
    slug: 'hooks',
    title: 'Hooks: post what happened',
    text: `${hooks.info.description ?? ''} An admin finds the endpoint, its signing secret and its key on the Webhook page.`,
    calls: calls.map((call) => toCall(hooks, call, call.path, writeHookSamples(hooks, call))),
    objects: objectsOf(
      hooks,
      calls.flatMap((call) => [successOf(call)?.schema ?? []].flat()),
    ),
  }
}

function toPage(
  api: OpenApiDocument,
  { title, text }: Pick<ReferencePage, 'title' | 'text'>,
  calls: Call[],
): ReferencePage {
  return {
    slug: title.toLowerCase().replaceAll(/\W+/g, '-'),
    title,
    text,
    calls: calls.map((call) => toCall(api, call, `/api/v1${call.path}`, writeSamples(api, call))),
    objects: objectsOf(
      api,
      calls.flatMap((call) => [successOf(call)?.schema ?? [], call.body ?? []].flat()),
    ),
  }
}

function toCall(document: OpenApiDocument, call: Call, address: string, samples: Samples): ReferenceCall {
  const { id, method, summary, description, parameters, body, file } = call
  const success = successOf(call)
  const type = success?.schema ? toType(success.schema) : null
  return {
    id,
    method,
    address,
    summary,
    description,
    sends: [
      ...parameters.map((one) => ({
        name: one.name,
        type: toType(one.schema),
        required: one.required ?? false,
        description: one.description ?? one.schema.description ?? '',
        where: one.in,
      })),
      ...(file === null ? [] : [{ name: file, type: 'file', required: true, description: '', where: 'form' }]),
      ...(body === null ? [] : listFields(document, body).map((field) => ({ ...field, where: 'body' }))),
    ],
    answers: { status: success?.status ?? 204, type, component: componentIn(success?.schema ?? {}) },
    samples,
  }
}

/** The component a schema is or lists. */
function componentIn(schema: Schema): string | null {
  return componentOf(schema) ?? componentOf(schema.properties?.items?.items ?? {})
}

/** Every component that these schemas are made of, those within others after them. */
function objectsOf(document: OpenApiDocument, schemas: Schema[]): ReferencePage['objects'] {
  const found = new Map<string, Schema>()
  const walk = (schema: Schema): void => {
    const name = componentOf(schema)
    if (name !== null && found.has(name)) {
      return
    }
    const resolved = resolveSchema(document, schema)
    if (name !== null) {
      found.set(name, resolved)
    }
    const { properties = {}, items, anyOf = [], oneOf = [], allOf = [] } = resolved
    for (const part of [...Object.values(properties), ...(items ? [items] : []), ...anyOf, ...oneOf, ...allOf]) {
      walk(part)
    }
  }
  for (const schema of schemas) {
    walk(schema)
  }
  return [...found]
    .map(([name, schema]) => ({ name, fields: listFields(document, schema) }))
    .filter(({ fields }) => fields.length > 0)
}

function readRefusals(calls: Call[]): ReferenceContent['refusals'] {
  const all = calls.flatMap(({ answers }) => answers.filter(({ status }) => status >= 300))
  const byStatus = new Map(all.map(({ status, description }) => [status, description]))
  return [...byStatus].sort(([a], [b]) => a - b)
}

/** What a body says, as an event: always one, even when nothing can be done with it. Pure but for the digest of an unread body. */
import type { z } from 'zod'
import { EVENT_VERSION, type EventItem, type EventSource, type MarketEvent, toStoredSource } from '../model/event'
import type { EventType } from '../model/event-type'
import { fingerprint } from '../model/fingerprint'
import { TRIGGER_LABELS, TRIGGERS } from '../model/trigger'
import type { Format, ParsedBody, ParsedItem } from './formats/format'
import { cleanText } from './reading/text'

/** What is known of an event besides its body. */
interface EventContext {
  marketplace: string
  source: EventSource
  /** Epoch ms, stamped once. */
  receivedAt: number
  /** The event's own id, which its body may hold; null when it has none and the journal must recognize repeats. */
  identity(value: unknown): string | null
}

/** Why a body is no event, for its sender; `field` names the part of the body at fault. */
interface ParseProblem {
  status: 400 | 422
  field: string | null
  detail: string
}

export interface Understanding {
  event: MarketEvent
  refusal: ParseProblem | null
}

const MAX_WORD_LENGTH = 100

/** Reads a body. Never throws; what it cannot read becomes an event without a type, in a merchant's words. */
export async function understand(format: Format, body: string, context: EventContext): Promise<Understanding> {
  const reading = format.read(body)
  return 'problem' in reading
    ? refuse({ format, body, context }, 400, null, reading.problem)
    : understandValue(format, reading.value, context, body)
}

/** The same for data that never was a body, such as a line of a file; the log shows it as JSON. */
export async function understandValue(
  format: Format,
  value: unknown,
  context: EventContext,
  body = JSON.stringify(value) ?? '',
): Promise<Understanding> {
  const given = { format, body, context }
  if (!isObject(value)) {
    return refuse(given, 422, null, 'The body is not a JSON object.')
  }
  const word = cleanText(value.type, MAX_WORD_LENGTH)
  if (word === null) {
    return refuse(given, 422, 'type', 'type is missing: nothing says what happened.')
  }
  const id = context.identity(value)
  const type = format.findType(word)
  if (type === null) {
    return { event: buildEvent(given, id, word, describeUnknownType(word, format), null), refusal: null }
  }
  const parsed = format.schema.safeParse(value)
  if (!parsed.success) {
    const { field, detail } = firstIssue(parsed.error, value)
    return refuse(given, 422, field, detail, word)
  }
  const read = { type, body: format.translate(parsed.data, type) }
  return { event: buildEvent(given, id, word, null, read), refusal: null }
}

interface Given {
  format: Format
  body: string
  context: EventContext
}

/** Its id is never the sender's: the corrected post that follows may bear the same one. */
async function refuse(
  given: Given,
  status: 400 | 422,
  field: string | null,
  detail: string,
  word = '',
): Promise<Understanding> {
  const id = `unread_${await digest(given.body)}`
  return { event: buildEvent(given, id, word, detail, null), refusal: { status, field, detail } }
}

/** Every field by name: taking objects apart and together again cost more than all else here. */
function buildEvent(
  { format, body, context }: Given,
  id: string | null,
  typeWord: string,
  problem: string | null,
  read: ParsedEvent | null,
): MarketEvent {
  const stored = toStoredSource(context.source)
  return {
    v: EVENT_VERSION,
    id: id ?? `evt_${crypto.randomUUID().replaceAll('-', '')}`,
    marketplace: context.marketplace,
    source: stored.source,
    endpoint: stored.endpoint,
    dialect: stored.dialect,
    tells: format.reports,
    type: read === null ? null : read.type,
    typeWord,
    problem,
    happenedAt: Math.min(read?.body.at ?? context.receivedAt, context.receivedAt),
    receivedAt: context.receivedAt,
    test: read === null ? null : read.body.test,
    customer: read === null ? null : read.body.customer,
    orderId: read === null ? null : read.body.orderId,
    items: read === null ? [] : read.body.items.map((item) => toItem(item, read, id === null)),
    customFields: read === null ? {} : read.body.customFields,
    body,
  }
}

/** What a body says that could be read. */
interface ParsedEvent {
  type: EventType
  body: ParsedBody
}

function toItem(item: ParsedItem, { type, body }: ParsedEvent, nameless: boolean): EventItem {
  const { productId, productName, role, subscription, transaction } = item
  const { orderId, customer } = body
  const particulars = { type, orderId, productId, subscriptionId: subscription?.id ?? null, transaction }
  const print = nameless ? fingerprint({ ...particulars, email: customer.email }) : null
  return { productId, productName, role, subscription, fingerprint: print }
}

/** Names what is known in words this sender may use: the screens' words where it understands them, else the types' names. */
function describeUnknownType(word: string, format: Format): string {
  const known = TRIGGERS.map((type) => (format.findType(TRIGGER_LABELS[type]) === type ? TRIGGER_LABELS[type] : type))
  return `"${word}" is not an event we act on, so nothing was done. We act on: ${known.join(', ')}.`
}

/** `data.items[0].product_id is missing.`, from the first thing the schema found. */
function firstIssue(error: z.ZodError, value: unknown): { field: string | null; detail: string } {
  const issue = error.issues[0]
  const path = issue?.path ?? []
  const name = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  const field = name.replace(/^\./, '')
  return { field: field || null, detail: `${field || 'The body'} ${describeIssue(issue, valueAt(value, path))}.` }
}

function describeIssue(issue: z.core.$ZodIssue | undefined, found: unknown): string {
  if (found === undefined || found === null) {
    return 'is missing'
  }
  if (issue?.code === 'custom') {
    return issue.message
  }
  if (issue?.code === 'too_small') {
    return 'is empty or too small'
  }
  if (issue?.code === 'too_big') {
    return 'is too long'
  }
  return 'is not what we expect there'
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, part) => (inner instanceof Object ? Reflect.get(inner, part) : undefined), value)
}

async function digest(body: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(body))
  return [...new Uint8Array(bytes).subarray(0, 12)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

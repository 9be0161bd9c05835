/** Turns any authentic post into an event. Pure except for the digest of an unread body. */
import type { z } from 'zod'
import { EVENT_VERSION, type EventItem, type MarketEvent } from '../model/event'
import { fingerprint } from '../model/fingerprint'
import { TRIGGER_LABELS, TRIGGERS, type Trigger } from '../model/trigger'
import type { Dialect } from './dialect'
import type { ParsedBody, ParsedItem } from './formats/format'
import { cleanText } from './reading/text'
import type { Post, Proof } from './senders/sender'

interface EventSource {
  marketplace: string
  endpoint: string
}

/** `field` names the faulty part of the body. */
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

/** Never throws; an unreadable post becomes an event without a type, explained in a merchant's words. */
export async function understand(
  dialect: Dialect,
  post: Post,
  proof: Proof,
  place: EventSource,
): Promise<Understanding> {
  const reading = dialect.read(post.body)
  if ('problem' in reading) {
    return unread(400, null, reading.problem)
  }
  const { value } = reading
  if (!isObject(value)) {
    return unread(422, null, 'The body is not a JSON object.')
  }
  const word = cleanText(value.type, MAX_WORD_LENGTH)
  if (word === null) {
    return unread(422, 'type', 'type is missing: nothing says what happened.')
  }
  const id = dialect.identity(value, post, proof)
  const type = dialect.findTrigger(word)
  if (type === null) {
    return { event: event(id, word, describeUnknownType(word, dialect)), refusal: null }
  }
  const parsed = dialect.schema.safeParse(value)
  if (!parsed.success) {
    const { field, detail } = firstIssue(parsed.error, value)
    return unread(422, field, detail, word)
  }
  return { event: event(id, word, null, { type, body: dialect.translate(parsed.data, type) }), refusal: null }

  /** Never the sender's id, since a corrected post may reuse it. */
  async function unread(status: 400 | 422, field: string | null, detail: string, word = ''): Promise<Understanding> {
    const id = `unread_${await digest(post.body)}`
    return { event: event(id, word, detail), refusal: { status, field, detail } }
  }

  /** Fields are listed one by one: spreading objects cost more than everything else here. */
  function event(
    id: string | null,
    typeWord: string,
    problem: string | null,
    read: ParsedEvent | null = null,
  ): MarketEvent {
    return {
      v: EVENT_VERSION,
      id: id ?? `evt_${crypto.randomUUID().replaceAll('-', '')}`,
      marketplace: place.marketplace,
      endpoint: place.endpoint,
      dialect: dialect.name,
      tells: dialect.reports,
      type: read === null ? null : read.type,
      typeWord,
      problem,
      happenedAt: Math.min(read?.body.at ?? post.receivedAt, post.receivedAt),
      receivedAt: post.receivedAt,
      test: read === null ? null : read.body.test,
      customer: read === null ? null : read.body.customer,
      orderId: read === null ? null : read.body.orderId,
      items: read === null ? [] : read.body.items.map((item) => toItem(item, read, id === null)),
      customFields: read === null ? {} : read.body.customFields,
      body: post.body,
    }
  }
}

interface ParsedEvent {
  type: Trigger
  body: ParsedBody
}

function toItem(item: ParsedItem, { type, body }: ParsedEvent, nameless: boolean): EventItem {
  const { productId, productName, role, subscription, transaction } = item
  const { orderId, customer } = body
  const particulars = { type, orderId, productId, subscriptionId: subscription?.id ?? null, transaction }
  const print = nameless ? fingerprint({ ...particulars, email: customer.email }) : null
  return { productId, productName, role, subscription, fingerprint: print }
}

/** Uses the screens' labels if the sender's words include them, else the types' names. */
function describeUnknownType(word: string, dialect: Dialect): string {
  const known = TRIGGERS.map((type) =>
    dialect.findTrigger(TRIGGER_LABELS[type]) === type ? TRIGGER_LABELS[type] : type,
  )
  return `"${word}" is not an event we act on, so nothing was done. We act on: ${known.join(', ')}.`
}

/** `data.items[0].product_id is missing.`, from the schema's first issue. */
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

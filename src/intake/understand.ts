/** What a body says, as an event: always one, even when nothing can be done with it. Pure. */
import { createHash } from 'node:crypto'
import { type MarketEvent, UNREAD } from '../model/event'
import type { WordMeaning } from '../model/word-meaning'
import { buildEvent, type EventContext, type GivenBody, type ParsedEvent } from './build-event'
import { addMentions } from './find-mentions'
import { isHarmless } from './formats/common-words'
import type { Format } from './formats/format'
import { type Body, explainLack, MISSING, toObject } from './reading/field-reader'
import type { Reading } from './reading/json'
import { rewriteBody } from './reading/rewrite-body'
import { cleanText } from './reading/text'

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
export function understand(format: Format, body: string, context: EventContext): Understanding {
  const reading = format.read(body)
  if ('problem' in reading) {
    const given = { format, body, context }
    const refusal: ParseProblem = { status: 400, field: null, detail: reading.problem }
    const part = toObject(reading.part)
    const read = part === null ? null : interpret(given, part)
    return refuse(given, refusal, read?.word ?? '', {
      type: null,
      body: addMentions(read?.body ?? null, reading.part, body),
    })
  }
  return understandValue(format, reading.value, context, body, reading)
}

/** The same for data that was not posted, such as a line of a file; the log shows it as JSON. */
export function understandValue(
  format: Format,
  value: unknown,
  context: EventContext,
  body = JSON.stringify(value) ?? '',
  { doubtful = false, ignored = [] }: Omit<Extract<Reading, { value: unknown }>, 'value'> = {},
): Understanding {
  const given = { format, body, context }
  const fields = toObject(value)
  if (fields === null) {
    const refusal: ParseProblem = { status: 422, field: null, detail: 'The body is not a JSON object.' }
    return refuse(given, refusal, '', { type: null, body: addMentions(null, value, body) })
  }
  const first = interpret(given, fields)
  const again = isComplete(first) ? null : interpret(given, rewriteBody(fields))
  const read = again !== null && isFurther(again, first) ? again : first
  // Its ids may be those of an order or a line: no id is better than a wrong one.
  const id = () => context.identity(read === first ? value : null)
  const whole = isComplete(read)
    ? read
    : { type: read.type, body: addMentions((again ?? read).body, fields, toText(body)) }
  const kept = ignored.length === 0 ? whole : withIgnored(whole, ignored)
  const status = doubtful ? 400 : 422
  if (read.word === null) {
    return refuse(given, { status, field: 'type', detail: `type ${explainType(fields.type)}` }, '', kept)
  }
  const { word, meaning } = read
  if (read.type === null) {
    const event = buildEvent(given, id(), word, describeWord(word, meaning, format), kept)
    return { event: meaning === 'ignore' ? { ...event, harmless: true } : event, refusal: null }
  }
  const { problem } = read.body
  if (problem !== null) {
    return refuse(given, { status, field: problem.field, detail: problem.detail }, word, kept)
  }
  return { event: buildEvent(given, id(), word, null, kept), refusal: null }
}

/** JSON was read whole; anything may have been taken for a form. */
function toText(body: string): string {
  return /^\s*[[{]/.test(body) ? '' : body
}

function explainType(type: unknown): string {
  const lack = explainLack(type, 'not text')
  return lack === MISSING ? `${MISSING}: nothing says what happened.` : `${lack}.`
}

interface Interpretation extends ParsedEvent {
  word: string | null
  meaning: WordMeaning | null
}

function interpret({ format, context }: GivenBody, fields: Body): Interpretation {
  const word = readWord(fields)
  const meaning = word === null ? null : findMeaning(word, format, context)
  const type = meaning === 'ignore' ? null : meaning
  return { word, meaning, type, body: format.translate(fields, type) }
}

function isComplete({ word, meaning, body }: Interpretation): boolean {
  return word !== null && (body.problem === null || meaning === 'ignore')
}

/** Whether the second reading found more of what an event needs, or found it at fault where the first found nothing. */
function isFurther(again: Interpretation, first: Interpretation): boolean {
  const more = countFound(again) - countFound(first)
  const isFault = first.body.problem?.missing === true && again.body.problem?.missing === false
  return isComplete(again) || first.word === null || more > 0 || (more === 0 && isFault)
}

function countFound({ body }: Interpretation): number {
  return (body.customer === null ? 0 : 1) + (body.items.length === 0 ? 0 : 1)
}

function withIgnored(read: ParsedEvent, more: readonly string[]): ParsedEvent {
  return { ...read, body: { ...read.body, ignored: [...read.body.ignored, ...more] } }
}

function readWord(body: Body): string | null {
  return cleanText(body.type, MAX_WORD_LENGTH)
}

/** What the marketplace chose comes before what we know. */
function findMeaning(word: string, format: Format, { chosen }: EventContext): WordMeaning | null {
  return chosen?.(word) ?? format.findType(word) ?? (isHarmless(word) ? 'ignore' : null)
}

/** Its id is never the sender's, since the corrected post that follows may have the same one. */
function refuse(given: GivenBody, refusal: ParseProblem, word: string, read: ParsedEvent): Understanding {
  const id = `${UNREAD}${digest(given.body)}`
  return { event: buildEvent(given, id, word, refusal.detail, read), refusal }
}

function describeWord(word: string, meaning: WordMeaning | null, format: Format): string {
  if (meaning === 'ignore') {
    return `“${word}” neither gives nor ends access, so nothing changed.`
  }
  const known = format.reports === 'triggers' ? '' : ' The API reference lists every type.'
  return `We don’t know what “${word}” means, so nothing was done. Choose Treat as… and say what happened.${known}`
}

function digest(body: string): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 24)
}

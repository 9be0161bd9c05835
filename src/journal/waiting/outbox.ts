/** Messages the queue has not accepted yet. This is their only copy, so it is loaded a batch at a time. */
import { TimeoutError, withTimeout } from '../../limits/timeout'
import { MAX_MESSAGE_BYTES } from '../../model/fit-to-message'
import type { QueueMessage } from '../../model/message'

/** Queue limits: a sendBatch takes 100 messages or 256 KB, and one event may have 128 KB. */
const CHUNK_MESSAGES = 100
const CHUNK_BYTES = 240_000
export const RESEND_AFTER_MS = 30_000
/** A queue was seen to hang for a minute before it refused. */
const TAKEN_WITHIN_MS = 5_000
/** Messages refused one after another, each sent alone: then it is the queue, not the messages. */
const MOST_REFUSED = 3
/** Names loaded at once; messages are loaded by batch. */
const PAGE = 1_000

export type SendMessages = (messages: QueueMessage[]) => Promise<void>

interface KeptMessage {
  id: string
  text: string
  message: QueueMessage
  bytes: number
}

type Sent = 'taken' | 'refused' | 'stalled'

export class Outbox {
  readonly #sql: SqlStorage
  readonly #send: SendMessages

  constructor(sql: SqlStorage, send: SendMessages) {
    this.#sql = sql
    this.#send = send
  }

  /** Sent from `at` on. */
  keep(message: QueueMessage, at: number): void {
    const id = `${message.kind}:${message.kind === 'event' ? message.event.id : message.firing}`
    this.#sql.exec(
      'INSERT INTO outbox VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET message = ?3',
      ...[id, at, JSON.stringify(message)],
    )
  }

  /** False, as for a queue that refuses. */
  keepAll(messages: QueueMessage[], now: number): false {
    for (const message of messages) {
      this.keep(message, now + RESEND_AFTER_MS)
    }
    return false
  }

  /** Stores what the queue refuses, and all that follows it. True when it accepted everything. */
  async sendOrKeep(messages: QueueMessage[], now: number): Promise<boolean> {
    const measured = messages.map((message) => ({ message, bytes: sizeOf(JSON.stringify(message)) }))
    let sent: Sent = 'taken'
    for (const chunk of toChunks(measured)) {
      sent = sent === 'taken' ? await this.#try(chunk.map(({ message }) => message)) : sent
      if (sent !== 'taken') {
        this.keepAll(
          chunk.map(({ message }) => message),
          now,
        )
      }
    }
    return sent === 'taken'
  }

  /**
   * Sends what is due until the queue stalls or refuses again and again. A message that is refused keeps no other from
   * its turn. Answers the ids of messages that no queue takes, for the caller to park and drop.
   */
  async flush(now: number): Promise<string[]> {
    const oversized: string[] = []
    const refused: string[] = []
    let inARow = 0
    for (;;) {
      const ids = this.#listDue(now, [...oversized, ...refused])
      if (ids.length === 0) {
        return oversized
      }
      for (const chunk of toChunks(this.#load(ids))) {
        const fitting = chunk.filter(({ bytes }) => bytes <= MAX_MESSAGE_BYTES)
        oversized.push(...chunk.filter((one) => !fitting.includes(one)).map(({ id }) => id))
        const together = await this.#sendKept(fitting)
        for (const one of together === 'refused' ? fitting : []) {
          const alone = fitting.length === 1 ? together : await this.#sendKept([one])
          inARow = alone === 'taken' ? 0 : inARow + 1
          if (alone === 'refused') {
            refused.push(one.id)
            this.#sql.exec('UPDATE outbox SET at = ? WHERE id = ?', now, one.id)
          }
          if (alone === 'stalled' || inARow >= MOST_REFUSED) {
            return oversized
          }
        }
        if (together === 'stalled') {
          return oversized
        }
      }
    }
  }

  read(id: string): QueueMessage | null {
    const text = this.#read(id)
    return text === null ? null : (JSON.parse(text) as QueueMessage)
  }

  drop(id: string): void {
    this.#sql.exec('DELETE FROM outbox WHERE id = ?', id)
  }

  size(): number {
    return this.#sql.exec<{ size: number }>('SELECT count(*) AS size FROM outbox').one().size
  }

  /** Removes a customer's own events. */
  forget(email: string): void {
    const ids = this.#sql.exec<{ id: string }>('SELECT id FROM outbox').toArray()
    for (const { id } of ids) {
      const message = this.read(id)
      if (message?.kind === 'event' && message.event.customer?.email === email) {
        this.drop(id)
      }
    }
  }

  /** The oldest first; one that was refused is the newest. */
  #listDue(now: number, except: string[]): string[] {
    return this.#sql
      .exec<{ id: string }>(
        'SELECT id FROM outbox WHERE at <= ? AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY at LIMIT ?',
        ...[now, JSON.stringify(except), PAGE],
      )
      .toArray()
      .map(({ id }) => id)
  }

  *#load(ids: string[]): Generator<KeptMessage> {
    for (const id of ids) {
      const text = this.#read(id)
      if (text !== null) {
        yield { id, text, message: JSON.parse(text) as QueueMessage, bytes: sizeOf(text) }
      }
    }
  }

  #read(id: string): string | null {
    const [row] = this.#sql.exec<{ message: string }>('SELECT message FROM outbox WHERE id = ?', id).toArray()
    return row?.message ?? null
  }

  async #sendKept(kept: KeptMessage[]): Promise<Sent> {
    const sent = kept.length === 0 ? 'taken' : await this.#try(kept.map(({ message }) => message))
    for (const { id, text } of sent === 'taken' ? kept : []) {
      // Another message of that name may have been kept meanwhile.
      this.#sql.exec('DELETE FROM outbox WHERE id = ? AND message = ?', id, text)
    }
    return sent
  }

  async #try(messages: QueueMessage[]): Promise<Sent> {
    try {
      await withTimeout(TAKEN_WITHIN_MS, this.#send(messages))
      return 'taken'
    } catch (error) {
      return error instanceof TimeoutError ? 'stalled' : 'refused'
    }
  }
}

/** Each chunk fits one sendBatch, unless one message alone does not. */
function* toChunks<T extends { bytes: number }>(all: Iterable<T>): Generator<T[]> {
  let chunk: T[] = []
  let bytes = 0
  for (const one of all) {
    if (chunk.length > 0 && (chunk.length === CHUNK_MESSAGES || bytes + one.bytes > CHUNK_BYTES)) {
      yield chunk
      chunk = []
      bytes = 0
    }
    chunk.push(one)
    bytes += one.bytes
  }
  if (chunk.length > 0) {
    yield chunk
  }
}

function sizeOf(text: string): number {
  return new TextEncoder().encode(text).length
}

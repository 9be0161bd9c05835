/** Messages the queue has not accepted yet. This is their only copy, so it is loaded a batch at a time. */
import { createHash } from 'node:crypto'
import { TimeoutError, withTimeout } from '../../limits/timeout'
import { MAX_MESSAGE_BYTES } from '../../model/fit-to-message'
import type { QueueMessage } from '../../model/message'
import { readMessage } from '../../model/read-message'
import { readFact, writeFact } from '../storage/facts'
import { toChunks } from './chunks'

export const RESEND_AFTER_MS = 30_000
/** A queue was seen to hang for a minute before it refused. */
const TAKEN_WITHIN_MS = 5_000
/** Messages refused one after another, each sent alone: then it is the queue, not the messages. */
const MOST_REFUSED = 3
/** Times one message is refused alone before it is parked: an hour of them. */
const REFUSED_FOR_GOOD = 120
/** Names loaded at once; messages are loaded by batch. */
const PAGE = 1_000

export type SendMessages = (messages: QueueMessage[]) => Promise<void>

interface KeptMessage {
  id: string
  text: string
  message: QueueMessage
  bytes: number
}

export interface UntakenMessage {
  id: string
  why: 'too large' | 'refused'
}

type SendResult = 'taken' | 'refused' | 'stalled'

export class Outbox {
  readonly #sql: SqlStorage
  readonly #send: SendMessages

  constructor(sql: SqlStorage, send: SendMessages) {
    this.#sql = sql
    this.#send = send
  }

  /** Sent from `at` on. The same message is kept once, whatever its version or shape. */
  keep(message: QueueMessage, at: number): KeptMessage {
    const text = JSON.stringify(message)
    const id = createHash('sha256').update(text).digest('base64url')
    this.#sql.exec('INSERT INTO outbox VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING', id, at, text)
    return { id, text, message, bytes: sizeOf(text) }
  }

  /** Sends what was kept just now. False once the queue refuses any: those stay, with all that follow. */
  async send(kept: KeptMessage[]): Promise<boolean> {
    for (const chunk of toChunks(kept)) {
      if ((await this.#sendKept(chunk)) !== 'taken') {
        return false
      }
    }
    return true
  }

  /**
   * Sends what is due until the queue stalls or keeps refusing. A refused message does not hold up the others. Returns
   * those that no queue takes, for the caller to park and drop.
   */
  async flush(now: number): Promise<UntakenMessage[]> {
    const untaken: UntakenMessage[] = []
    const refused: string[] = []
    let inARow = 0
    for (;;) {
      const ids = this.#listDue(now, [...untaken.map(({ id }) => id), ...refused])
      if (ids.length === 0) {
        return untaken
      }
      for (const chunk of toChunks(this.#load(ids))) {
        const fitting = chunk.filter(({ bytes }) => bytes <= MAX_MESSAGE_BYTES)
        const large = chunk.filter((one) => !fitting.includes(one))
        untaken.push(...large.map(({ id }) => ({ id, why: 'too large' }) as const))
        const together = await this.#sendKept(fitting)
        for (const one of together === 'refused' ? fitting : []) {
          const alone = fitting.length === 1 ? together : await this.#sendKept([one])
          inARow = alone === 'taken' ? 0 : inARow + 1
          if (alone === 'refused') {
            this.#sql.exec('UPDATE outbox SET at = ? WHERE id = ?', now, one.id)
            if (this.#countRefusal(one.id) < REFUSED_FOR_GOOD) {
              refused.push(one.id)
            } else {
              untaken.push({ id: one.id, why: 'refused' })
            }
          }
          if (alone === 'stalled' || inARow >= MOST_REFUSED) {
            return untaken
          }
        }
        if (together === 'stalled') {
          return untaken
        }
      }
    }
  }

  read(id: string): QueueMessage | null {
    const text = this.#read(id)
    return text === null ? null : (JSON.parse(text) as QueueMessage)
  }

  drop(ids: string[]): void {
    this.#sql.exec('DELETE FROM outbox WHERE id IN (SELECT value FROM json_each(?))', JSON.stringify(ids))
    const counted = this.#refusals
    if (ids.some((id) => id in counted)) {
      this.#refusals = Object.fromEntries(Object.entries(counted).filter(([id]) => !ids.includes(id)))
    }
  }

  size(): number {
    return this.#sql.exec<{ size: number }>('SELECT count(*) AS size FROM outbox').one().size
  }

  /** Removes a customer's own events, and messages of other versions that name them. */
  forget(email: string): void {
    const ids = this.#sql.exec<{ id: string }>('SELECT id FROM outbox').toArray()
    for (const { id } of ids) {
      const text = this.#read(id) ?? 'null'
      const message = readMessage(JSON.parse(text))
      const isTheirs =
        message === null ? text.includes(email) : message.kind === 'event' && message.event.customer?.email === email
      if (isTheirs) {
        this.drop([id])
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

  async #sendKept(kept: KeptMessage[]): Promise<SendResult> {
    const sent = kept.length === 0 ? 'taken' : await this.#try(kept.map(({ message }) => message))
    if (sent === 'taken') {
      this.drop(kept.map(({ id }) => id))
    }
    return sent
  }

  #countRefusal(id: string): number {
    const count = (this.#refusals[id] ?? 0) + 1
    this.#refusals = { ...this.#refusals, [id]: count }
    return count
  }

  get #refusals(): Record<string, number> {
    return readFact(this.#sql, 'refused messages') ?? {}
  }

  set #refusals(counts: Record<string, number>) {
    writeFact(this.#sql, 'refused messages', Object.keys(counts).length === 0 ? null : counts)
  }

  async #try(messages: QueueMessage[]): Promise<SendResult> {
    try {
      await withTimeout(TAKEN_WITHIN_MS, this.#send(messages))
      return 'taken'
    } catch (error) {
      return error instanceof TimeoutError ? 'stalled' : 'refused'
    }
  }
}

function sizeOf(text: string): number {
  return new TextEncoder().encode(text).length
}

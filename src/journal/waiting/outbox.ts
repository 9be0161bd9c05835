/** Messages for the queue that it did not take yet. Nothing else holds them, so they are kept until it does. */
import type { QueueMessage } from '../../model/message'

/** One sendBatch takes 100 messages or 256 KB; an event may hold 128 KB. */
const CHUNK_MESSAGES = 100
const CHUNK_BYTES = 200_000
/** How long after a refusal the queue is asked again, ms. */
export const RESEND_AFTER_MS = 30_000

export type SendMessages = (messages: QueueMessage[]) => Promise<void>

export class Outbox {
  readonly #sql: SqlStorage
  readonly #send: SendMessages

  constructor(sql: SqlStorage, send: SendMessages) {
    this.#sql = sql
    this.#send = send
  }

  /** Keeps a message until the queue takes it, from `at` on. */
  keep(message: QueueMessage, at: number): void {
    const id = `${message.kind}:${message.kind === 'event' ? message.event.id : message.firing}`
    this.#sql.exec(
      'INSERT INTO outbox VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET message = ?3',
      ...[id, at, JSON.stringify(message)],
    )
  }

  /** Sends now; what the queue refuses is kept. True when it took everything. */
  async sendOrKeep(messages: QueueMessage[], now: number): Promise<boolean> {
    const results = await Promise.all(
      toChunks(messages).map(async (chunk) => {
        try {
          await this.#send(chunk)
          return true
        } catch {
          for (const message of chunk) {
            this.keep(message, now + RESEND_AFTER_MS)
          }
          return false
        }
      }),
    )
    return results.every((taken) => taken)
  }

  /** Sends what is due. True when the queue took it all. */
  async flush(now: number): Promise<boolean> {
    const rows = this.#sql
      .exec<{ id: string; message: string }>('SELECT id, message FROM outbox WHERE at <= ? ORDER BY at', now)
      .toArray()
    for (const chunk of toChunks(
      rows.map((row) => ({ id: row.id, message: JSON.parse(row.message) as QueueMessage })),
    )) {
      try {
        await this.#send(chunk.map((row) => row.message))
      } catch {
        return false
      }
      for (const { id } of chunk) {
        this.#sql.exec('DELETE FROM outbox WHERE id = ?', id)
      }
    }
    return true
  }

  /** How many are kept. */
  size(): number {
    return this.#sql.exec<{ size: number }>('SELECT count(*) AS size FROM outbox').one().size
  }

  /** Takes out what a customer's own events still wait for. */
  forget(email: string): void {
    for (const row of this.#sql.exec<{ id: string; message: string }>('SELECT id, message FROM outbox').toArray()) {
      const message = JSON.parse(row.message) as QueueMessage
      if (message.kind === 'event' && message.event.customer?.email === email) {
        this.#sql.exec('DELETE FROM outbox WHERE id = ?', row.id)
      }
    }
  }
}

/** Groups that one sendBatch takes. */
function toChunks<T>(all: T[]): T[][] {
  const made: T[][] = []
  let bytes = 0
  for (const one of all) {
    const size = JSON.stringify(one).length * 2
    const last = made.at(-1)
    if (last === undefined || last.length === CHUNK_MESSAGES || bytes + size > CHUNK_BYTES) {
      made.push([one])
      bytes = size
    } else {
      last.push(one)
      bytes += size
    }
  }
  return made
}

/** Messages the queue has not accepted yet. This is their only copy. */
import type { QueueMessage } from '../../model/message'

/** Queue limits: a sendBatch takes 100 messages or 256 KB, and one event may have 128 KB. */
const CHUNK_MESSAGES = 100
const CHUNK_BYTES = 200_000
export const RESEND_AFTER_MS = 30_000

export type SendMessages = (messages: QueueMessage[]) => Promise<void>

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

  /** Stores what the queue refuses. True when it accepted everything. */
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

  /** Sends what is due. True when the queue accepted all of it. */
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

  size(): number {
    return this.#sql.exec<{ size: number }>('SELECT count(*) AS size FROM outbox').one().size
  }

  /** Removes a customer's own events. */
  forget(email: string): void {
    for (const row of this.#sql.exec<{ id: string; message: string }>('SELECT id, message FROM outbox').toArray()) {
      const message = JSON.parse(row.message) as QueueMessage
      if (message.kind === 'event' && message.event.customer?.email === email) {
        this.#sql.exec('DELETE FROM outbox WHERE id = ?', row.id)
      }
    }
  }
}

/** Each chunk fits one sendBatch. */
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

/** Answers to changes that carried an Idempotency-Key, so that the same key does nothing twice. */
import type { KeptAnswer, KeyedRequest, KeyState } from './admission'

const ANSWERS_KEPT_MS = 86_400_000
/** A request that was cut off left no answer; by then it may be made again, under the same ids. */
const UNDER_WAY_MS = 2 * 60_000
/** Far more than any change answers, and far less than a row holds. */
const LONGEST_ANSWER = 500_000

export class AnswerTable {
  readonly #sql: SqlStorage

  /** `status` is 0 while its request is under way. */
  constructor(sql: SqlStorage) {
    this.#sql = sql
    sql.exec(`CREATE TABLE IF NOT EXISTS api_answers (
      key TEXT PRIMARY KEY, digest TEXT NOT NULL, at INTEGER NOT NULL, status INTEGER NOT NULL, body TEXT
    ) WITHOUT ROWID`)
  }

  /** In a transaction: of two requests with one key, one is new. @param now epoch ms */
  begin({ key, digest }: KeyedRequest, now: number): KeyState {
    const [row] = this.#sql
      .exec<{ digest: string; at: number; status: number; body: string | null }>(
        'SELECT digest, at, status, body FROM api_answers WHERE key = ? AND at > ?',
        key,
        now - ANSWERS_KEPT_MS,
      )
      .toArray()
    if (row !== undefined && row.digest !== digest) {
      return { is: 'of another request' }
    }
    if (row !== undefined && row.status !== 0) {
      const { status, body } = row
      return body === null ? { is: 'erased' } : { is: 'answered', answer: { status, body } }
    }
    if (row !== undefined && now - row.at < UNDER_WAY_MS) {
      return { is: 'under way' }
    }
    this.#sql.exec(`INSERT OR REPLACE INTO api_answers VALUES (?, ?, ?, 0, '')`, key, digest, now)
    return { is: 'new' }
  }

  /** @param answer null where nothing was done: the key is free again */
  end(key: string, answer: KeptAnswer | null): void {
    if (answer === null) {
      this.#sql.exec('DELETE FROM api_answers WHERE key = ? AND status = 0', key)
      return
    }
    const { status, body } = answer
    const kept = body.length > LONGEST_ANSWER ? null : body
    this.#sql.exec('UPDATE api_answers SET status = ?, body = ? WHERE key = ? AND status = 0', status, kept, key)
  }

  /** An answer may name any customer. That a key was used stays. */
  erase(): void {
    this.#sql.exec('UPDATE api_answers SET body = NULL WHERE status <> 0')
  }

  sweep(now: number): void {
    this.#sql.exec('DELETE FROM api_answers WHERE at <= ?', now - ANSWERS_KEPT_MS)
  }
}

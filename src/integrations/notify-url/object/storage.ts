/**
 * What a receiver's object stores: no event, no customer and no secret.
 *
 * facts  what is true of the receiver: one JSON text to a name
 * posts  a firing that failed so far (`tries`, `since`), or that was sent (`sent`, its sentence)
 */
import { checkVersion } from '../../../model/schema-version'
import type { CircuitState } from '../../outage/circuit-breaker'
import { RECEIVER_TABLES_VERSION } from '../tables-version'

const TABLES = `
  CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS posts (
    firing TEXT PRIMARY KEY, tries INTEGER NOT NULL, since INTEGER NOT NULL, sent TEXT
  ) WITHOUT ROWID;`
/** A queue keeps a message for 14 days at most; after that it brings none of these again. */
const POSTS_KEPT_MS = 15 * 86_400_000

interface ReceiverFacts {
  version: number
  integration: { id: string; marketplace: string }
  /** The circuit breaker; absent while the receiver answers. */
  circuit: CircuitState
  /** Why nothing is posted until the integration is saved again. */
  fault: ReceiverFault
  /** Asked to slow down until then, epoch ms. */
  pause: number
  /** Parked firings are to be put back in line. */
  release: true
  /** When old posts were last swept, epoch ms. */
  swept: number
}

export interface ReceiverFault {
  sentence: string
  reported: boolean
}

interface StoredPost {
  tries: number
  /** The first failure, or when it was sent; epoch ms. */
  since: number
  sent: string | null
}

export class ReceiverStorage {
  readonly #sql: SqlStorage

  /** Throws NewerVersionError. */
  constructor(storage: DurableObjectStorage) {
    this.#sql = storage.sql
    this.#sql.exec(TABLES)
    const version = this.read('version')
    checkVersion('The data of this receiver', version ?? RECEIVER_TABLES_VERSION, RECEIVER_TABLES_VERSION)
    if (version === null) {
      this.save('version', RECEIVER_TABLES_VERSION)
    }
  }

  /** Null where the fact was never written. */
  read<Name extends keyof ReceiverFacts>(name: Name): ReceiverFacts[Name] | null {
    const [row] = this.#sql.exec<{ value: string }>('SELECT value FROM facts WHERE name = ?', name)
    return row === undefined ? null : JSON.parse(row.value)
  }

  /** Null removes it. Writes only what differs. */
  save<Name extends keyof ReceiverFacts>(name: Name, value: ReceiverFacts[Name] | null): void {
    const text = JSON.stringify(value)
    if (text === JSON.stringify(this.read(name))) {
      return
    }
    if (value === null) {
      this.#sql.exec('DELETE FROM facts WHERE name = ?', name)
    } else {
      this.#sql.exec('INSERT OR REPLACE INTO facts VALUES (?, ?)', name, text)
    }
  }

  findPost(firing: string): StoredPost | null {
    const [row] = this.#sql.exec<Record<string, never> & StoredPost>(
      'SELECT tries, since, sent FROM posts WHERE firing = ?',
      firing,
    )
    return row ?? null
  }

  savePost(firing: string, { tries, since, sent }: StoredPost): void {
    this.#sql.exec('INSERT OR REPLACE INTO posts VALUES (?, ?, ?, ?)', firing, tries, since, sent)
  }

  deletePost(firing: string): void {
    this.#sql.exec('DELETE FROM posts WHERE firing = ?', firing)
  }

  /** @param now epoch ms */
  sweepPosts(now: number): void {
    this.#sql.exec('DELETE FROM posts WHERE since < ?', now - POSTS_KEPT_MS)
    this.save('swept', now)
  }

  get hasPosts(): boolean {
    return this.#sql.exec('SELECT 1 FROM posts LIMIT 1').toArray().length > 0
  }

  clear(): void {
    this.#sql.exec('DELETE FROM posts')
    this.#sql.exec(`DELETE FROM facts WHERE name <> 'version'`)
  }
}

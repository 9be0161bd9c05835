/** An object whose storage keeps every state, as Cloudflare's do. */
import type { ObjectHistory } from '../../src/recovery/object-history'
import {
  answerRestore,
  type MarkStorage,
  type RestoreAnswer,
  type RestoreRequest,
} from '../../src/recovery/restoration'

export class ObjectWithHistory {
  /** What it stores; “restore” is the mark. */
  rows: Record<string, unknown> = {}
  /** Whether a restart is wanted, and to which state. */
  restarting = false
  now = 1_000
  readonly #states: { at: number; rows: Record<string, unknown> }[] = []
  #next: number | null = null

  write(rows: Record<string, unknown>): void {
    this.now += 1_000
    this.rows = { ...this.rows, ...rows }
    this.#states.push({ at: this.now, rows: { ...this.rows } })
  }

  ask(request: RestoreRequest): Promise<RestoreAnswer> {
    return answerRestore(this.#storage, this.#history, request, this.now + 1)
  }

  /** Cloudflare starts it again. */
  startAgain(): void {
    this.restarting = false
    if (this.#next !== null) {
      this.rows = { ...this.#states[this.#next]?.rows }
      this.#next = null
    }
  }

  readonly #storage: MarkStorage = {
    get: async (key) => this.rows[key] as never,
    put: async (key, mark) => this.write({ [key]: mark }),
    delete: async (key) => {
      const { [key]: mark, ...rows } = this.rows
      this.rows = rows
      return mark !== undefined
    },
  }

  readonly #history: ObjectHistory = {
    now: async () => `state-${this.#states.length - 1}`,
    at: async (at) => `state-${this.#states.findLastIndex((state) => state.at <= at)}`,
    restoreAtNextStart: async (bookmark) => {
      const next = Number(bookmark.split('-')[1])
      if (this.#states[next] === undefined) {
        throw new Error('The bookmark is not one of this object')
      }
      this.#next = next
    },
    restart: () => {
      this.restarting = true
    },
  }
}

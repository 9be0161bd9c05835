import type { ChannelKind } from './channel/channel'

/** Kinds of channels by id. */
export class ChannelRegistry {
  readonly #kinds = new Map<string, ChannelKind>()

  /** Throws where a kind has the id of another: rows store nothing else. */
  add(kind: ChannelKind): this {
    if (this.#kinds.has(kind.id)) {
      throw new Error(`two kinds of channels use the id ${kind.id}`)
    }
    this.#kinds.set(kind.id, kind)
    return this
  }

  /** In the order they were added. */
  get all(): ChannelKind[] {
    return [...this.#kinds.values()]
  }

  find(id: string): ChannelKind | null {
    return this.#kinds.get(id) ?? null
  }
}

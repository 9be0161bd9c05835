/**
 * A bounded cache in two halves; the older half is dropped as a whole, because deleting a Map's oldest keys one by one
 * leaves holes that each later search for the oldest walks over.
 */
export class IsolateCache<Value> {
  readonly #half: number
  #newer = new Map<string, Value>()
  #older = new Map<string, Value>()

  /** Keeps at most `most` entries and at least the newest half of that. */
  constructor(most: number) {
    this.#half = Math.ceil(most / 2)
  }

  get(key: string): Value | undefined {
    return this.#newer.get(key) ?? this.#older.get(key)
  }

  set(key: string, value: Value): void {
    this.#newer.set(key, value)
    if (this.#newer.size < this.#half) {
      return
    }
    this.#older = this.#newer
    this.#newer = new Map()
  }
}

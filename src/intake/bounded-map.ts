/**
 * A map that forgets its oldest keys. Two halves, of which the older goes as a whole: taking a Map's oldest key out one by
 * one leaves holes that every next search for the oldest walks over.
 */
export class BoundedMap<Value> {
  readonly #half: number
  #newer = new Map<string, Value>()
  #older = new Map<string, Value>()

  /** At most `most` things, at least the newest half of them. */
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

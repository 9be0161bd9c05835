/** One customer's firings at a time, in the order they came; different customers' side by side. In memory only. */

export class KeyedMutex {
  readonly #tails = new Map<string, Promise<unknown>>()

  /** Runs the work once everything begun earlier under any of the keys is over. */
  run<T>(keys: string[], work: () => Promise<T>): Promise<T> {
    const own = [...new Set(keys)]
    const before = own.flatMap((key) => this.#tails.get(key) ?? [])
    const result = Promise.all(before).then(work)
    const tail = result.then(
      () => undefined,
      () => undefined,
    )
    for (const key of own) {
      this.#tails.set(key, tail)
    }
    void tail.then(() => {
      for (const key of own) {
        if (this.#tails.get(key) === tail) {
          this.#tails.delete(key)
        }
      }
    })
    return result
  }

  /** How many keys are busy. */
  get busy(): number {
    return this.#tails.size
  }
}

/** Runs one customer's firings in order, different customers' in parallel. In memory only. */

export class KeyedMutex {
  readonly #tails = new Map<string, Promise<unknown>>()

  /** Waits for everything started earlier under any of the keys. */
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

  get busy(): number {
    return this.#tails.size
  }
}

/** Virtual time: acts happen in order, as fast as they can be done. */
export class Clock {
  now = 0
  readonly #heap: { at: number; act: () => void }[] = []

  at(time: number, act: () => void): void {
    const entry = { at: Math.max(time, this.now), act }
    let place = this.#heap.push(entry) - 1
    while (place > 0) {
      const parent = (place - 1) >> 1
      const above = this.#heap[parent]
      if (above === undefined || above.at <= entry.at) {
        break
      }
      this.#heap[place] = above
      this.#heap[parent] = entry
      place = parent
    }
  }

  /** Until nothing is left to happen before `end`. */
  run(end = Number.POSITIVE_INFINITY): void {
    while (this.step(end)) {}
  }

  /** The next thing that happens; false where nothing is left to happen before `end`. */
  step(end: number): boolean {
    const [top] = this.#heap
    if (top === undefined || top.at > end) {
      return false
    }
    this.#pop()
    this.now = top.at
    top.act()
    return true
  }

  #pop(): void {
    const last = this.#heap.pop()
    if (last === undefined || this.#heap.length === 0) {
      return
    }
    let place = 0
    for (;;) {
      const [left, right] = [this.#heap[2 * place + 1], this.#heap[2 * place + 2]]
      const child = right !== undefined && left !== undefined && right.at < left.at ? right : left
      if (child === undefined || child.at >= last.at) {
        break
      }
      this.#heap[place] = child
      place = 2 * place + (child === right ? 2 : 1)
    }
    this.#heap[place] = last
  }
}

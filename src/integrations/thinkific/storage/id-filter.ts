/** A set of ids in little memory: exact while it is small, then a Bloom filter that may take an id it lacks for one it has. */

/** A few MB; beyond it, the filter has 2. */
const EXACT_IDS = 10_000
/** 16 a customer at a million: one foreign id in 400 is taken for a known one. */
const BITS = 2 ** 24
const HASHES = 4

export class IdFilter {
  #exact: Set<string> | null = new Set()
  #bits = new Uint32Array(0)

  add(id: string): void {
    if (this.#exact === null) {
      this.#mark(id)
      return
    }
    this.#exact.add(id)
    if (this.#exact.size > EXACT_IDS) {
      this.#bits = new Uint32Array(BITS / 32)
      for (const one of this.#exact) {
        this.#mark(one)
      }
      this.#exact = null
    }
  }

  /** False only where it was never added. */
  mayHave(id: string): boolean {
    return this.#exact === null
      ? listBits(id).every((bit) => ((this.#bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0)
      : this.#exact.has(id)
  }

  #mark(id: string): void {
    for (const bit of listBits(id)) {
      this.#bits[bit >>> 5] = (this.#bits[bit >>> 5] ?? 0) | (1 << (bit & 31))
    }
  }
}

function listBits(id: string): number[] {
  const first = hash(id, 0x811c9dc5)
  const step = hash(id, 0x9e3779b9) | 1
  return Array.from({ length: HASHES }, (_, n) => ((first + n * step) >>> 0) % BITS)
}

/** FNV-1a, with its high bits mixed into the low ones. */
function hash(text: string, seed: number): number {
  let value = seed
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  }
  return Math.imul(value ^ (value >>> 15), 0x85ebca6b) >>> 0
}

/** Text from the bytes of a spreadsheet's export, which says its encoding with a byte order mark or not at all. */

/** Of the file's start, for its width, and from its first non-ASCII letter on, for UTF-8 or Windows-1252. */
const SAMPLE_BYTES = 64 * 1024
const FIRST_NOT_ASCII = 0x80
const MARK_BYTES = 3
/** Of the bytes looked at first, how many are NUL at one parity where UTF-16 comes without a mark. */
const UTF16_SHARE = 0.4

const MARKS: [bytes: number[], encoding: string][] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
]

/** Pieces in order, `end` last. Marks are left out. */
export class Decoder {
  #held: Uint8Array<ArrayBufferLike> = new Uint8Array(0)
  #isNarrow = false
  #decoder: TextDecoder | null = null

  push(bytes: Uint8Array): string {
    if (this.#decoder !== null) {
      return this.#decoder.decode(bytes, { stream: true })
    }
    this.#held = joinBytes(this.#held, bytes)
    if (!this.#isNarrow && this.#held.length < SAMPLE_BYTES) {
      return ''
    }
    this.#decideWidth()
    const plain = this.#takeAscii()
    return this.#decoder === null && this.#held.length < SAMPLE_BYTES ? plain : plain + this.#decode(true)
  }

  end(): string {
    this.#decideWidth()
    return this.#decode(false)
  }

  #decideWidth(): void {
    if (this.#decoder === null && !this.#isNarrow) {
      const encoding = findWideOrMarked(this.#held)
      this.#decoder = encoding === null ? null : new TextDecoder(encoding)
      this.#isNarrow = true
    }
  }

  /** The first letter that UTF-8 and Windows-1252 write differently may be far down a file, and decides. */
  #takeAscii(): string {
    if (this.#decoder !== null) {
      return ''
    }
    const found = this.#held.findIndex((byte) => byte >= FIRST_NOT_ASCII)
    const end = found === -1 ? this.#held.length : found
    const text = new TextDecoder().decode(this.#held.subarray(0, end))
    this.#held = this.#held.slice(end)
    return text
  }

  #decode(stream: boolean): string {
    this.#decoder ??= new TextDecoder(isUtf8(this.#held) ? 'utf-8' : 'windows-1252')
    const held = this.#held
    this.#held = new Uint8Array(0)
    return this.#decoder.decode(held, { stream })
  }
}

/** @param bytes the first of the file @returns null for what may be UTF-8 or Windows-1252 */
function findWideOrMarked(bytes: Uint8Array): string | null {
  const marked = MARKS.find(([mark]) => mark.every((byte, at) => bytes[at] === byte))
  if (marked !== undefined) {
    return marked[1]
  }
  const nuls = [0, 0]
  for (const [at, byte] of bytes.entries()) {
    nuls[at % 2] = (nuls[at % 2] ?? 0) + Number(byte === 0)
  }
  const wide = nuls.findIndex((count) => bytes.length > MARK_BYTES && count / (bytes.length / 2) > UTF16_SHARE)
  return wide === -1 ? null : wide === 0 ? 'utf-16be' : 'utf-16le'
}

/** A character cut off at the end is none the less one. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

export function joinBytes(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}

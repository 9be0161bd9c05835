/** Text from the bytes of a spreadsheet's export, which says its encoding with a byte order mark or not at all. */

/** Usually has a non-ASCII letter, by which UTF-8 and Windows-1252 differ. */
const SAMPLE_BYTES = 64 * 1024
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
  #held = new Uint8Array(0)
  #decoder: TextDecoder | null = null

  push(bytes: Uint8Array): string {
    if (this.#decoder !== null) {
      return this.#decoder.decode(bytes, { stream: true })
    }
    this.#held = joinBytes(this.#held, bytes)
    return this.#held.length < SAMPLE_BYTES ? '' : this.#decide().decode(this.#take(), { stream: true })
  }

  end(): string {
    const decoder = this.#decoder ?? this.#decide()
    return decoder.decode(this.#take())
  }

  #decide(): TextDecoder {
    this.#decoder = new TextDecoder(guessEncoding(this.#held))
    return this.#decoder
  }

  #take(): Uint8Array {
    const held = this.#held
    this.#held = new Uint8Array(0)
    return held
  }
}

/** @param bytes the first of the file */
function guessEncoding(bytes: Uint8Array): string {
  const marked = MARKS.find(([mark]) => mark.every((byte, at) => bytes[at] === byte))
  if (marked !== undefined) {
    return marked[1]
  }
  const nuls = [0, 0]
  for (const [at, byte] of bytes.entries()) {
    nuls[at % 2] = (nuls[at % 2] ?? 0) + Number(byte === 0)
  }
  const wide = nuls.findIndex((count) => bytes.length > MARK_BYTES && count / (bytes.length / 2) > UTF16_SHARE)
  if (wide !== -1) {
    return wide === 0 ? 'utf-16be' : 'utf-16le'
  }
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252'
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

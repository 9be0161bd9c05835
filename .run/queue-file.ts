/** What the local queue holds, in a file: Miniflare's queue is memory alone, and what it held would end with the run. */
import {
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import type { QueueMessage } from '../src/model/message'

/** As queue-file-worker.js sends it. */
export interface KeptMessage {
  kept: string
  message: QueueMessage
}

type Line = { kept: KeptMessage[] } | { struck: string[] }

/** Only this user may read it: messages are customers' purchases. */
const MODE = 0o600
/** Lines after which the file is written again with what is left of it. */
const MOST_LINES = 10_000

export class QueueFile {
  /** What an earlier run left unfinished. */
  readonly left: KeptMessage[]
  readonly #path: string
  readonly #open = new Set<string>()
  #file: number
  #lines = 0

  constructor(path: string) {
    this.#path = path
    this.left = readLeft(path)
    for (const { kept } of this.left) {
      this.#open.add(kept)
    }
    this.#file = this.#rewrite(this.left)
  }

  /** @param text a line as JSON; throws where it cannot be written */
  write(text: string): void {
    const line = JSON.parse(text) as Line
    writeSync(this.#file, `\n${text}`)
    this.#lines += 1
    for (const { kept } of keptIn(line)) {
      this.#open.add(kept)
    }
    for (const id of struckIn(line)) {
      this.#open.delete(id)
    }
    if (this.#open.size === 0) {
      ftruncateSync(this.#file)
      this.#lines = 0
    } else if (this.#lines > MOST_LINES && this.#lines > 2 * this.#open.size) {
      closeSync(this.#file)
      this.#file = this.#rewrite(readLeft(this.#path))
    }
  }

  /** Whole or not at all. Returns the file, open for appending. */
  #rewrite(left: KeptMessage[]): number {
    const text = left.map((one) => `\n${JSON.stringify({ kept: [one] })}`).join('')
    writeFileSync(`${this.#path}.new`, text, { mode: MODE })
    renameSync(`${this.#path}.new`, this.#path)
    this.#lines = left.length
    return openSync(this.#path, 'a', MODE)
  }
}

/** In any order: a message may be acked before it was written. */
function readLeft(path: string): KeptMessage[] {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').flatMap(parseLine) : []
  const struck = new Set(lines.flatMap(struckIn))
  return lines.flatMap(keptIn).filter(({ kept }) => !struck.has(kept))
}

/** What was sent with a line that was cut off was never accepted. */
function parseLine(text: string): Line[] {
  try {
    return [JSON.parse(text) as Line]
  } catch {
    return []
  }
}

function keptIn(line: Line): KeptMessage[] {
  return 'kept' in line ? line.kept : []
}

function struckIn(line: Line): string[] {
  return 'struck' in line ? line.struck : []
}

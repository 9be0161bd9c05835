/** All open entries, read a slice of the receipts at a time, so that an object waking with very many of them keeps taking events. */
import { listOpenResults, type Receipt } from '../receipts/receipt'
import type { ReceiptTable } from '../receipts/receipt-table'
import { entryId } from '../storage/keys'
import { OpenEntries, type OpenEntry } from './open-entry'

/** Receipts of a slice: 20 to 40 ms. More than a backlog's entries, so that hasMoreThan needs one slice at most. */
export const SLICE_RECEIPTS = 500
/** JSON text after which a slice ends early; one receipt may have 1.9 MB. */
const SLICE_CHARS = 8_000_000

interface OpenListReading {
  /** The last receipt's key. */
  after: string
  read: { opened: number; entry: OpenEntry }[]
  /** Since the reading began; null once it is no longer open. */
  changed: Map<string, OpenEntry | null>
}

export class OpenList {
  readonly #receipts: ReceiptTable
  readonly #entries = new OpenEntries()
  #all: Map<string, OpenEntry> | null = null
  /** Keys of receipts that a person wants run again: they may have no open entry. Epoch ms of the request. */
  readonly #replays = new Map<string, number>()
  #reading: OpenListReading = { after: '', read: [], changed: new Map() }

  constructor(receipts: ReceiptTable) {
    this.#receipts = receipts
  }

  /** Returns true once all are in memory. */
  readSlice(): boolean {
    if (this.#all !== null) {
      return true
    }
    const { read } = this.#reading
    let rows = 0
    let chars = 0
    for (const { key, receipt, size } of this.#receipts.eachOpen(this.#reading.after, SLICE_RECEIPTS)) {
      this.#reading.after = key
      if (receipt !== null) {
        const { opened } = receipt
        read.push(...listOpenResults(receipt).map((one) => ({ opened, entry: this.#entries.toEntry(receipt, one) })))
        this.noteReplay(receipt)
      }
      rows += 1
      chars += size
      if (chars > SLICE_CHARS) {
        return false
      }
    }
    if (rows === SLICE_RECEIPTS) {
      return false
    }
    this.#finish()
    return true
  }

  /** By id, oldest first. */
  list(): ReadonlyMap<string, OpenEntry> {
    while (!this.readSlice()) {}
    return this.#all ?? new Map()
  }

  /** Reads one slice at most. @param count less than a slice */
  hasMoreThan(count: number): boolean {
    return !this.readSlice() || this.list().size > count
  }

  /** Whether anything is to come of what is stored. Reads one slice at most. */
  hasAny(): boolean {
    return this.hasMoreThan(0) || this.#replays.size > 0
  }

  /** Keys of receipts whose replay was asked for before `before`, epoch ms. */
  listReplays(before: number): string[] {
    return [...this.#replays].filter(([, at]) => at < before).map(([key]) => key)
  }

  noteReplay({ key, replay }: Receipt): void {
    if (replay === null) {
      this.#replays.delete(key)
    } else {
      this.#replays.set(key, replay.at)
    }
  }

  /** Continues a reading that has begun, since changes are kept aside until it ends. */
  readOn(): void {
    if (this.#hasBegun()) {
      this.readSlice()
    }
  }

  /** Must be called for every result of a receipt that was saved. */
  note(receipt: Receipt, n: number, isOpen: boolean): void {
    const id = entryId(receipt.key, n)
    const result = isOpen ? receipt.results.find((one) => one.n === n) : undefined
    this.#change(id, result === undefined ? null : this.#entries.toEntry(receipt, result))
  }

  drop(id: string): void {
    this.#change(id, null)
  }

  #change(id: string, entry: OpenEntry | null): void {
    if (this.#all === null) {
      if (this.#hasBegun()) {
        this.#reading.changed.set(id, entry)
      }
    } else if (entry === null) {
      this.#all.delete(id)
    } else {
      this.#all.set(id, entry)
    }
  }

  #hasBegun(): boolean {
    return this.#reading.after !== ''
  }

  #finish(): void {
    const { read, changed } = this.#reading
    read.sort((a, b) => a.opened - b.opened)
    this.#all = new Map(read.map(({ entry }) => [entry.id, entry]))
    this.#reading = { after: '', read: [], changed: new Map() }
    for (const [id, entry] of changed) {
      this.#change(id, entry)
    }
  }
}

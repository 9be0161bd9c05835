/** Detects a backlog and measures its progress from its first event on, even when first viewed later. */
import type { JournalStore } from '../journal-store'
import { readFact, writeFact } from '../storage/facts'

/** More waiting entries than this are a backlog. */
const BACKLOG_ENTRIES = 25
/** A longer pause between events separates backlogs. */
const PAUSE_MS = 30_000
/** After this time, a few waiting entries no longer count as a backlog. */
const LONGEST_MS = 86_400_000

export interface Backlog {
  since: number
  /** The log's count of final entries at the start. */
  finals: number
}

export class BacklogWatch {
  readonly #store: JournalStore
  /** Start of the current run of events, in case it grows into a backlog. */
  #start: Backlog | null = null

  constructor(store: JournalStore) {
    this.#store = store
  }

  /** Must be called before the event's entries are settled. @param received epoch ms */
  noteArrival(received: number): void {
    const { log, waiting } = this.#store
    const apart = received - (log.lastReceived ?? 0) > PAUSE_MS && !waiting.open.hasMoreThan(BACKLOG_ENTRIES)
    if (this.#start === null || apart || received - this.#start.since > LONGEST_MS) {
      this.#start = { since: received, finals: log.finals }
    }
  }

  /** Starts or ends the backlog by the number of waiting entries; null when there is none. */
  current(waiting: number, now: number): Backlog | null {
    const { sql, log } = this.#store
    const known = readFact(sql, 'backlog')
    if (known !== null && (waiting === 0 || (waiting <= BACKLOG_ENTRIES && now - known.since > LONGEST_MS))) {
      writeFact(sql, 'backlog', null)
      return null
    }
    if (known !== null || waiting <= BACKLOG_ENTRIES) {
      return known
    }
    const begun = this.#start ?? { since: now, finals: log.finals }
    writeFact(sql, 'backlog', begun)
    return begun
  }
}

/**
 * A rush: more waits at once than a glance could count. What it brought and how much of that is done is told from its
 * first event on, whenever somebody looks.
 */
import type { JournalStore } from '../journal-store'
import { readFact, writeFact } from '../storage/facts'

/** More waiting entries than this are a rush. */
const BACKLOG_ENTRIES = 25
/** Events belong together as long as no pause between them was longer than this, ms. */
const PAUSE_MS = 30_000
/** A few that wait for longer are no rush any more, ms. */
const LONGEST_MS = 86_400_000

interface Backlog {
  since: number
  /** The log's count of final entries when it began. */
  finals: number
}

export class BacklogWatch {
  readonly #store: JournalStore
  /** Where a rush began, if what came since turns out to be one. */
  #start: Backlog | null = null

  constructor(store: JournalStore) {
    this.#store = store
  }

  /** Notes that an event came; call before its entries are settled. @param received epoch ms */
  noteArrival(received: number): void {
    const { log, waiting } = this.#store
    const apart = received - (log.lastReceived ?? 0) > PAUSE_MS && waiting.listOpen().size <= BACKLOG_ENTRIES
    if (this.#start === null || apart || received - this.#start.since > LONGEST_MS) {
      this.#start = { since: received, finals: log.finals }
    }
  }

  /** The rush under way, begun or ended by how many entries wait now; null when there is none. */
  current(waiting: number, now: number): Backlog | null {
    const { sql, log } = this.#store
    const known = readFact<Backlog>(sql, 'backlog')
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

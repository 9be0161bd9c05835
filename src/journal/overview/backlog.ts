/**
 * A rush: more waits at once than a glance could count. What it brought and how much of that is done is told from its
 * first event on, whenever somebody looks.
 */
import type { Books } from '../journal-store'
import { fact, setFact } from '../storage/facts'

/** More waiting entries than this are a rush. */
const RUSH_ENTRIES = 25
/** Events belong together as long as no pause between them was longer than this, ms. */
const PAUSE_MS = 30_000
/** A few that wait for longer are no rush any more, ms. */
const LONGEST_MS = 86_400_000

export interface Rush {
  since: number
  /** The log's count of final entries when it began. */
  finals: number
}

export class RushWatch {
  private readonly books: Books
  /** Where a rush began, if what came since turns out to be one. */
  private start: Rush | null = null

  constructor(books: Books) {
    this.books = books
  }

  /** Notes that an event came; call before its entries are settled. @param received epoch ms */
  saw(received: number): void {
    const { log, waiting } = this.books
    const apart = received - (log.lastReceived ?? 0) > PAUSE_MS && waiting.open().size <= RUSH_ENTRIES
    if (this.start === null || apart || received - this.start.since > LONGEST_MS) {
      this.start = { since: received, finals: log.finals }
    }
  }

  /** The rush under way, begun or ended by how many entries wait now; null when there is none. */
  under(waiting: number, now: number): Rush | null {
    const { sql, log } = this.books
    const known = fact<Rush>(sql, 'backlog')
    if (known !== null && (waiting === 0 || (waiting <= RUSH_ENTRIES && now - known.since > LONGEST_MS))) {
      setFact(sql, 'backlog', null)
      return null
    }
    if (known !== null || waiting <= RUSH_ENTRIES) return known
    const begun = this.start ?? { since: now, finals: log.finals }
    setFact(sql, 'backlog', begun)
    return begun
  }
}

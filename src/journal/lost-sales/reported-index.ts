/** What was reported within the time that is compared, in memory: most of a store's records are passed over by it. */
import type { JobContext } from '../jobs/job'
import type { SaleClue } from './lost-sale'
import { isKnownByFacts, listFacts } from './reported'

/** Read in one go: some tens of milliseconds. */
const SLICE_RECEIPTS = 1_000
/** About 40 MB. What does not fit costs a look at its customer. */
const MOST_FACTS = 300_000
/** Events that arrive meanwhile are found by their customer. */
const GOOD_FOR_MS = 3_600_000

export class ReportedIndex {
  #facts = new Set<string>()
  #filledAt = 0

  /** @param since epoch ms */
  async fill({ transact }: Pick<JobContext, 'transact'>, since: number, now: number): Promise<void> {
    if (now - this.#filledAt < GOOD_FOR_MS) {
      return
    }
    this.#facts = new Set()
    for (let after: string | null = ''; after !== null; ) {
      const from: string = after
      after = transact((store) => {
        let last: string | null = null
        let read = 0
        for (const { key, receipt } of store.receipts.eachSince(since, from, SLICE_RECEIPTS)) {
          read += 1
          last = key
          for (const fact of receipt === null || this.#facts.size >= MOST_FACTS ? [] : listFacts(receipt.event)) {
            this.#facts.add(fact)
          }
        }
        return read < SLICE_RECEIPTS ? null : last
      })
      await scheduler.wait(0)
    }
    this.#filledAt = now
  }

  isKnown(clue: SaleClue): boolean {
    return isKnownByFacts(clue, this.#facts)
  }

  /** Lets the memory go. */
  drop(): void {
    this.#facts = new Set()
    this.#filledAt = 0
  }
}

/**
 * Which customers are which Thinkific users. An index would be a row for each new customer, $1 a million; so their ids are in
 * memory, read from the documents at the first question after the object woke and kept up with every write since.
 */
import type { DocumentStorage, UserSlice } from './customer-documents'
import { IdFilter } from './id-filter'
import { yieldToEvents } from './yield-to-events'

/** Slices an answer waits for, at most 5 ms each: 4,000 customers. The rest are read in the background. */
const AWAITED_SLICES = 8
/** Answers kept at most. */
const MOST_ANSWERS = 1_000

export class KnownUsers {
  readonly #documents: DocumentStorage
  readonly #filter = new IdFilter()
  /** Every document was read. */
  #isWhole = false
  #isReading = false
  /** Ids that the reading under way looks for, and those asked for since it began. */
  #sought = new Set<string>()
  #asked = new Set<string>()
  readonly #answers = new Map<string, string[]>()

  constructor(documents: DocumentStorage) {
    this.#documents = documents
  }

  /** Of a customer who was not this user before. */
  add(id: string): void {
    this.#filter.add(id)
    this.#sought.delete(id)
    this.#answers.delete(id)
  }

  /** Keys of their customers, some of whom may be another user by now. Null while it is still reading: ask again. */
  async find(id: string, awaited = AWAITED_SLICES): Promise<string[] | null> {
    if (this.#answer(id) === null) {
      this.#asked.add(id)
      if (!this.#isReading) {
        void this.#read()
      }
    }
    for (let slice = 1; this.#isReading && slice < awaited; slice += 1) {
      await yieldToEvents()
    }
    return this.#answer(id)
  }

  #answer(id: string): string[] | null {
    return this.#isWhole && !this.#filter.mayHave(id) ? [] : (this.#answers.get(id) ?? null)
  }

  async #read(): Promise<void> {
    this.#isReading = true
    this.#sought = this.#asked
    this.#asked = new Set()
    try {
      const found = await this.#readAll()
      this.#isWhole = true
      if (this.#answers.size > MOST_ANSWERS) {
        this.#answers.clear()
      }
      for (const id of this.#sought) {
        this.#answers.set(id, found.get(id) ?? [])
      }
    } catch (error) {
      // The next question reads again.
      console.error(JSON.stringify({ at: 'thinkific.users', error: String(error) }))
    } finally {
      this.#isReading = false
    }
  }

  async #readAll(): Promise<Map<string, string[]>> {
    const found = new Map<string, string[]>()
    for (let after: string | null = ''; after !== null; ) {
      const slice: UserSlice = this.#documents.sliceUsers(after)
      for (const { key, user } of slice.users) {
        this.#filter.add(user)
        if (this.#sought.has(user)) {
          found.set(user, [...(found.get(user) ?? []), key])
        }
      }
      after = slice.next
      if (after !== null) {
        await yieldToEvents()
      }
    }
    return found
  }
}

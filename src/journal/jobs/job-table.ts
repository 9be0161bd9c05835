/**
 * Jobs and their lists, as facts of the journal: few, and read by id. A row of SQLite holds 2 MB at most, so that a long
 * list is kept in pages.
 */
import { readFact, readFactsOfKind, writeFact } from '../storage/facts'
import type { JobRecord } from './job'

const ITEMS_PER_PAGE = 200
/** Ended jobs kept for people to look at. */
const ENDED_KEPT = 50

export class JobTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  find(id: string): JobRecord | null {
    return readFact(this.#sql, `job ${id}`)
  }

  /** Of one that has ended, nothing of a customer stays. */
  save(job: JobRecord): void {
    const hasEnded = job.endedAt !== null
    writeFact(this.#sql, `job ${job.id}`, hasEnded ? { ...job, input: {}, progress: {} } : job)
    if (hasEnded) {
      this.items(job.id).delete()
    }
  }

  /** Newest first. */
  list(): JobRecord[] {
    return readFactsOfKind(this.#sql, 'job ').sort((a, b) => b.startedAt - a.startedAt)
  }

  prune(): void {
    for (const { id } of this.list()
      .filter(({ endedAt }) => endedAt !== null)
      .slice(ENDED_KEPT)) {
      writeFact(this.#sql, `job ${id}`, null)
    }
  }

  items(id: string): JobItems {
    return new JobItems(this.#sql, `job-items ${id} `, () => this.find(id)?.endedAt === null)
  }
}

/** A list in pages, which a job works through. */
export class JobItems {
  readonly #sql: SqlStorage
  readonly #prefix: `job-items ${string} `
  readonly #isUnderWay: () => boolean

  constructor(sql: SqlStorage, prefix: `job-items ${string} `, isUnderWay: () => boolean) {
    this.#sql = sql
    this.#prefix = prefix
    this.#isUnderWay = isUnderWay
  }

  /** Replaces the list and returns its number of pages: none once the job has ended, since a slice may still be running. */
  write(items: object[]): number {
    this.delete()
    if (!this.#isUnderWay()) {
      return 0
    }
    const pages = Math.ceil(items.length / ITEMS_PER_PAGE)
    for (let page = 0; page < pages; page += 1) {
      writeFact(this.#sql, `${this.#prefix}${page}`, items.slice(page * ITEMS_PER_PAGE, (page + 1) * ITEMS_PER_PAGE))
    }
    return pages
  }

  /** Empty beyond the last page. */
  readPage<Item>(page: number): Item[] {
    return (readFact(this.#sql, `${this.#prefix}${page}`) ?? []) as Item[]
  }

  /** Null beyond the end. */
  read<Item>(at: number): Item | null {
    return this.readPage<Item>(Math.floor(at / ITEMS_PER_PAGE))[at % ITEMS_PER_PAGE] ?? null
  }

  delete(): void {
    this.#sql.exec('DELETE FROM facts WHERE name >= ? AND name < ?', this.#prefix, `${this.#prefix}\uffff`)
  }
}

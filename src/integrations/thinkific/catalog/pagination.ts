/** Reads a whole list of Thinkific's, page by page, and notices when it changed on the way. */
import type { Answer } from '../client/call'
import type { Failure } from '../client/failure'
import type { Page } from '../client/page'

/** 250 rows each: far beyond any catalog, near enough to end a list that never ends. */
const MOST_PAGES = 200
const TRIES = 3
const RETRY_AFTER_MS = 3_000

export type ListResult<T> = { ok: true; rows: T[] } | { ok: false; failure: Failure }

export interface ListReader<T> {
  list: (page: number) => Promise<Answer<Page<T>>>
  /** Waits that many milliseconds. */
  wait: (ms: number) => Promise<void>
  now: () => number
  /** Told after every page; `pages` is null when Thinkific does not say how many there are. */
  read: (page: number, pages: number | null) => void
}

/**
 * Every row once. A row added or removed while pages are read shifts the others, and one could slip between two pages:
 * when the total moved, the list is read once more.
 */
export async function readAllPages<T extends { id: string }>(how: ListReader<T>): Promise<ListResult<T>> {
  const first = await readPagesOnce(how)
  if (!first.ok || first.steady) {
    return first
  }
  return readPagesOnce(how)
}

async function readPagesOnce<T extends { id: string }>(
  how: ListReader<T>,
): Promise<ListResult<T> & { steady?: boolean }> {
  const rows = new Map<string, T>()
  const totals = new Set<number | null>()
  let page: number | null = 1
  while (page !== null && page <= MOST_PAGES) {
    const answer: Answer<Page<T>> = await readPageWithRetries(how, page)
    if (!answer.ok) {
      return { ok: false, failure: answer.failure }
    }
    const { items, next, pages, total }: Page<T> = answer.value
    for (const row of items) {
      rows.set(row.id, row)
    }
    totals.add(total)
    how.read(page, pages)
    // A page that points to itself or back would be read for ever.
    page = next !== null && next > page ? next : null
  }
  return { ok: true, rows: [...rows.values()], steady: totals.size <= 1 }
}

/** A page that fails for the moment is asked for again: a refresh of 30 pages should not die of one. */
async function readPageWithRetries<T>({ list, wait, now }: ListReader<T>, page: number): Promise<Answer<Page<T>>> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await list(page)
    const lasting = answer.ok || answer.failure.class === 'permanent' || answer.failure.class === 'credentials'
    if (lasting || attempt >= TRIES) {
      return answer
    }
    const { failure } = answer
    await wait(failure.kind === 'rate limited' ? Math.max(0, failure.resetAt - now()) : attempt * RETRY_AFTER_MS)
  }
}

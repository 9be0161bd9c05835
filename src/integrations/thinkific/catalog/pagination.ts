/** Reads a whole list page by page, and notices changes during the reading. */
import type { Answer } from '../client/call'
import type { Failure } from '../client/failure'
import type { Page } from '../client/page'

/** Pages of 250 rows: far more than any catalog has, so that an endless list still stops. */
const MOST_PAGES = 200
const TRIES = 3
const RETRY_AFTER_MS = 3_000

export type ListResult<T> = { ok: true; rows: T[] } | { ok: false; failure: Failure }

export interface ListReader<T> {
  list: (page: number) => Promise<Answer<Page<T>>>
  wait: (ms: number) => Promise<void>
  now: () => number
  /** Called after every page; `pages` is null when Thinkific does not report it. */
  read: (page: number, pages: number | null) => void
}

/**
 * Returns each row once. A row added or removed meanwhile shifts the others, and one could slip between two pages, so
 * the list is read once more when its total changed.
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
    // A page that links to itself or back would loop forever.
    page = next !== null && next > page ? next : null
  }
  return { ok: true, rows: [...rows.values()], steady: totals.size <= 1 }
}

/** Retried, since a refresh of 30 pages should not fail because of one. */
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

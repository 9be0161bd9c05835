/** What happens by itself, on the object's alarm: messages the queue refused, entries nobody came back for, old receipts. */
import type { QueueMessage } from '../model/message'
import { messageFor, UNREADABLE } from './commands'
import type { Books } from './journal-store'
import { fact, setFact } from './storage/facts'

/** An entry is overdue when its time passed this long ago, ms. */
export const OVERDUE_MS = 3_600_000
/** How often an object with something open looks around, ms. */
export const LOOK_AROUND_MS = 3_900_000
/** Parked firings ask their site again after this long, should nobody have released them, ms. */
const PARKED_AGAIN_MS = 6 * 3_600_000
/** Receipts, and the outcomes in them, are kept this long, ms. */
export const RECEIPT_KEPT_MS = 90 * 86_400_000
const SWEEP_EVERY_MS = 86_400_000
/** Entries queued again in one go; the rest follows on the next alarm. */
const REQUEUED_AT_ONCE = 2000

/** Entries to queue again. */
export function overdue(books: Books, now: number): QueueMessage[] {
  const late = books.waiting.overdue(now - OVERDUE_MS, REQUEUED_AT_ONCE)
  const parked = books.waiting
    .parked(now - PARKED_AGAIN_MS)
    .slice(0, REQUEUED_AT_ONCE)
    .map(({ id }) => id)
  return [...late, ...parked].flatMap((id) => {
    const found = books.entry(id)
    // What no version could read so far is read again when a person says so: after a deploy, say.
    if (found === null || found.receipt.event.dialect === UNREADABLE) return []
    books.waiting.requeued(id, now)
    return messageFor(found.receipt, found.result)
  })
}

/** Forgets receipts past their time, a chunk; true when there may be more. */
export function sweep(books: Books, now: number): boolean {
  setFact(books.sql, 'swept', now)
  books.log.counts.forget(now)
  return books.receipts.forget(now - RECEIPT_KEPT_MS)
}

export function sweepIsDue(books: Books, now: number): boolean {
  return now - (fact<number>(books.sql, 'swept') ?? 0) >= SWEEP_EVERY_MS
}

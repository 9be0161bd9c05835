/** What happens by itself, on the object's alarm: messages the queue refused, entries nobody came back for, old receipts. */
import { isUnreadable } from '../model/event'
import type { QueueMessage } from '../model/message'
import { buildMessage } from './commands'
import type { JournalStore } from './journal-store'
import { readFact, writeFact } from './storage/facts'

/** An entry is overdue when its time passed this long ago, ms. */
const OVERDUE_MS = 3_600_000
/** How often an object with something open looks around, ms. */
export const CHECK_EVERY_MS = 3_900_000
/** Parked firings ask their site again after this long, should nobody have released them, ms. */
const PARKED_AGAIN_MS = 6 * 3_600_000
/** Receipts, and the outcomes in them, are kept this long, ms. */
export const RECEIPT_LIFE_MS = 90 * 86_400_000
const SWEEP_EVERY_MS = 86_400_000
/** Entries queued again in one go; the rest follows on the next alarm. */
const REQUEUED_AT_ONCE = 2000

/** Entries to queue again. */
export function requeueOverdue(store: JournalStore, now: number): QueueMessage[] {
  const late = store.waiting.listOverdue(now - OVERDUE_MS, REQUEUED_AT_ONCE)
  const parked = store.waiting
    .listParked(now - PARKED_AGAIN_MS)
    .slice(0, REQUEUED_AT_ONCE)
    .map(({ id }) => id)
  return [...late, ...parked].flatMap((id) => {
    const found = store.findEntry(id)
    // What no version could read so far is read again when a person says so: after a deploy, say.
    if (found === null || isUnreadable(found.receipt.event)) {
      return []
    }
    store.waiting.markRequeued(id, now)
    return buildMessage(found.receipt, found.result)
  })
}

/** Forgets receipts past their time, a chunk; true when there may be more. */
export function sweepReceipts(store: JournalStore, now: number): boolean {
  writeFact(store.sql, 'swept', now)
  store.log.counts.forget(now)
  return store.receipts.deleteClosed(now - RECEIPT_LIFE_MS)
}

export function isSweepDue(store: JournalStore, now: number): boolean {
  return now - (readFact<number>(store.sql, 'swept') ?? 0) >= SWEEP_EVERY_MS
}

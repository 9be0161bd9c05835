/** Upkeep on the object's alarm: messages the queue refused, overdue entries, old receipts. */
import { isUnreadable } from '../model/event'
import type { QueueMessage } from '../model/message'
import { IMPORT_KEPT_MS } from './imports/import-table'
import type { JournalStore } from './journal-store'
import { buildMessage } from './receipts/receipt-message'
import { readFact, writeFact } from './storage/facts'

/** An entry is overdue when its time passed this long ago. */
const OVERDUE_MS = 3_600_000
/** How often an object with open entries checks them. */
export const CHECK_EVERY_MS = 3_900_000
/** Parked firings not released by then are tried again. */
export const PARKED_AGAIN_MS = 6 * 3_600_000
const SWEEP_EVERY_MS = 86_400_000
/** After the last reconciliation that found them. */
const DIFFERENCES_KEPT_MS = 90 * 86_400_000
/** The rest follows on the next alarm. */
const REQUEUED_AT_ONCE = 2000

/** Overdue entries, and those parked for long. */
export function listOverdue({ waiting }: JournalStore, now: number): string[] {
  const late = waiting.listOverdue(now - OVERDUE_MS, REQUEUED_AT_ONCE)
  return [...late, ...waiting.rows.listParkedIds(now - PARKED_AGAIN_MS, REQUEUED_AT_ONCE)]
}

export function listLostReplays({ waiting }: JournalStore, now: number): string[] {
  return waiting.open.listReplays(now - OVERDUE_MS)
}

export function requeueEntries(store: JournalStore, ids: string[], now: number): QueueMessage[] {
  return ids.flatMap((id) => {
    const found = store.findReadable(id)
    // Unreadable messages are read again when a person asks for it, such as after a deploy.
    if (found === null || isUnreadable(found.receipt.event)) {
      return []
    }
    store.waiting.markRequeued(id, now)
    return buildMessage(found.receipt, found.result)
  })
}

/** Deletes one chunk of receipts closed longer ago than `keptMs`, and of old imports; returns true when there may be more. */
export function sweepReceipts(store: JournalStore, now: number, keptMs: number): boolean {
  writeFact(store.sql, 'swept', now)
  // A silence is measured by the days before it, however long it lasts.
  store.log.counts.forget(Math.min(now, store.log.lastReceived ?? now))
  store.pages.deleteActivity(now - keptMs)
  const hasOldImports = store.imports.deleteOld(now - IMPORT_KEPT_MS)
  store.lostSales.sweep(now)
  store.differences.sweep(now - DIFFERENCES_KEPT_MS)
  store.apiAnswers.sweep(now)
  return store.receipts.deleteClosed(now - keptMs) || hasOldImports
}

export function isSweepDue(store: JournalStore, now: number): boolean {
  return now - (readFact(store.sql, 'swept') ?? 0) >= SWEEP_EVERY_MS
}

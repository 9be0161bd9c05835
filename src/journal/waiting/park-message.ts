/** Parks what no retry could settle: visible, and one click from running again. */
import { createHash } from 'node:crypto'
import type { QueueMessage } from '../../model/message'
import { findMarketplace, readMessage } from '../../model/read-message'
import { standInFor } from '../../model/unreadable-message'
import type { JournalStore } from '../journal-store'
import { listOpenResults, newReceipt, newResult, type Receipt } from '../receipts/receipt'
import { entryId } from '../storage/keys'

/** Parks the message's firing, or everything open of its event; opens a receipt for an unknown event or an unreadable message. */
export function parkMessage(store: JournalStore, queued: QueueMessage, reason: string, now: number): void {
  const message = readMessage(queued) ?? wrap(queued, now)
  const receipt =
    message.kind === 'event'
      ? (store.receipts.load(store.receiptKeyFor(message.event)) ?? newUnmatchedReceipt(store, message.event, now))
      : (store.findEntry(message.firing)?.receipt ?? null)
  if (receipt === null) {
    return
  }
  const only = message.kind === 'firing' ? store.findEntry(message.firing)?.result.n : undefined
  for (const result of listOpenResults(receipt)) {
    if (only !== undefined && result.n !== only) {
      continue
    }
    const known = store.waiting.findEntry(entryId(receipt.key, result.n))
    store.waiting.wait(
      entryId(receipt.key, result.n),
      { final: false, at: now, reason: 'internal', sentence: reason, parked: true, attempts: [] },
      known?.attempts ?? [],
      now,
    )
  }
}

/** Each time it is put back, and parked again, it gets an entry of its own. */
function wrap(queued: unknown, now: number): QueueMessage {
  const id = createHash('sha256')
    .update(`${now} ${JSON.stringify(queued)}`)
    .digest('base64url')
  return standInFor(queued, { id, marketplace: findMarketplace(queued) ?? '', at: now })
}

/** The event is matched when it runs again. */
function newUnmatchedReceipt(store: JournalStore, event: Receipt['event'], now: number): Receipt {
  const receipt = { ...newReceipt(store.receiptKeyFor(event), event, now), results: [newResult(0, null)] }
  store.save(receipt, now)
  return receipt
}

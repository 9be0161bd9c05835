/** What no retry could settle is parked: visible, and one click from running again. */
import type { QueueMessage } from '../../model/message'
import type { Books } from '../journal-store'
import { newReceipt, openResult, openResults, type Receipt } from '../receipts/receipt'
import { entryId } from '../storage/keys'

/** Parks the message's firing, or all that is open of its event; an event never seen before gets its receipt so. */
export function park(books: Books, message: QueueMessage, reason: string, now: number): void {
  const receipt =
    message.kind === 'event'
      ? (books.receipts.load(books.keyFor(message.event)) ?? unread(books, message.event, now))
      : (books.entry(message.firing)?.receipt ?? null)
  if (receipt === null) return
  const only = message.kind === 'firing' ? books.entry(message.firing)?.result.n : undefined
  for (const result of openResults(receipt)) {
    if (only !== undefined && result.n !== only) continue
    const known = books.waiting.known(entryId(receipt.key, result.n))
    books.waiting.wait(
      entryId(receipt.key, result.n),
      { final: false, at: now, reason: 'internal', sentence: reason, parked: true, attempts: [] },
      known?.attempts ?? [],
      now,
    )
  }
}

/** A receipt of an event that was never matched; it is when it runs again. */
function unread(books: Books, event: Receipt['event'], now: number): Receipt {
  const receipt = { ...newReceipt(books.keyFor(event), event, now), results: [openResult(0, null)] }
  books.save(receipt, now)
  return receipt
}

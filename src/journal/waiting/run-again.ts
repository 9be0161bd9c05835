/** What runs entries again: Retry, Replay, a purchase chosen, putting parked firings back in line. */
import { isUnreadable } from '../../model/event'
import type { QueueMessage } from '../../model/message'
import type { PurchaseChoice } from '../../model/purchase'
import type { JournalStore } from '../journal-store'
import type { PersonRequest } from '../queries'
import type { Receipt, Result } from '../receipts/receipt'
import { buildMessage, eventMessage } from '../receipts/receipt-message'

/** Runs firings again: a final one as another run of it, a waiting or parked one now. Answers what is to be queued. */
export function retryEntries(store: JournalStore, ids: string[], person: string, now: number): QueueMessage[] {
  return ids.flatMap((id) => {
    const found = store.findReadable(id)
    if (found === null || found.receipt.erased) {
      return []
    }
    const { receipt, result } = found
    if (result.firing === null) {
      return result.outcome === null ? releaseEntry(store, id, now) : queueReplay(store, id, person, now)
    }
    keepRequest(result, 'retry', person, now)
    if (result.outcome !== null) {
      Object.assign(result, { origin: result.origin === 'replay' ? 'event' : result.origin, person })
      store.reopen(receipt, result, now, `Queued again by ${person}.`)
    } else {
      store.waiting.unpark(id, now)
    }
    store.save(receipt, now)
    return buildMessage(receipt, result)
  })
}

export function requeueReplays(store: JournalStore, keys: string[]): QueueMessage[] {
  return keys.flatMap((key) => {
    const receipt = store.receipts.loadReadable(key)
    return receipt === null || receipt.replay === null ? [] : [eventMessage(receipt)]
  })
}

/** Runs an event against current rules once queued. @param id of the event or one of its entries */
export function queueReplay(store: JournalStore, id: string, person: string, now: number): QueueMessage[] {
  const receipt = store.findEntry(id)?.receipt ?? store.findReceipt(id)
  if (receipt === null || receipt.erased || receipt.event.type === null) {
    return []
  }
  receipt.replay = { person, at: now }
  for (const result of receipt.results) {
    keepRequest(result, 'replay', person, now)
  }
  store.save(receipt, now)
  return [eventMessage(receipt)]
}

/** Runs a purchase once queued, with one rule that came after it. */
export function queueEnrollment(
  store: JournalStore,
  receipt: Receipt,
  rule: string,
  person: string,
  now: number,
): QueueMessage[] {
  receipt.replay = { person, at: now, rule }
  store.save(receipt, now)
  return [eventMessage(receipt)]
}

/** Runs an unclear entry again for the purchase a person chose. `by`: who chose last, or null. */
export function runWithPurchase(
  store: JournalStore,
  id: string,
  choice: PurchaseChoice,
  person: string,
  now: number,
): { chosen: boolean; by: string | null; messages: QueueMessage[] } {
  const found = store.findEntry(id)
  if (found === null || found.receipt.erased) {
    return { chosen: false, by: null, messages: [] }
  }
  const { receipt, result } = found
  const { chosen } = result
  if (result.outcome !== 'unclear') {
    const isSame =
      chosen?.person === person && chosen.event === choice.event && chosen.subscription === choice.subscription
    const messages = isSame && result.outcome === null ? buildMessage(receipt, result) : []
    return { chosen: isSame, by: chosen?.person ?? null, messages }
  }
  store.reopen(receipt, result, now, `${person} chose the purchase; it runs in a moment.`)
  result.chosen = { event: choice.event, subscription: choice.subscription, person }
  keepRequest(result, 'choose purchase', person, now)
  store.save(receipt, now)
  return { chosen: true, by: person, messages: buildMessage(receipt, result) }
}

export function releaseParked(store: JournalStore, ids: string[], now: number): QueueMessage[] {
  return ids.flatMap((id) => releaseEntry(store, id, now))
}

function releaseEntry(store: JournalStore, id: string, now: number): QueueMessage[] {
  const found = store.findReadable(id)
  if (found === null || found.result.outcome !== null) {
    return []
  }
  const { receipt, result } = found
  if (isUnreadable(receipt.event)) {
    // The message itself goes back to the queue; its results get entries of their own.
    store.settle(receipt, result, 'superseded', 'Put back in the queue as it came.', now)
    store.save(receipt, now)
  } else {
    store.waiting.unpark(id, now)
  }
  return buildMessage(receipt, result)
}

/** Requests kept per entry; the oldest are dropped first. */
const KEPT_REQUESTS = 20

function keepRequest(result: Result, did: PersonRequest['did'], person: string, at: number): void {
  result.asked = [...result.asked, { did, person, at }].slice(-KEPT_REQUESTS)
}

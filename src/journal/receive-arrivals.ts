/** Receives several events at once, each in a transaction of its own: one that fails leaves the others alone. */
import type { MarketEvent } from '../model/event'
import { toEventMessage } from '../model/message'
import type { JournalRuntime } from './journal-runtime'
import type { Arrival, ReceiveResult } from './queries'
import { ReceiptTooLargeError } from './receipts/receipt-document'
import { receiveEvent } from './receipts/receive'
import { parkMessage } from './waiting/park-message'

const TOO_MUCH_WORK =
  'This event matches more rules than one record can hold, so none of them ran. Switch some of them off, then run it again.'

/** Null for an event that could not be stored. */
export function receiveArrivals(runtime: JournalRuntime, arrivals: Arrival[]): (ReceiveResult | null)[] {
  if (runtime.isCleared) {
    return arrivals.map(({ event }) => ({ status: 'repeat', event, triggers: [], firings: [], newProducts: [] }))
  }
  return arrivals.map((arrival) => {
    try {
      return runtime.transact((store, now) => receiveEvent(store, arrival, now))
    } catch (error) {
      console.error(JSON.stringify({ at: 'journal.receive', event: arrival.event.id, error: String(error) }))
      return error instanceof ReceiptTooLargeError ? parkTooLarge(runtime, arrival.event) : null
    }
  })
}

/** Visible at once, instead of circling in the queue. */
function parkTooLarge(runtime: JournalRuntime, event: MarketEvent): ReceiveResult {
  runtime.transact((store, now) => parkMessage(store, toEventMessage(event), TOO_MUCH_WORK, now))
  return { status: 'open', event, triggers: event.items.map(() => []), firings: [], newProducts: [] }
}

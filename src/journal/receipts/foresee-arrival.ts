/** What receiving an event would decide. The caller takes it back. */
import type { JournalStore } from '../journal-store'
import type { Arrival, ForeseenArrival } from '../queries'
import { receiveEvent } from './receive'

export function foreseeArrival(store: JournalStore, arrival: Arrival, now: number): ForeseenArrival {
  const received = receiveEvent(store, arrival, now)
  const receipt = store.receipts.load(store.receiptKeyFor(arrival.event))
  return {
    received,
    fired: receipt?.fired ?? arrival.event.items.map(() => []),
    settled: (receipt?.results ?? []).flatMap(({ firing, outcome, sentence }) =>
      outcome === null ? [] : [{ firing, outcome, sentence }],
    ),
  }
}

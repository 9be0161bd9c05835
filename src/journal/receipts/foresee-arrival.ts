/** What receiving an event would decide: it is received, and all of it taken back. */
import type { JournalRuntime } from '../journal-runtime'
import type { Arrival, ForeseenArrival } from '../queries'
import { receiveEvent } from './receive'

export function foreseeArrival(runtime: JournalRuntime, arrival: Arrival): ForeseenArrival {
  return runtime.tryOut((store, now) => {
    const received = receiveEvent(store, arrival, now)
    const receipt = store.receipts.load(store.receiptKeyFor(arrival.event))
    return {
      received,
      fired: receipt?.fired ?? arrival.event.items.map(() => []),
      settled: (receipt?.results ?? []).flatMap(({ firing, outcome, sentence }) =>
        outcome === null ? [] : [{ firing, outcome, sentence }],
      ),
    }
  })
}

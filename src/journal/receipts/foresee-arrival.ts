/** What receiving an event would decide. The caller takes it back. */
import type { JournalStore } from '../journal-store'
import type { Arrival, ForeseenArrival } from '../queries'
import { openOrResume } from './receive'

export function foreseeArrival(store: JournalStore, arrival: Arrival, now: number): ForeseenArrival {
  const { result: received, receipt } = openOrResume(store, arrival, now)
  return {
    received,
    fired: receipt?.fired ?? arrival.event.items.map(() => []),
    settled: (receipt?.results ?? []).flatMap(({ firing, outcome, sentence }) =>
      outcome === null ? [] : [{ firing, outcome, sentence }],
    ),
  }
}

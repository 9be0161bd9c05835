/** What an event changed without a rule of its own: a payment re-opened access, or moved its end. */
import type { MarketEvent } from '../../model/event'
import type { NoteEffect } from '../../model/firing-job'
import type { JournalStore } from '../journal-store'
import { amendEntries } from './amend-entries'

/** Becomes the outcome of the event's own entry; an event that also fired rules has none, and their entries say it. */
export function recordEffects(
  store: JournalStore,
  event: Pick<MarketEvent, 'id' | 'customer'>,
  effects: NoteEffect[],
  now: number,
): void {
  amendEntries(
    store,
    effects.flatMap(({ amendments }) => amendments),
    now,
  )
  const receipt = store.receipts.load(store.receiptKeyFor(event))
  const result = receipt?.results.find(({ n }) => n === 0)
  const own = effects.flatMap((effect) => effect.own ?? [])
  const [first] = own
  if (receipt === null || receipt.erased || result === undefined || first === undefined) {
    return
  }
  const sentence = own.map((effect) => effect.sentence).join(' ')
  const attempts = own.flatMap((effect) => effect.attempts)
  store.settle(receipt, result, first.outcome, sentence, now, attempts)
  store.save(receipt, now)
}

/** What an event changed without a rule of its own: a payment re-opened access, or moved its end. */
import type { MarketEvent } from '../../model/event'
import type { NoteEffect } from '../../model/firing-job'
import { joinEffects } from '../../model/join-effects'
import { isFailed } from '../../model/outcome'
import type { JournalStore } from '../journal-store'
import { applyAmendments } from './apply-amendments'
import { newResult, type Receipt, type Result } from './receipt'

/**
 * Becomes the outcome of the event's own entry. An event that also fired rules has none, and their entries say it; it gets
 * one for an effect that failed, so that a person sees and replays it.
 */
export function recordEffects(
  store: JournalStore,
  event: Pick<MarketEvent, 'id' | 'customer'>,
  effects: NoteEffect[],
  now: number,
): void {
  applyAmendments(
    store,
    effects.flatMap(({ amendments }) => amendments),
    now,
  )
  const receipt = store.receipts.load(store.receiptKeyFor(event))
  if (receipt === null || receipt.erased) {
    return
  }
  const known = receipt.results.find(({ n }) => n === 0) ?? null
  const own = joinEffects(effects, known)
  if (own === null) {
    return
  }
  const result = known ?? (isFailed(own.outcome) ? addEntry(receipt) : null)
  if (result === null) {
    return
  }
  store.settle(receipt, result, own.outcome, own.sentence, now, own.attempts)
  store.save(receipt, now)
}

function addEntry(receipt: Receipt): Result {
  const result = newResult(0, null)
  receipt.results.push(result)
  return result
}

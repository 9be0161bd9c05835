/** What an event changed without a rule of its own: a payment re-opened access, or moved its end. */
import type { MarketEvent } from '../../model/event'
import type { NoteEffect } from '../../model/firing-job'
import { joinEffects } from '../../model/join-effects'
import { OPEN_ENDED } from '../../model/outcome'
import type { JournalStore } from '../journal-store'
import { explainChosen } from '../log/sentences'
import { applyAmendments } from './apply-amendments'
import { findOwn, nameOwnRun, newResult, type Receipt, type Result } from './receipt'

/**
 * Becomes the outcome of the event's own entry. An event that also fired rules has none, and their entries say it; it gets
 * one for an effect that needs a person, so that someone sees it. @param entry the run it is about; another's changes nothing
 */
export function recordEffects(
  store: JournalStore,
  event: Pick<MarketEvent, 'id' | 'customer'>,
  effects: NoteEffect[],
  now: number,
  entry?: string,
): void {
  const receipt = store.receipts.load(store.receiptKeyFor(event))
  if (receipt !== null && !receipt.erased && (entry ?? nameOwnRun(receipt)) === nameOwnRun(receipt)) {
    settleOwn(store, receipt, effects, now)
  }
  // Last: one may be about the entry that was just written.
  applyAmendments(
    store,
    effects.flatMap(({ amendments }) => amendments),
    now,
  )
}

function settleOwn(store: JournalStore, receipt: Receipt, effects: NoteEffect[], now: number): void {
  const known = findOwn(receipt.results) ?? null
  const { chosen, outcome } = known ?? {}
  const unchanged: NoteEffect['own'] =
    chosen !== undefined && outcome === null
      ? { outcome: 'no change', sentence: explainChosen(chosen.person), attempts: [] }
      : null
  const own = joinEffects(effects, unchanged ?? known) ?? unchanged
  // Sent again, a note says it again; a person may have closed the entry since.
  if (own === null || (own.outcome === 'unclear' && outcome === 'unclear')) {
    return
  }
  const result = known ?? (OPEN_ENDED.includes(own.outcome) ? addEntry(receipt) : null)
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

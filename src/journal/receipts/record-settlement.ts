/** Writes a site's answers into receipts and the log, or the waiting list. */

import { instructionOf } from '../../model/instruction'
import type { Settling } from '../../model/outcome'
import type { JournalStore } from '../journal-store'
import { mergeAttempts } from '../log/attempts'
import type { FiringAnswer } from '../queries'
import { entryId } from '../storage/keys'
import { applyAmendments } from './apply-amendments'
import type { Receipt, Result } from './receipt'

/** An answer for an earlier run, or for a final result, changes nothing. */
export function recordSettlements(store: JournalStore, answers: FiringAnswer[], now: number): void {
  const touched = new Map<string, Receipt>()
  for (const { firing, settling } of answers) {
    const found = store.findEntry(firing)
    if (found === null) {
      continue
    }
    const receipt = touched.get(found.receipt.key) ?? found.receipt
    const result = receipt.results.find((one) => one.n === found.result.n)
    if (result === undefined || result.run !== found.run || receipt.erased) {
      continue
    }
    if (applySettling(store, receipt, result, settling, now)) {
      touched.set(receipt.key, receipt)
    }
  }
  for (const receipt of touched.values()) {
    store.save(receipt, now)
  }
  applyAmendments(
    store,
    answers.flatMap(({ settling }) => settling.amendments ?? []),
    now,
  )
}

/** True if the receipt changed. */
function applySettling(
  store: JournalStore,
  receipt: Receipt,
  result: Result,
  settling: Settling,
  now: number,
): boolean {
  if (settling.final && (result.outcome === null || result.byHand)) {
    // A person ended it while the site was working; what the site did wins, and an undo takes that back as well.
    const { resolved } = result
    store.settle(receipt, result, settling.outcome, settling.sentence, now, settling.attempts)
    if (resolved?.how === 'undone') {
      store.resolve(receipt, result, resolved)
    }
    return true
  }
  if (!settling.final && result.outcome === null) {
    const id = entryId(receipt.key, result.n)
    const attempts = mergeAttempts(store.waiting.findEntry(id)?.attempts ?? [], settling.attempts)
    store.waiting.wait(id, settling, attempts, now)
    if (settling.reason === 'held' && result.firing !== null) {
      store.held.note(instructionOf(result.firing).integration.site, id)
    }
    if (settling.reason === 'starts later' && !result.granted) {
      result.granted = true
      return true
    }
  }
  return false
}

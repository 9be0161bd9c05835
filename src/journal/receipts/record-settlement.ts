/** What a site answered for a firing goes into its receipt and the log, or into the list of what waits. */

import type { Settling } from '../../model/outcome'
import type { Books } from '../journal-store'
import { joined } from '../log/attempts'
import type { Answer } from '../queries'
import { entryId } from '../storage/keys'
import type { Receipt, Result } from './receipt'

/** A batch of answers. An answer for another run than the present one, or for what is final, changes nothing. */
export function record(books: Books, answers: Answer[], now: number): void {
  const touched = new Map<string, Receipt>()
  for (const { firing, settling } of answers) {
    const found = books.entry(firing)
    if (found === null) continue
    const receipt = touched.get(found.receipt.key) ?? found.receipt
    const result = receipt.results.find((one) => one.n === found.result.n)
    if (result === undefined || result.run !== found.run || receipt.erased) continue
    if (settled(books, receipt, result, settling, now)) touched.set(receipt.key, receipt)
  }
  for (const receipt of touched.values()) books.save(receipt, now)
}

/** True where the receipt changed. */
function settled(books: Books, receipt: Receipt, result: Result, settling: Settling, now: number): boolean {
  if (settling.final && (result.outcome === null || result.byHand)) {
    // A person ended it while the site was at work: what the site did is the truth.
    books.settle(receipt, result, settling.outcome, settling.sentence, now, settling.attempts)
    return true
  }
  if (!settling.final && result.outcome === null) {
    const id = entryId(receipt.key, result.n)
    const attempts = joined(books.waiting.known(id)?.attempts ?? [], settling.attempts)
    books.waiting.wait(id, settling, attempts, now)
  }
  return false
}

import type { Amendment } from '../../model/outcome'
import type { JournalStore } from '../journal-store'
import type { Result } from './receipt'

export function applyAmendments(store: JournalStore, amendments: Amendment[], now: number): void {
  for (const { firing, outcome, sentence } of amendments) {
    const found = store.findReadable(firing)
    if (found === null || found.receipt.erased || found.result.run !== found.run || !isAmendable(found.result)) {
      continue
    }
    store.settle(found.receipt, found.result, outcome, sentence, now)
    store.save(found.receipt, now)
  }
}

/** What was undone stays so. */
function isAmendable({ outcome, resolved }: Result): boolean {
  return outcome !== null && resolved?.how !== 'undone'
}

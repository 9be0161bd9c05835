import type { Amendment } from '../../model/outcome'
import type { JournalStore } from '../journal-store'

export function applyAmendments(store: JournalStore, amendments: Amendment[], now: number): void {
  for (const { firing, outcome, sentence } of amendments) {
    const found = store.findReadable(firing)
    if (found === null || found.receipt.erased || found.result.run !== found.run || found.result.outcome === null) {
      continue
    }
    store.settle(found.receipt, found.result, outcome, sentence, now)
    store.save(found.receipt, now)
  }
}

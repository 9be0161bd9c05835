/** What an undo is about, and which results of a receipt that means. Times are epoch ms. */
import { KINDS } from '../../integrations'
import { instructionOf, isOfRule } from '../../model/instruction'
import type { FinalOutcome } from '../../model/outcome'
import type { UndoExtent } from '../queries'
import type { Receipt, Result } from '../receipts/receipt'
import { entryId, parseEntryId } from '../storage/keys'

/** Nothing reached the other side, and nothing of it is stored there. */
const NEVER_RAN: readonly (FinalOutcome | null)[] = ['rule off', 'test order skipped']

/** Results that the scope means and that were not undone yet: what can be taken back, and what was sent for good. */
export function pickUndoable(receipt: Receipt, scope: UndoExtent): { undoable: Result[]; sent: Result[] } {
  const meant = receipt.erased ? [] : receipt.results.filter((result) => isMeant(receipt, result, scope))
  const { undoable = [], sent = [] } = Object.groupBy(meant, (result) => (keepsLedger(result) ? 'undoable' : 'sent'))
  return { undoable, sent: sent.filter(({ outcome }) => outcome === 'sent') }
}

/** Whether a person may undo an entry. */
export function isUndoable(receipt: Receipt, result: Result): boolean {
  return pickUndoable(receipt, { kind: 'entry', entry: entryId(receipt.key, result.n) }).undoable.length > 0
}

function isMeant(receipt: Receipt, result: Result, scope: UndoExtent): boolean {
  const { firing, outcome, resolved } = result
  if (firing === null || resolved?.how === 'undone' || NEVER_RAN.includes(outcome) || receipt.event.customer === null) {
    return false
  }
  if (instructionOf(firing).withdraws !== undefined) {
    return false
  }
  switch (scope.kind) {
    case 'rule': {
      const at = result.at ?? receipt.event.receivedAt
      return isOfRule(firing, scope.rule) && at >= scope.from && at < scope.until
    }
    case 'entry':
      return parseEntryId(scope.entry)?.n === result.n
    case 'import':
      return true
  }
}

function keepsLedger({ firing }: Result): boolean {
  return firing !== null && KINDS.findByAction(instructionOf(firing).action)?.ledger !== undefined
}

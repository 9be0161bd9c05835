/** An imported order that its store reported too: a receiver gets it once, and has no ledger that would know it again. */
import { KINDS } from '../../integrations'
import { sourceOf } from '../../model/event'
import { instructionOf } from '../../model/instruction'
import type { JournalStore } from '../journal-store'
import { explainPostedBefore } from '../log/sentences'
import { LOST_SALE_EVENTS, LOST_SALE_KINDS, type SaleClue } from '../lost-sales/lost-sale'
import { isReported } from '../lost-sales/reported'
import type { Receipt, Result } from './receipt'

export function settlePostedBefore(store: JournalStore, receipt: Receipt, now: number): void {
  if (sourceOf(receipt.event).kind !== 'import') {
    return
  }
  for (const result of receipt.results) {
    if (result.outcome === null && wasPosted(store, receipt, result)) {
      store.settle(receipt, result, 'no change', explainPostedBefore(), now)
    }
  }
}

/** By the same rule, or being posted. */
function wasPosted(store: JournalStore, { key, event }: Receipt, { firing }: Result): boolean {
  const clue = firing && toClue(event, firing.item)
  if (!clue || !event.customer || KINDS.findByAction(instructionOf(firing).action)?.passesEvents !== true) {
    return false
  }
  for (const { receipt } of store.receipts.eachForCustomer(store.customerKey(event.customer.email))) {
    const isPosted = receipt?.results.some(
      (one) => one.firing?.rule.id === firing.rule.id && (one.outcome === null || one.outcome === 'sent'),
    )
    if (receipt !== null && receipt.key !== key && isPosted && isReported(clue, [receipt.event])) {
      return true
    }
  }
  return false
}

/** Null for what no store's books have. */
function toClue({ id, type, orderId, items, happenedAt }: Receipt['event'], at: number): SaleClue | null {
  const kind = LOST_SALE_KINDS.find((one) => LOST_SALE_EVENTS[one] === type)
  const item = items[at]
  if (kind === undefined || item === undefined) {
    return null
  }
  return {
    id,
    kind,
    productId: item.productId,
    productName: item.productName,
    orderId,
    subscriptionId: item.subscription?.id ?? null,
    paymentId: item.payments?.[0] ?? null,
    cents: null,
    currency: null,
    happenedAt,
    dated: true,
    periodEnd: null,
  }
}

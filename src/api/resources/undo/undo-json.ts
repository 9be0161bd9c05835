import type { EarlierPurchaseLine } from '../../../dispatch/earlier-buyers'
import type { UndoneCustomer, UndoPreview } from '../../../dispatch/undo-preview'
import { toTime } from '../../contract/values'

/** @param next the cursor of a page, by its number */
export function toPreviewJson(preview: UndoPreview, next: (page: number) => string) {
  const { customers, more, entries, waiting, sent, unreachable, page, pages, lines } = preview
  return {
    items: lines.map(toCustomerJson),
    next_cursor: page < pages ? next(page + 1) : null,
    customers,
    more,
    entries,
    waiting,
    sent,
    unreachable,
  }
}

function toCustomerJson({ email, entries, changes }: UndoneCustomer) {
  return { email, entries, effect: effectOf(changes), changes }
}

/** Of several sites, what weighs most. */
function effectOf(changes: UndoneCustomer['changes']): 'loses' | 'regains' | 'keeps' | 'unknown' {
  const has = (outcome: string) => changes.some((one) => one.outcome === outcome)
  return has('expired') ? 'loses' : has('enrolled') ? 'regains' : has('waiting') ? 'unknown' : 'keeps'
}

export function toPastJson({ email, order, product, at, outcome, sentence }: EarlierPurchaseLine) {
  return { email, order, product, at: toTime(at), outcome, sentence }
}

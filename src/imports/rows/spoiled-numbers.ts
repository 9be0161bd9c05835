/** Numbers of a row that say something else than they seem to: ids without their last digits, amounts paid back. Pure. */
import { isOneNumber, readProductId } from '../../intake/reading/text'
import type { ImportField } from '../../journal/imports/import-record'

const IDS = [
  ['productId', 'product ID'],
  ['orderId', 'order number'],
  ['subscriptionId', 'subscription number'],
  ['paymentId', 'payment number'],
] as const satisfies [ImportField, string][]

/** Without its last digits, an id could match another, and an order that was reported already would count twice. */
export function findRounded(cell: (field: ImportField) => string, fixed: string | null): { problem: string } | null {
  for (const [field, label] of IDS) {
    const text = cell(field)
    if (isOneNumber(text) && readProductId(text).id === null && (field !== 'productId' || fixed === null)) {
      return {
        problem: `Its ${label} “${text}” was rounded by a spreadsheet: export the file again, and don’t save it there.`,
      }
    }
  }
  return null
}

/** -97.00, −$97, $-97.00, 97.00- or (97.00). */
export function isNegative(amount: string): boolean {
  return /^[^\d(]*[-−–]|\d\s*[-−–]$|^\(.*\d.*\)$/.test(amount.trim()) && /[1-9]/.test(amount)
}

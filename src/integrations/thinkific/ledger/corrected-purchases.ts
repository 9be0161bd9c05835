/** Which purchases an event that names none can be about, where a person corrected an email. */
import { hasCorrection, type LedgerEvent } from './ledger-event'
import type { OwnedPurchase, ProductLine } from './product-purchases'

/** Those that a correction took from a customer. */
export function listCorrected(purchases: OwnedPurchase[], customer: string): OwnedPurchase[] {
  return purchases.filter((one) => one.owner !== customer && wasOf(one, customer))
}

/** Under an old email the corrected ones, under the right one those that were its own by then; all where there are none. */
export function pickMeant(
  event: LedgerEvent,
  own: OwnedPurchase[],
  { emailOf, homeOf }: Pick<ProductLine, 'emailOf' | 'homeOf'>,
): OwnedPurchase[] {
  const email = emailOf(event)
  const isMeant = (one: OwnedPurchase) => (email === homeOf(event) ? !isMovedAfter(one, event) : wasOf(one, email))
  const meant = own.filter(isMeant)
  return meant.length > 0 ? meant : own
}

/** Before a person corrected that email. */
function wasOf({ events }: OwnedPurchase, customer: string): boolean {
  return events.some((one) => hasCorrection(one, customer))
}

function isMovedAfter({ events }: OwnedPurchase, { at }: LedgerEvent): boolean {
  return events.some(({ corrections = [] }) => (corrections.at(-1)?.at ?? 0) > at)
}

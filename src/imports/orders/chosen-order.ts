/** An order as it was chosen: its product the marketplace's, or left out. Pure. */
import type { ImportChoice, ImportMapping } from '../../journal/imports/import-record'
import { toCalendarDate } from '../../model/calendar-date'
import type { PastOrder } from './past-order'

/**
 * Null where its date or product was not chosen. What came of a chosen order goes along, however late: without its refund,
 * it would give access to a customer who paid nothing in the end.
 */
export function chooseOrder(
  order: PastOrder,
  { from, until, products }: ImportChoice,
  { zone }: ImportMapping,
): PastOrder | null {
  const id = products[order.product.id] ?? null
  const day = toCalendarDate(order.happenedAt, zone)
  const began = toCalendarDate(order.soldAt ?? order.happenedAt, zone)
  if (id === null || (from !== null && day < from) || (until !== null && began > until)) {
    return null
  }
  return { ...order, product: { id, name: id === order.product.id ? order.product.name : null } }
}

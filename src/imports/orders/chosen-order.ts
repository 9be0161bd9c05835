/** An order as it was chosen: its product the marketplace's, or left out. Pure. */
import type { ImportChoice, ImportMapping } from '../../journal/imports/import-record'
import { toCalendarDate } from '../../model/calendar-date'
import type { PastOrder } from './past-order'

/** Null where its date or product was not chosen. */
export function chooseOrder(
  order: PastOrder,
  { from, until, products }: ImportChoice,
  { zone }: ImportMapping,
): PastOrder | null {
  const id = products[order.product.id] ?? null
  const day = toCalendarDate(order.happenedAt, zone)
  if (id === null || (from !== null && day < from) || (until !== null && day > until)) {
    return null
  }
  return { ...order, product: { id, name: id === order.product.id ? order.product.name : null } }
}

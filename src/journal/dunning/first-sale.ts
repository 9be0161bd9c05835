/** When an order's product was first sold: an event may name the order together with the subscription only later. */
import type { MarketEvent } from '../../model/event'
import type { ReceiptTable } from '../receipts/receipt-table'
import { customerRange } from '../storage/keys'

interface Sale {
  order: string
  product: string
  test: boolean
}

/** By the customer's own receipts, epoch ms; null without one. */
export function findFirstSale(
  receipts: Pick<ReceiptTable, 'sql' | 'loadReadable'>,
  customer: string,
  { order, product, test }: Sale,
): number | null {
  const sales = receipts.sql
    .exec<{ key: string }>(
      'SELECT key FROM receipts WHERE key >= ? AND key < ? AND instr(doc, ?) > 0',
      ...[...customerRange(customer), JSON.stringify(order)],
    )
    .toArray()
    .flatMap(({ key }) => receipts.loadReadable(key)?.event ?? [])
  const isSale = ({ type, orderId, items, test: isTest }: MarketEvent) =>
    type === 'product.purchased' &&
    orderId === order &&
    (isTest === true) === test &&
    items.some(({ productId }) => productId === product)
  const dates = sales.filter(isSale).map(({ happenedAt }) => happenedAt)
  return dates.length === 0 ? null : Math.min(...dates)
}

/** An import's rows as CSV: what each would do, or did, and why others cannot be imported. Streamed as it is read. */
import { Hono } from 'hono'
import type { PastOrder } from '../../imports/orders/past-order'
import type { OrderPlace, RowFate, StoredOrder } from '../../journal/imports/import-record'
import { labelEvent } from '../../model/event-type'
import type { Web } from '../http/context'
import { BYTE_ORDER_MARK, formatInstant, toCsvLine } from '../http/csv'
import { requireAdmin } from '../security/guard'
import { findImport } from './show'

/** Read from the journal at a time. */
const ROWS_AT_ONCE = 1_000

const FILTERS: readonly (RowFate | 'wrong')[] = [
  'wrong',
  'enroll',
  'already',
  'end',
  'sent',
  'unclear',
  'failed',
  'nothing',
  'known',
  'left out',
]

const HEAD = ['Row', 'Result', 'Why', 'What', 'Date (UTC)', 'Email', 'Product ID', 'Product', 'Order', 'Subscription']

export const importRows = new Hono<Web>()

importRows.get('/imports/:import/rows.csv', requireAdmin, async (c) => {
  const record = await findImport(c)
  if (record === null) {
    return c.notFound()
  }
  const only = FILTERS.find((one) => one === c.req.query('only')) ?? null
  const journal = c.env.JOURNAL.getByName(c.var.member.marketplace.id)
  const text = new TextEncoder()
  let after: OrderPlace | null = null
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(text.encode(BYTE_ORDER_MARK + toCsvLine(HEAD)))
    },
    async pull(controller) {
      const rows = (await journal.importOrders(record.id, { only, after, limit: ROWS_AT_ONCE })) as StoredOrder[]
      controller.enqueue(text.encode(rows.map((row) => toCsvLine(toCells(row))).join('')))
      const last = rows.at(-1)
      if (last === undefined || rows.length < ROWS_AT_ONCE) {
        controller.close()
        return
      }
      after = { customer: last.customer, late: last.late, id: last.id }
    },
  })
  return c.body(body, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="enrollwire-import-${record.id.slice(0, 8)}.csv"`,
    'Cache-Control': 'private, no-store',
  })
})

function toCells({ line, doc, problem, foreseen, did }: StoredOrder): string[] {
  if (problem !== null) {
    return [String(line), 'cannot be imported', problem, '', '', ...(Array.isArray(doc) ? [doc.join(' | ')] : [])]
  }
  const { type, happenedAt, customer, product, orderId, subscriptionId } = doc as PastOrder
  const answer = did ?? foreseen
  return [
    String(line),
    answer?.outcome ?? answer?.fate ?? '',
    answer?.sentence ?? '',
    labelEvent(type),
    formatInstant(happenedAt),
    customer.email,
    product.id,
    product.name ?? '',
    orderId ?? '',
    subscriptionId ?? '',
  ]
}

import { describe, expect, test } from 'vitest'
import { chooseOrder } from '../../../src/imports/orders/chosen-order'
import { readRow } from '../../../src/imports/rows/read-row'
import type { ImportChoice, ImportMapping } from '../../../src/journal/imports/import-record'

const MAPPING: ImportMapping = {
  columns: { email: 0, productId: 1, date: 2, status: 3, endedAt: 4 },
  meaning: 'purchase',
  zone: 'America/New_York',
  dateStyle: null,
  product: null,
}

function chosen(row: string[], dates: Pick<ImportChoice, 'from' | 'until'>): string[] {
  const read = readRow(row, { mapping: MAPPING, now: Date.UTC(2026, 10, 30) })
  const orders = 'orders' in read ? read.orders : []
  return orders.flatMap((order) => chooseOrder(order, { ...dates, products: { club: 'club' } }, MAPPING)?.type ?? [])
}

describe('the orders of a range of dates', () => {
  const refunded = ['ada@example.com', 'club', '2025-12-20', 'refunded', '2026-01-09']

  test('bring along what came of them later: a refunded customer is not let in', () => {
    expect(chosen(refunded, { from: null, until: '2025-12-31' })).toEqual(['product.purchased', 'product.refunded'])
    expect(chosen(refunded, { from: null, until: '2025-12-19' })).toEqual([])
  })

  test('that began before it are what happened within it', () => {
    expect(chosen(refunded, { from: '2026-01-01', until: null })).toEqual(['product.refunded'])
    expect(chosen(refunded, { from: '2026-01-10', until: null })).toEqual([])
  })

  test('include the day that loses an hour to daylight saving', () => {
    const lost = ['ada@example.com', 'club', '2026-03-08', 'refunded', '2026-03-08']
    const day = { from: '2026-03-08', until: '2026-03-08' }
    expect(chosen(lost, day)).toEqual(['product.purchased', 'product.refunded'])
  })
})

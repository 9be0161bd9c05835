import { describe, expect, test } from 'vitest'
import { findFormat, recognizeFormat } from '../../../src/imports/formats'
import { guessColumns } from '../../../src/imports/rows/columns'
import { type ReadRow, readRow } from '../../../src/imports/rows/read-row'
import type { ImportField, ImportMapping } from '../../../src/journal/imports/import-record'

const NOW = Date.UTC(2026, 10, 30)

function read(row: Partial<Record<ImportField, string>>, mapping: Partial<ImportMapping> = {}): ReadRow {
  const fields = Object.keys(row) as ImportField[]
  const columns = Object.fromEntries(fields.map((field, at) => [field, at]))
  const cells = fields.map((field) => row[field] ?? '')
  return readRow(cells, {
    mapping: { columns, meaning: 'purchase', zone: 'UTC', dateStyle: null, product: null, ...mapping },
    now: NOW,
  })
}

const ROW = { email: 'Ada@Example.com ', productId: '440369', date: '2026-05-03 10:15', orderId: '190' }

function summarize(found: ReadRow) {
  return 'problem' in found
    ? found.problem
    : found.orders.map(({ type, happenedAt, dated, product, paymentId }) =>
        [type, dated ? new Date(happenedAt).toISOString().slice(0, 19) : 'no date', product.id, paymentId].join(' '),
      )
}

describe('a row', () => {
  test('is a purchase of its product at its date, by the email as it is compared', () => {
    const found = read(ROW)
    expect(found).toMatchObject({
      orders: [{ type: 'product.purchased', customer: { email: 'ada@example.com' }, orderId: '190' }],
    })
  })

  test.each([
    ['refunded', 'product.refunded'],
    ['Partially Refunded', 'product.partially_refunded'],
    ['Chargeback', 'product.disputed'],
    ['Cancelled', 'subscription.canceled'],
    ['delinquent', 'subscription.delinquent'],
  ])('whose status is %s is the purchase and what came of it', (status, type) => {
    expect(summarize(read({ ...ROW, status, endedAt: '2026-06-01' }))).toEqual([
      'product.purchased 2026-05-03T10:15:00 440369 ',
      `${type} 2026-06-01T23:59:59 440369 `,
    ])
  })

  test('that ended at no date it names ended when the file was read', () => {
    expect(summarize(read({ ...ROW, status: 'refunded' }))).toContain('product.refunded no date 440369 ')
  })

  test('of a subscription has its last payment and its paid period', () => {
    const found = read({
      ...ROW,
      subscriptionId: '551',
      status: 'active',
      chargedAt: '2026-11-03',
      periodEnd: '2026-12-03',
    })
    expect(summarize(found)).toEqual([
      'product.purchased 2026-05-03T10:15:00 440369 ',
      'subscription.charged 2026-11-03T00:00:00 440369 ',
    ])
    expect(found).toMatchObject({ orders: [{}, { periodEnd: Date.UTC(2026, 11, 3) }] })
  })

  test('of an export of events is what its word says, with its payment', () => {
    const found = read({ ...ROW, status: 'RecurringPaymentSucceeded', paymentId: 'ch_1' })
    expect(summarize(found)).toEqual(['subscription.charged 2026-05-03T10:15:00 440369 ch_1'])
  })

  test('that joins the ids of several products is an order line of each', () => {
    const found = read({ ...ROW, productId: '350399,440369', productName: 'Course Two,Workbook' })
    expect(found).toMatchObject({
      orders: [{ product: { id: '350399', name: 'Course Two' } }, { product: { id: '440369', name: 'Workbook' } }],
    })
  })

  test('without ids is of the product it names, and with neither of the one a person chose', () => {
    expect(read({ email: 'a@x.io', productName: 'Club' })).toMatchObject({
      orders: [{ product: { id: 'Club', name: 'Club' } }],
    })
    expect(read({ email: 'a@x.io' }, { product: '440369' })).toMatchObject({ orders: [{ product: { id: '440369' } }] })
  })

  test.each([
    [{ ...ROW, email: '' }, 'It has no email.'],
    [{ ...ROW, email: 'Ada Byron' }, '“Ada Byron” is not an email address: it has a space or line break in it.'],
    [{ ...ROW, productId: '' }, 'It names no product.'],
    [{ ...ROW, date: 'soon' }, '“soon” is no date.'],
    [{ ...ROW, date: '' }, 'It has no date.'],
    [{ ...ROW, status: 'pending' }, 'It was not paid: its status is “pending”.'],
    [{ ...ROW, status: 'Purple' }, 'Its status “Purple” is none that we know.'],
  ])('%o cannot be imported', (row, problem) => {
    expect(summarize(read(row))).toBe(problem)
  })
})

describe('columns', () => {
  const sheet = (names: string[]) => names.map((name) => ({ name, examples: [], dates: null }))

  test('are guessed by their names', () => {
    const columns = sheet(['Order ID', 'Order Date', 'Customer Email', 'First Name', 'Product Name', 'Total', 'Status'])
    expect(guessColumns(columns)).toEqual({
      orderId: 0,
      date: 1,
      email: 2,
      firstName: 3,
      productName: 4,
      amount: 5,
      status: 6,
    })
  })

  test('with emails are found by what is in them where their name says something else', () => {
    const columns = [
      { name: 'Email', examples: ['Ada Byron'], dates: null },
      { name: 'Contact', examples: ['ada@example.com'], dates: null },
    ]
    expect(guessColumns(columns).email).toBe(1)
  })

  test.each([
    [['order_id', 'customer_email', 'product_name', 'processor_name'], 'samcart-orders'],
    [['Subscription ID', 'Customer Email', 'Status', 'Next Rebilling Date'], 'samcart-subscriptions'],
    [['First Name', 'Last Name', 'Email', 'Enrollments'], 'thinkific-users'],
    [['Mail', 'Artikel'], 'csv'],
  ])('%j are %s', (names, format) => {
    expect(recognizeFormat(sheet(names)).id).toBe(format)
    expect(findFormat(format).id).toBe(format)
  })
})

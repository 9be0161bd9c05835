import { describe, expect, test } from 'vitest'
import { findFormat, recognizeFormat } from '../../../src/imports/formats'
import { guessColumns } from '../../../src/imports/rows/columns'
import { type ReadRow, readRow } from '../../../src/imports/rows/read-row'
import type { ImportField, ImportMapping } from '../../../src/journal/imports/import-record'
import { readFile } from '../upload'

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

  test.each(['-97.00', '−$97', '($97.00)', '97,00-', 'EUR -97'])(
    'of %s cannot be imported unless it says that it is a refund',
    (amount) => {
      const problem = `Its amount “${amount}” is negative, and nothing says that it was refunded.`
      expect(summarize(read({ ...ROW, amount, status: 'paid' }))).toBe(problem)
      expect(summarize(read({ ...ROW, amount }))).toBe(problem)
    },
  )

  test('whose amount is negative is a refund where its status says so, and of nothing where it is no number', () => {
    expect(summarize(read({ ...ROW, amount: '-97.00', status: 'refunded' }))).toHaveLength(2)
    expect(summarize(read({ ...ROW, amount: '-97.00' }, { meaning: 'refund' }))).toHaveLength(1)
    for (const amount of ['0', '-', '-0.00', 'USD 97', '97.00 (paid)']) {
      expect(summarize(read({ ...ROW, amount }))).toHaveLength(1)
    }
  })

  test('keeps ids as they are, and those that a spreadsheet wrote with all digits', () => {
    const idOf = (orderId: string) => {
      const found = read({ ...ROW, orderId })
      return 'orders' in found ? found.orders[0]?.orderId : found.problem
    }
    expect(['0019026152', '19026152.00', '1.9026152E+07', 'n/a'].map(idOf)).toEqual([
      '0019026152',
      '19026152',
      '19026152',
      null,
    ])
  })

  test('that ended on the day clocks change ended within that day', () => {
    const ended = (endedAt: string) => {
      const found = read({ ...ROW, status: 'refunded', endedAt }, { zone: 'America/New_York' })
      return 'orders' in found ? new Date(found.orders[1]?.happenedAt ?? 0).toISOString() : found.problem
    }
    expect(ended('2026-06-01')).toBe('2026-06-02T03:59:59.999Z')
    expect(ended('2026-03-08')).toBe('2026-03-09T03:59:59.999Z')
    expect(ended('2026-11-01')).toBe('2026-11-02T04:59:59.999Z')
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
    [
      { ...ROW, orderId: '1.9E+07' },
      'Its order number “1.9E+07” was rounded by a spreadsheet: export the file again, and don’t save it there.',
    ],
    [
      { ...ROW, productId: '4,4E+05' },
      'Its product ID “4,4E+05” was rounded by a spreadsheet: export the file again, and don’t save it there.',
    ],
    [
      { ...ROW, email: 'a\u200bda@x.io' },
      '“a\u200bda@x.io” has an invisible character (U+200B) at position 2; remove it and try again.',
    ],
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

  test('with emails may begin with names beside them, or with none', async () => {
    const rows = ['n/a', 'none', 'unknown', 'Ada Byron <ada@example.com>'].map((email) => `${email},Club\n`)
    const { columns } = await readFile(`Contact,Product\n${rows.join('')}`)
    expect(guessColumns(columns)).toEqual({ email: 0, productName: 1 })
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

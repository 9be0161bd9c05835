/** Parts of a body that are odd in ways no table of whole bodies shows: each is read or named, never lost in silence. */
import { describe, expect, test } from 'vitest'
import { FORMATS } from '../../src/intake/formats'
import { parseMoment } from '../../src/intake/reading/moment'
import { samcartBody, standardBody } from './bodies/body'
import { toEvent } from './understanding'

const NO_IDS = [
  ...['#N/A', '#REF!', '(null)', '--', '—', '.', 'N.A.', 'true', '-1', '0,0', '‘none’', '#0'],
  '00000000-0000-0000-0000-000000000000',
]

describe.each([
  [FORMATS.standard, (id: string) => standardBody({ order: { id }, subscription: { id } })],
  [FORMATS.samcart, (id: string) => samcartBody({ order: { id, subscription_id: id } })],
] as const)('in the $name format', (format, body) => {
  test.each(NO_IDS)('“%s” is no id', async (id) => {
    const event = await toEvent(format, body(id))
    expect([event.orderId, event.items[0]?.subscription ?? null]).toEqual([null, null])
    expect(event.ignored).toHaveLength(2)
  })

  test.each(['#1042', 'INV-0', 'none-7', 'ü', '一', '10-1'])('“%s” is one', async (id) => {
    const event = await toEvent(format, body(id))
    expect([event.orderId, event.items[0]?.subscription?.id]).toEqual([id, id])
  })
})

describe('joined product ids', () => {
  test.each([
    [[{ product_id: '440369,350399,' }], ['440369', '350399']],
    [[{ product_id: ' 440369 ,, 350399' }], ['440369', '350399']],
    [[{ product_id: '440369,' }], ['440369']],
    ['440369,350399', ['440369', '350399']],
    [['440369, 350399'], ['440369', '350399']],
    [[{ product_id: 'YOGA,XL' }], ['YOGA,XL']],
  ])('%j are %j', async (items, ids) => {
    const event = await toEvent(FORMATS.standard, standardBody({ items }))
    expect(event.items.map(({ productId }) => productId)).toEqual(ids)
  })

  test('a comma alone is none', async () => {
    await expect(toEvent(FORMATS.standard, standardBody({ items: [{ product_id: ',' }] }))).rejects.toThrow(
      'is missing',
    )
  })

  test.each([
    ['551122,551123', ['551122', '551123'], undefined],
    ['551122', ['551122', '551122'], undefined],
    ['551122,null', ['551122', undefined], ['product.subscription_id, “null” is no id']],
    ['1,2,3', [undefined, undefined], ['product.subscription_id, several ids']],
  ])('beside two of them the subscriptions %s are %j', async (subscription_id, ids, ignored) => {
    const body = samcartBody({ product: { id: '440369,350399', subscription_id }, order: { id: 7 } })
    const event = await toEvent(FORMATS.samcart, body)
    expect(event.items.map(({ subscription }) => subscription?.id)).toEqual(ids)
    expect(event.ignored).toEqual(ignored)
  })
})

describe('custom fields', () => {
  test.each([
    ['a list as JSON in a text', '[{"name":"Company","value":"Acme"}]', { Company: 'Acme' }, undefined],
    [
      'a name given twice, with two values',
      [
        { name: 'Size', value: 'S' },
        { name: 'Size', value: 'XL' },
        { name: 'Company', value: 'Acme' },
      ],
      { Company: 'Acme' },
      ['custom_fields.Size, named twice'],
    ],
    [
      'a name given twice, with one value',
      [
        { name: 'Size', value: 'S' },
        { name: 'Size', value: 'S' },
      ],
      { Size: 'S' },
      undefined,
    ],
    ['a value without a name', [{ name: ['A'], value: 'x' }], {}, ['custom_fields[0], without a name']],
    ['a blank name', { ' ': 'x', Company: 'Acme' }, { Company: 'Acme' }, ['custom_fields, without a name']],
    ['neither a name nor a value', [{ name: '', value: ' ' }], {}, undefined],
  ])('%s', async (_, custom_fields, fields, ignored) => {
    const event = await toEvent(FORMATS.standard, standardBody({ custom_fields }))
    expect(event.customFields).toEqual(fields)
    expect(event.ignored).toEqual(ignored)
  })
})

describe('a moment', () => {
  test.each([
    ['Ruby’s Time#to_s', '2026-12-20 10:15:00 UTC'],
    ['with a zone’s name behind a T', '2026-12-20T10:15:00GMT'],
    ['a JavaScript Date as text', 'Sun Dec 20 2026 11:15:00 GMT+0100 (Central European Standard Time)'],
  ])('%s', (_, text) => {
    expect(parseMoment(text, 'noon')).toBe(Date.parse('2026-12-20T10:15:00Z'))
  })

  test.each(['2026-12-20 10:15:00 EST', 'Sun Dec 20 2026 11:15:00', 'Dec 20, 2026'])(
    '%s has no zone we know, and is none',
    (text) => expect(parseMoment(text, 'noon')).toBeNull(),
  )
})

describe('other parts', () => {
  test('a count with decimals of zero', async () => {
    const event = await toEvent(FORMATS.standard, standardBody({ subscription: { id: 's1', failed_attempts: '4.0' } }))
    expect(event.items[0]?.subscription?.failedAttempts).toBe(4)
  })

  test('the name of a line', async () => {
    const lines = { items: undefined, line_items: [{ product_id: 93, name: 'Course Two' }] }
    const event = await toEvent(FORMATS.standard, standardBody(lines))
    expect(event.items).toMatchObject([{ productId: '93', productName: 'Course Two' }])
  })
})

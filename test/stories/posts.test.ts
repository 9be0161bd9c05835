import { describe, expect, test } from 'vitest'
import { FORMATS } from '../../src/intake/formats'
import { samcartBody, standardBody } from '../intake/bodies/body'
import { create, expire, recommended } from '../model/reference/script'
import { livePosts, type Post } from './live-posts'

const CLUB = '440369'
const { samcart, standard } = FORMATS
const rules = recommended(CLUB)
const ADA_IN = ['ada@example.com 101']

const sold = (data: object = {}, more: object = {}) => standardBody(data, { type: 'product.purchased', ...more })
const order = (parts: object = {}) => samcartBody({ type: 'Order', ...parts })
const access = async (posts: Post[], own = rules) => (await livePosts(own, posts)).access

test.each([
  ['a zero-width space after it', 'ada@example.com\u200b'],
  ['a byte order mark before it', '\ufeffada@example.com'],
  ['a soft hyphen and a space around it', ' \u00adAda@example.com '],
])('an invisible character in a pasted email: %s', async (_, email) => {
  const customer = { email, first_name: 'Ada', last_name: 'Byron' }
  expect(await access([[standard, 0, sold({ customer })]])).toEqual(ADA_IN)
  const refunded = standardBody({}, { type: 'product.refunded' })
  expect(
    await access([
      [standard, 0, sold({ customer })],
      [standard, 2, refunded],
    ]),
  ).toEqual([])
})

describe('an empty optional field does not lose the sale', () => {
  test.each<[string, object, string[]]>([
    ['period_end is blank', { subscription: { id: 's1', period_end: '' } }, []],
    ['period_end is a day', { subscription: { id: 's1', period_end: '2026-12-20' } }, []],
    ['test is blank', { test: '' }, []],
    ['test is the word false', { test: 'false' }, []],
    ['subscription is blank', { subscription: '' }, ['subscription, blank']],
    [
      'period_end is no date',
      { subscription: { id: 's1', period_end: 'soon' } },
      ['subscription.period_end, not a date'],
    ],
  ])('%s', async (_, data, ignored) => {
    const ending = await livePosts(rules, [[standard, 0, sold(data)]])
    expect(ending.access).toEqual(ADA_IN)
    expect(ending.ignored.flat()).toEqual(expect.arrayContaining(ignored))
  })
})

describe('a chargeback revokes; a dispute won restores', () => {
  test.each(['Chargeback Initiated', 'ChargebackInitiated', 'chargeback_initiated'])(
    'SamCart says “%s”',
    async (word) => {
      const disputed: Post = [samcart, 5, samcartBody({ type: word })]
      expect(await access([[samcart, 0, order()], disputed])).toEqual([])
    },
  )
  test('in the words of the standard', async () => {
    const sale: Post = [standard, 0, sold()]
    const disputed: Post = [standard, 5, standardBody({}, { type: 'product.disputed' })]
    expect(await access([sale, disputed])).toEqual([])
    expect(await access([sale, disputed, [standard, 9, standardBody({}, { type: 'product.dispute_won' })]])).toEqual(
      ADA_IN,
    )
  })
})

describe('PHP’s nothing', () => {
  const ORDER = { id: 19026152, subscription_id: 551122 }
  test.each<[string, object]>([
    ['no subscription is false', { order: { ...ORDER, subscription_id: false } }],
    ['no subscription is an empty list', { order: { ...ORDER, subscription_id: [] } }],
    ['no refund is false', { order: { ...ORDER, refund_transaction_id: false } }],
    ['the first name is a list', { customer: { email: 'ada@example.com', first_name: ['Ada'], last_name: 'Byron' } }],
    [
      'one custom field is an object',
      {
        order: {
          ...ORDER,
          custom_fields: [
            { name: 'A', value: {} },
            { name: 'B', value: 'b' },
          ],
        },
      },
    ],
  ])('%s', async (_, parts) => {
    expect(await access([[samcart, 0, order(parts)]])).toEqual(ADA_IN)
  })
})

test.each(['Subscription Complete', 'SubscriptionComplete', 'Subscription Completed'])(
  'SamCart’s own label “%s” is a completion',
  async (word) => {
    const own = [...rules, expire('completed', '101', { product: CLUB })]
    expect(
      await access(
        [
          [samcart, 0, order()],
          [samcart, 20, samcartBody({ type: word })],
        ],
        own,
      ),
    ).toEqual([])
    const paid: Post[] = [
      [samcart, 0, order()],
      [samcart, 20, samcartBody({ type: word })],
    ]
    expect(await access([...paid, [samcart, 21, samcartBody({ type: 'Cancel' })]])).toEqual(ADA_IN)
  },
)

test('a product added to an order is bought; the order’s line reported again re-opens nothing', async () => {
  const added = samcartBody({ type: 'Product Added to Order' })
  expect(await access([[samcart, 0, added]])).toEqual(ADA_IN)
  const refund = samcartBody({ type: 'Refund' })
  expect(
    await access([
      [samcart, 0, added],
      [samcart, 1, refund],
      [samcart, 2, order()],
    ]),
  ).toEqual([])
})

describe('no-code tools post forms and single items', () => {
  const fields = {
    type: 'product.purchased',
    data__customer__email: 'ada@example.com',
    data__order__id: 'o1',
    data__items__0__product_id: CLUB,
  }
  test.each<[string, unknown]>([
    ['a form', new URLSearchParams(fields).toString()],
    ['a form with dots', new URLSearchParams(fields).toString().replaceAll('__', '.')],
    ['a form with brackets', new URLSearchParams(fields).toString().replace(/__(\w+?)(?=__|=)/g, '[$1]')],
    ['one item instead of a list', sold({ items: { product_id: CLUB } })],
    ['no timestamp', sold({}, { timestamp: undefined })],
    ['a timestamp in epoch seconds', sold({}, { timestamp: '1795169700' })],
    ['a timestamp without a time', sold({}, { timestamp: '2026-11-20' })],
  ])('%s', async (_, body) => {
    expect(await access([[standard, 0, body]])).toEqual(ADA_IN)
  })
})

test('a refund that names one product in `product`, and both in `products`, is of that one', async () => {
  const own = [...rules, create('purchased', '102', { product: '7' }), expire('refunded', '102', { product: '7' })]
  const both = [
    { id: 440369, name: 'Club' },
    { id: 7, name: 'Bump' },
  ]
  const sale = order({ product: { id: '440369,7', name: 'Club,Bump' } })
  const refund = samcartBody({ type: 'Refund', products: both })
  expect(await access([[samcart, 0, sale]], own)).toEqual([...ADA_IN, 'ada@example.com 102'])
  expect(
    await access(
      [
        [samcart, 0, sale],
        [samcart, 3, refund],
      ],
      own,
    ),
  ).toEqual(['ada@example.com 102'])
})

import { describe, expect, test } from 'vitest'
import { samcart } from '../../../src/intake/formats/samcart'
import type { MarketEvent } from '../../../src/model/event'
import type { EventType } from '../../../src/model/event-type'
import purchased from '../../fixtures/samcart/product.purchased.json'
import charged from '../../fixtures/samcart/subscription.charged.json'
import { ARRIVAL, toEvent, understandPost } from '../understanding'

describe('type words', () => {
  test.each<[string, EventType]>([
    ['Order', 'product.purchased'],
    ['order', 'product.purchased'],
    ['Product Purchased', 'product.purchased'],
    ['PRODUCT_PURCHASED', 'product.purchased'],
    ['product.refunded', 'product.refunded'],
    ['PartialRefund', 'product.partially_refunded'],
    ['Product Partially Refunded', 'product.partially_refunded'],
    ['Cancel', 'subscription.canceled'],
    ['Subscription Cancelled', 'subscription.canceled'],
    ['recurring_payment_succeeded', 'subscription.charged'],
    ['Subscription Charged', 'subscription.charged'],
    ['RecurringPaymentFailed', 'subscription.charge_failed'],
    ['Subscription Charge Failed', 'subscription.charge_failed'],
    ['Subscription-Delinquent', 'subscription.delinquent'],
    ['RecurringPaymentRecovered', 'subscription.recovered'],
    ['SubscriptionRecovered', 'subscription.recovered'],
    ['Subscription Restarted', 'subscription.restarted'],
    ['Subscription Completed', 'subscription.completed'],
    ['Subscription Complete', 'subscription.completed'],
    ['SubscriptionComplete', 'subscription.completed'],
    ['Product Added to Order', 'product.purchased'],
    ['ProductAddedToOrder', 'product.purchased'],
    ['Checkout Charged', 'product.purchased'],
    ['Subscription cancellation', 'subscription.canceled'],
    ['Chargeback Initiated', 'product.disputed'],
    ['Dispute Won', 'product.dispute_won'],
    ['Refund Reversed', 'product.refund_reversed'],
    ['Subscription Paused', 'subscription.paused'],
    ['Subscription Resumed', 'subscription.resumed'],
    ['Subscription Expired', 'subscription.expired'],
    ['Subscription Uncancelled', 'subscription.uncanceled'],
  ])('%s is %s', async (type, trigger) => {
    expect((await toEvent(samcart, { ...purchased, type })).type).toBe(trigger)
  })

  test.each(['Prospect', 'SubscriptionStarted', 'Lead Added', 'Subscription Cancel Scheduled'])(
    '%s changes no access',
    async (type) => {
      const { event, refusal } = await understandPost(samcart, { ...purchased, type })
      expect(refusal).toBeNull()
      expect(event).toMatchObject({
        type: null,
        typeWord: type,
        harmless: true,
        customer: { email: 'ada@example.com' },
      })
      expect(event.problem).toContain(type)
    },
  )

  test.each(['constructor', '🙂', 'Coupon Applied'])(
    '%s grants nothing, and still belongs to its customer, order and product',
    async (type) => {
      const { event, refusal } = await understandPost(samcart, { ...purchased, type })
      expect(refusal).toBeNull()
      expect(event).toMatchObject({
        type: null,
        typeWord: type,
        orderId: '19026152',
        customer: { email: 'ada@example.com' },
        items: [{ productId: '350399' }],
      })
      expect(event.harmless).toBeUndefined()
      expect(event.problem).toContain(type)
    },
  )
})

describe('products', () => {
  test('an id is a number, a text, or several joined by commas with names and transactions beside them', async () => {
    const several = {
      id: ' 350399, 440369',
      name: 'Course Two,Workbook',
      price: '97.00,27.00',
      transaction_id: 'ch_1,ch_2',
    }
    expect(
      products(await toEvent(samcart, { ...purchased, product: { id: '350399', name: 'Two, and more' } })),
    ).toEqual([['350399', 'Two, and more']])
    expect(products(await toEvent(samcart, { ...purchased, product: several }))).toEqual([
      ['350399', 'Course Two'],
      ['440369', 'Workbook'],
    ])
  })

  test('names that do not pair with the ids belong to none', async () => {
    const product = { id: '1,2', name: 'One, the first,Two' }
    expect(products(await toEvent(samcart, { ...purchased, product }))).toEqual([
      ['1', null],
      ['2', null],
    ])
  })

  test('may be a list', async () => {
    const products_ = [
      { id: 1, name: 'One' },
      { id: '2', subscription_id: 9 },
    ]
    const event = await toEvent(samcart, { ...purchased, product: undefined, products: products_ })
    expect(products(event)).toEqual([
      ['1', 'One'],
      ['2', null],
    ])
    expect(event.items.map((item) => item.subscription?.id)).toEqual([undefined, '9'])
  })

  test('an id keeps every digit', async () => {
    const body = JSON.stringify(purchased).replace('350399', '123456789012345678901')
    expect((await toEvent(samcart, body)).items[0]?.productId).toBe('123456789012345678901')
  })

  test('none is no event', async () => {
    expect(await understandPost(samcart, { ...purchased, product: { id: 'null' } })).toMatchObject({
      refusal: { status: 422, field: 'product.id' },
    })
  })
})

describe('what SamCart leaves out', () => {
  test('the time is the arrival, the role primary, the test unknown', async () => {
    expect(await toEvent(samcart, purchased)).toMatchObject({
      happenedAt: ARRIVAL,
      receivedAt: ARRIVAL,
      test: null,
      items: [{ role: 'primary' }],
    })
  })

  test('an id is made for every post, and each item is recognized by what it says', async () => {
    const [one, other] = [await toEvent(samcart, purchased), await toEvent(samcart, purchased)]
    expect(one.id).not.toBe(other.id)
    expect(prints(one)).toEqual(prints(other))
  })

  test('a line is the same alone, joined, or sent by another rule', async () => {
    const alone = await toEvent(samcart, { ...purchased, product: { id: 440369 } })
    const joined = await toEvent(samcart, { ...purchased, type: 'Product Purchased', product: { id: '350399,440369' } })
    expect(prints(joined)[1]).toEqual(prints(alone)[0])
    expect(prints(joined)[0]?.key).not.toEqual(prints(joined)[1]?.key)
  })

  test('two renewals on one order differ by either transaction', async () => {
    const first = await toEvent(samcart, charged)
    const product = { ...charged.product, transaction_id: 'ch_second' }
    const grown = { ...charged.order, transaction_id: ['ch_9Qa', 'ch_second'] }
    for (const next of [
      { ...charged, product },
      { ...charged, order: grown },
    ]) {
      expect(prints(await toEvent(samcart, next))[0]?.key).not.toBe(prints(first)[0]?.key)
    }
  })

  test('a change of state is the same whatever payment it drags along', async () => {
    const cancel = await toEvent(samcart, { ...charged, type: 'Cancel' })
    const later = await toEvent(samcart, {
      ...charged,
      type: 'Cancel',
      order: { ...charged.order, transaction_id: [] },
    })
    expect(prints(cancel)).toEqual(prints(later))
    expect(prints(cancel)[0]?.kind).toBe('state')
  })
})

describe('customers', () => {
  test.each(['phone', 'phone_number'])('%s is kept for mapping', async (spelling) => {
    const customer = { email: ' Ada@Example.com ', last_name: null, [spelling]: '+1 555' }
    const event = await toEvent(samcart, { ...purchased, customer })
    expect(event.customFields).toMatchObject({ Phone: '+1 555' })
    expect(event.customer).toEqual({ email: 'ada@example.com', firstName: null, lastName: null, id: null })
  })

  test.each([
    [
      'a list',
      [
        { name: 'Company', slug: 'x', value: 'Acme' },
        { slug: 'vat', value: 7 },
      ],
    ],
    ['an object of values', { Company: 'Acme', vat: '7' }],
    ['an object of entries', { Company: { value: 'Acme', slug: 'x' }, vat: { value: '7' } }],
  ])('custom fields as %s', async (_, custom_fields) => {
    const event = await toEvent(samcart, { ...purchased, order: { ...purchased.order, custom_fields } })
    expect(event.customFields).toEqual({ Company: 'Acme', vat: '7', Phone: '+15551230000' })
  })
})

describe('a form', () => {
  const bracketed = new URLSearchParams({
    type: 'Order',
    'product[id]': '350399',
    'product[name]': 'Course Two',
    'customer[email]': 'ada@example.com',
    'order[id]': '19026152',
    'order[custom_fields][0][name]': 'Company',
    'order[custom_fields][0][value]': 'Acme & Sons',
    'order[transaction_id][]': 'ch_3Nx',
  })

  test.each([
    ['with brackets', bracketed.toString()],
    [
      'with JSON in its fields',
      form({
        type: 'Order',
        product: { id: 350399, name: 'Course Two' },
        customer: { email: 'ada@example.com' },
        order: { id: 19026152, custom_fields: { Company: 'Acme & Sons' } },
      }),
    ],
    [
      'with the whole post in one field',
      new URLSearchParams({
        payload: JSON.stringify({
          ...purchased,
          customer: { email: 'ada@example.com' },
          order: { id: 19026152, custom_fields: { Company: 'Acme & Sons' } },
        }),
      }).toString(),
    ],
  ])('%s says the same', async (_, body) => {
    expect(await toEvent(samcart, body)).toMatchObject({
      type: 'product.purchased',
      customer: { email: 'ada@example.com' },
      orderId: '19026152',
      items: [{ productId: '350399', productName: 'Course Two' }],
      customFields: { Company: 'Acme & Sons' },
    })
  })
})

function form(fields: Record<string, unknown>): string {
  const pairs = Object.entries(fields).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
  return new URLSearchParams(pairs).toString()
}

function products(event: MarketEvent) {
  return event.items.map((item) => [item.productId, item.productName])
}

function prints(event: MarketEvent) {
  return event.items.map((item) => item.fingerprint)
}

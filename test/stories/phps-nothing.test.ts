import { describe, expect, test } from 'vitest'
import { ADA_IN, access, order, samcart } from './club'

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

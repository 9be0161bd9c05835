import { describe, expect, test } from 'vitest'
import { listMissing } from '../../../src/attention/missing-rules'
import { sampleRule } from '../../journal/samples'

const bought = [sampleRule({ product: 'once' }), sampleRule({ product: 'club' }), sampleRule({ product: '*' })]
const refunded = bought.map(({ product }) =>
  sampleRule({ product, trigger: 'product.refunded', action: 'expire_course', id: `refund ${product}` }),
)
const seen = { subscribed: [{ id: 'club', name: null, last: 1 }] }

describe('Recommendations', () => {
  test('recommends what subscriptions need only for a product that is subscribed to, and for all of them', () => {
    const alone = (product: string) => [...bought, ...refunded].filter((one) => one.product === product)
    const missing = (product: string) => listMissing(alone(product), product, seen).map((one) => one.trigger)
    expect(missing('once')).toEqual([])
    expect(missing('club')).toEqual(['subscription.canceled'])
    expect(missing('*')).toEqual(['subscription.canceled'])
  })
})

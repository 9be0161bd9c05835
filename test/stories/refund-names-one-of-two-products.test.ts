import { describe, expect, test } from 'vitest'
import { samcartBody } from '../intake/bodies/body'
import { create, expire } from '../model/reference/script'
import { ADA_IN, access, order, rules, samcart } from './club'

describe('A body with `product` and `products`', () => {
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
})

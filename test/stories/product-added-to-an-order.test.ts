import { describe, expect, test } from 'vitest'
import { samcartBody } from '../intake/bodies/body'
import { ADA_IN, access, order, samcart } from './club'

describe('A product added to an order', () => {
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
})

import { describe, expect, test } from 'vitest'
import { samcartBody, standardBody } from '../intake/bodies/body'
import { ADA_IN, access, order, samcart, sold, standard } from './club'
import type { Post } from './live-posts'

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

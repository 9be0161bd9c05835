import { describe, expect, test } from 'vitest'
import { samcartBody } from '../intake/bodies/body'
import { expire } from '../model/reference/script'
import { ADA_IN, access, CLUB, order, rules, samcart } from './club'
import type { Post } from './live-posts'

describe('SamCart’s own label', () => {
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
})

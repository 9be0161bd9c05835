/** One person under two emails: what an event, or Thinkific itself, says is one. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { correctEmailAtSite } from '../../../../src/integrations/thinkific/customers/correct-email'
import { eraseFromSite, exportFromSite } from '../../../../src/integrations/thinkific/customers/erasure'
import { type Academy, academy, CELLO, DAY, PIANO, START, VIOLIN } from '../academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const refunded = { trigger: 'product.refunded', does: 'expire' } as const
const ada = 'ada@example.com'
const countess = 'countess@example.com'
const adda = 'adda@example.com'

/** The owner changes an email in Thinkific. */
function renamed(shop: Academy, from: string, to: string) {
  shop.owner.changeEmail(shop.owner.user(from)?.id ?? 0, to)
}

describe('an email that was changed in Thinkific', () => {
  test('makes no second customer: a refund of what was bought before leaves what was bought since', async () => {
    const shop = await academy()
    await shop.receive({ order: 'o1' })
    renamed(shop, ada, countess)
    expect(await shop.outcome({ email: countess, order: 'o2', product: 'bonus', at: 1 })).toBe('already enrolled')
    expect(await shop.outcome({ ...refunded, order: 'o1', at: 2 })).toBe('kept')
    expect(shop.has(PIANO, countess)).toBe('open')
    expect(await shop.outcome({ ...refunded, email: countess, order: 'o2', product: 'bonus', at: 3 })).toBe('expired')
    expect(shop.has(PIANO, countess)).toBe('closed')
  })

  test('is one customer under either email, also to an erasure', async () => {
    const shop = await academy()
    await shop.receive({ order: null })
    renamed(shop, ada, countess)
    await shop.receive({ email: countess, order: null, product: 'bonus', target: VIOLIN, at: 1 })
    await shop.receive({ email: ada, order: null, product: 'third', target: CELLO, at: 2 })
    expect([shop.has(PIANO, countess), shop.has(VIOLIN, countess), shop.has(CELLO, countess)]).toEqual(
      Array(3).fill('open'),
    )
    expect(shop.owner.user(ada)).toBeUndefined()
    expect(shop.site.storage.count()).toBe(1)
    expect((await exportFromSite(shop.site, 'shop', ada))?.email).toBe(countess)
    await eraseFromSite(shop.site, 'shop', ada)
    expect((await exportFromSite(shop.site, 'shop', countess))?.email).toBeNull()
  })

  test('is noticed for a user who was in Thinkific before us, too', async () => {
    const shop = await academy()
    shop.owner.addUser({ email: ada, createdAt: START - 100 * DAY })
    await shop.receive({ order: 'o1' })
    renamed(shop, ada, countess)
    await shop.receive({ email: countess, order: 'o2', product: 'bonus', at: 1 })
    expect(await shop.outcome({ ...refunded, order: 'o1', at: 2 })).toBe('kept')
  })

  test('is noticed however the site is interrupted, and by two orders at once', async () => {
    const shop = await academy()
    await shop.receive({ order: 'o1' })
    renamed(shop, ada, countess)
    const bonus = { email: countess, product: 'bonus', target: VIOLIN } as const
    const [one, two] = [await shop.job({ ...bonus, order: 'o2' }), await shop.job({ ...bonus, order: 'o3', n: 1 })]
    await shop.settle([one, two])
    shop.evict()
    await Promise.all([shop.settled(one), shop.settled(two)])
    expect(shop.site.storage.count()).toBe(1)
    expect(await shop.outcome({ ...refunded, ...bonus, order: 'o2', at: 1 })).toBe('kept')
    expect(await shop.outcome({ ...refunded, ...bonus, order: 'o3', at: 2 })).toBe('expired')
  })

  test('and corrected here as well leaves the right email in, whichever reaches Thinkific first', async () => {
    for (const order of ['enroll first', 'end first']) {
      const shop = await academy()
      await shop.receive({ email: adda })
      renamed(shop, adda, ada)
      expect(await correctEmailAtSite(shop.site, 'shop', adda, ada)).toMatchObject({ enroll: [PIANO], end: [PIANO] })
      const enroll = { origin: 'person', at: 1 } as const
      const end = {
        ...refunded,
        ...enroll,
        email: adda,
        product: 'by-hand',
        order: null,
        options: { removeAlways: false },
      }
      for (const act of order === 'enroll first' ? [enroll, end] : [end, enroll]) {
        await shop.receive(act)
      }
      expect(shop.has(PIANO, ada)).toBe('open')
      expect(await shop.outcome({ ...refunded, email: adda, at: 2 })).toBe('expired')
    }
  })
})

/** Who holds a target: counted as far as it is worth it, named for an ending, while no other firing waits. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Target } from '../../../../src/integrations/thinkific/actions'
import { viewCustomer } from '../../../../src/integrations/thinkific/customers/customer-view'
import { countHolders, listHolders } from '../../../../src/integrations/thinkific/customers/target-holders'
import { type Academy, academy, DUO, PIANO, runToEnd, VIOLIN } from '../academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const refunded = { trigger: 'product.refunded', does: 'expire' } as const
const [ada, ben, eve] = ['ada@example.com', 'ben@example.com', 'eve@example.com']

/** On a busy machine thousands are counted in seconds. */
const PATIENCE = { timeout: 20_000 }

describe('Holders of a target', () => {
  test('holders are those whom a purchase of this marketplace lets in now', async () => {
    const shop = await academy()
    await shop.receive({})
    await shop.receive({ email: ben, order: 'o2' })
    await shop.receive({ email: eve, order: 'o3', marketplace: 'rival' })
    await shop.receive({ ...refunded, email: ben, order: 'o2', at: 1 })
    expect(await countHolders(shop.site, 'shop', PIANO, 10)).toEqual({ count: 1, more: false })
    expect(await countHolders(shop.site, 'shop', DUO, 10)).toEqual({ count: 0, more: false })
    expect(await listHolders(shop.site, 'shop', PIANO, 10)).toEqual([
      { email: ada, productId: 'club', productName: 'Club', orderId: 'o1', subscriptionId: null },
    ])
  })

  test('what never opened is held by none of those it was sold to', async () => {
    const shop = await academy()
    const gone: Target = { kind: 'course', id: '999', name: 'Gone' }
    await shop.receive({ target: gone })
    expect(await countHolders(shop.site, 'shop', gone, 10)).toEqual({ count: 0, more: false })
    // Access with an end is looked for first, and not found.
    await shop.receive({ email: ben, order: 'o2' })
    expect(await shop.outcome({ email: ben, order: 'o3', target: gone, options: { accessDays: 30 } })).toBe(
      'target missing',
    )
    expect(await countHolders(shop.site, 'shop', gone, 10)).toEqual({ count: 0, more: false })
  })

  test('holders are counted as far as asked, and then said to be more', async () => {
    const shop = await academy()
    for (const email of [ada, ben, eve]) {
      await shop.receive({ email, order: email })
    }
    expect(await countHolders(shop.site, 'shop', PIANO, 3)).toEqual({ count: 3, more: false })
    expect(await countHolders(shop.site, 'shop', PIANO, 2)).toEqual({ count: 2, more: true })
    expect(await listHolders(shop.site, 'shop', PIANO, 2)).toHaveLength(2)
  })

  test('thousands of holders are all found, and others are served before the count is done', async () => {
    const shop = await academy()
    await shop.receive({})
    await copies(shop, 2_500)
    let counted = false
    const counting = countHolders(shop.site, 'shop', PIANO, 10_000).finally(() => {
      counted = true
    })
    expect(await viewCustomer(shop.site, 'shop', ada)).not.toBeNull()
    expect(counted).toBe(false)
    expect(await runToEnd(counting)).toEqual({ count: 2_501, more: false })
    expect(await runToEnd(listHolders(shop.site, 'shop', PIANO, 10_000))).toHaveLength(2_501)
  })

  test('a count that would take long answers how many there are at least, and then what it came to', async () => {
    const shop = await academy()
    await shop.receive({})
    await copies(shop, 2_500)
    const count = () => runToEnd(countHolders(shop.site, 'shop', PIANO, 10_000, 2))
    expect(await count()).toEqual({ count: 1_000, more: true, counting: true })
    await vi.waitFor(async () => {
      expect(await count()).toEqual({ count: 2_501, more: false, asOf: expect.any(Number) })
    }, PATIENCE)
    await shop.receive({ ...refunded, at: 1 })
    await vi.waitFor(async () => expect(await count()).toMatchObject({ count: 2_500, more: false }), PATIENCE)
    expect(await runToEnd(countHolders(shop.site, 'rival', PIANO, 10_000, 2))).toMatchObject({ count: 0 })
  })

  test('the few holders among thousands of others are all found', async () => {
    const shop = await academy()
    await shop.receive({})
    await copies(shop, 2_500)
    for (const email of [ada, ben, eve]) {
      await shop.receive({ email, order: `${email} violin`, target: VIOLIN })
    }
    const held = await runToEnd(listHolders(shop.site, 'shop', VIOLIN, 200))
    expect(held.map(({ email }) => email).sort()).toEqual([ada, ben, eve])
  })
})

/** So many more customers, each with what Ada has. */
async function copies({ site }: Academy, howMany: number): Promise<void> {
  const account = site.storage.load(await site.customerKey(ada))
  for (let n = 0; n < howMany; n += 1) {
    site.storage.save(await site.customerKey(`copy${n}@example.com`), account, account)
  }
}

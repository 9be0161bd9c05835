/** A customer's page, an export, an erasure; and what a job would do. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { correctEmailAtSite } from '../../../../src/integrations/thinkific/customers/correct-email'
import { viewCustomer } from '../../../../src/integrations/thinkific/customers/customer-view'
import {
  eraseFromSite,
  exportFromSite,
  forgetMarketplace,
} from '../../../../src/integrations/thinkific/customers/erasure'
import { InteractiveCalls } from '../../../../src/integrations/thinkific/site/interactive-calls'
import { academy, DAY, PIANO, runToEnd, VIOLIN } from '../academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const refunded = { trigger: 'product.refunded', does: 'expire' } as const
const ada = 'ada@example.com'

describe('A customer at a site', () => {
  test('a customer’s page says what they hold and why, and nothing of another marketplace', async () => {
    const shop = await academy()
    await shop.receive({})
    await shop.receive({ marketplace: 'rival', product: 'secret', order: 'secret' })
    await shop.receive({ ...refunded, at: 1 })
    const view = await viewCustomer(shop.site, 'shop', ada)
    expect(view?.targets).toMatchObject([{ target: PIANO, open: true, why: 'From another purchase on this site.' }])
    expect(view?.purchases).toMatchObject([{ product: 'club', claims: [{ says: 'Refunded on May 1, 2026.' }] }])
    expect(JSON.stringify(view)).not.toContain('secret')
    expect(await viewCustomer(shop.site, 'stranger', ada)).toBeNull()
  })

  test('a customer’s page names days as the marketplace’s calendar has them', async () => {
    const shop = await academy()
    await shop.receive({ zone: 'America/New_York', options: { accessDays: 30 } })
    const view = await viewCustomer(shop.site, 'shop', ada)
    expect(view?.targets).toMatchObject([{ why: 'From Club (order o1) until May 31, 2026.' }])
    expect(view?.purchases).toMatchObject([{ claims: [{ says: 'Access since May 1, 2026 until May 31, 2026.' }] }])
  })

  test('a customer’s page marks access that no purchase explains, and only that', async () => {
    const shop = await academy()
    const { id } = shop.owner.addUser({ email: ada })
    vi.setSystemTime(Date.now() - 900 * DAY)
    shop.owner.enroll({ userId: id, courseId: 101 })
    vi.setSystemTime(Date.now() + 900 * DAY)
    await shop.receive({})
    await shop.receive({ target: VIOLIN, product: 'violin', order: 'o2' })
    await shop.receive({ ...refunded, at: 1 })
    const view = await viewCustomer(shop.site, 'shop', ada)
    expect(view?.targets.map(({ target, open, unexplained = false }) => ({ target, open, unexplained }))).toEqual([
      { target: PIANO, open: true, unexplained: true },
      { target: VIOLIN, open: true, unexplained: false },
    ])
  })

  test('an erasure leaves no email, and a later refund still finds the purchase', async () => {
    const shop = await academy()
    await shop.receive({ fields: {} })
    await eraseFromSite(shop.site, 'shop', ada)
    const kept: string[] = []
    for await (const { account } of shop.site.storage.eachMentioning('club')) {
      kept.push(JSON.stringify(account))
    }
    expect(kept.join()).toContain('club')
    expect(kept.join()).not.toContain('ada')
    expect(await shop.outcome({ ...refunded, at: 1 })).toBe('expired')
    expect(shop.has(PIANO)).toBe('closed')
  })

  test('one marketplace’s erasure and deletion leave the other’s share', async () => {
    const shop = await academy()
    await shop.receive({})
    await shop.receive({ marketplace: 'rival', order: 'r1' })
    await eraseFromSite(shop.site, 'shop', ada)
    expect((await exportFromSite(shop.site, 'rival', ada))?.email).toBe(ada)
    await forgetMarketplace(shop.site, 'shop')
    expect(await exportFromSite(shop.site, 'shop', ada)).toBeNull()
    expect(await shop.outcome({ ...refunded, marketplace: 'rival', order: 'r1', at: 1 })).toBe('expired')
  })

  test('a payment after the erasure does not bring the email back, a new purchase does', async () => {
    const shop = await academy()
    await shop.receive({ subscription: 's1' })
    await eraseFromSite(shop.site, 'shop', 'ada@example.com')
    const email = async () => shop.site.storage.load(await shop.site.customerKey('ada@example.com')).customer.email
    await shop.note({ trigger: 'subscription.charged', subscription: 's1', at: 24 })
    expect(await email()).toBe(null)
    await shop.note({ trigger: 'product.purchased', order: 'o2', at: 48 })
    expect(await email()).toBe('ada@example.com')
  })

  test('once all marketplaces of the site erased a customer or are gone, no email is left', async () => {
    const shop = await academy()
    const kept = async () => {
      const texts: string[] = []
      for await (const { account } of shop.site.storage.eachMentioning('club')) {
        texts.push(JSON.stringify(account))
      }
      return texts.join()
    }
    await shop.receive({})
    await shop.receive({ marketplace: 'rival', order: 'r1' })
    await eraseFromSite(shop.site, 'shop', ada)
    await shop.receive({ marketplace: 'rival', order: 'r2', at: 1 })
    expect(await kept()).toContain(ada)
    await eraseFromSite(shop.site, 'rival', ada)
    expect(await kept()).not.toContain(ada)
    await shop.receive({ order: 'o2', at: 2 })
    await eraseFromSite(shop.site, 'rival', ada)
    expect(await kept()).toContain(ada)
    await eraseFromSite(shop.site, 'shop', ada)
    expect(await kept()).not.toContain(ada)
    await shop.receive({ order: 'o3', at: 3 })
    await eraseFromSite(shop.site, 'shop', ada)
    await forgetMarketplace(shop.site, 'rival')
    expect(await kept()).toContain('club')
    expect(await kept()).not.toContain(ada)
  })

  test('an email that an event of another’s purchase named is kept until it is erased, or its marketplace is gone', async () => {
    const shop = await academy()
    const bob = 'bob@example.com'
    await shop.receive({ subscription: 's1' })
    const named = () => shop.kept.rows().filter((row) => row.includes(bob)).length
    await shop.note({ trigger: 'subscription.charged', subscription: 's1', email: bob, at: 24 })
    expect(named()).toBe(1)
    await eraseFromSite(shop.site, 'shop', bob)
    await shop.note({ trigger: 'subscription.charged', subscription: 's1', email: bob, at: 48 })
    expect(named()).toBe(0)
    await shop.receive({ trigger: 'subscription.charged', subscription: 's1', email: bob, at: 72 })
    expect(named()).toBe(1)
    await forgetMarketplace(shop.site, 'shop')
    expect(named()).toBe(0)
  })

  test('an export holds the purchases, and no other marketplace’s', async () => {
    const shop = await academy()
    await shop.receive({})
    await shop.receive({ marketplace: 'rival', order: 'r1', product: 'secret' })
    const file = await exportFromSite(shop.site, 'shop', ada)
    expect(file).toMatchObject({ email: ada, purchases: [{ product: 'club', orders: ['o1'] }] })
    expect(file?.settled).toMatchObject([{ outcome: 'enrolled' }])
    expect(JSON.stringify(file)).not.toContain('secret')
  })

  test('what a job would do is explained without a call, and stores nothing', async () => {
    const shop = await academy()
    const purchase = await shop.job({})
    expect(await shop.foresee(purchase)).toMatchObject({ outcome: 'enrolled' })
    expect(await shop.foresee(await shop.job(refunded))).toMatchObject({ outcome: 'no such customer' })
    expect(shop.calls()).toEqual([])
    expect(shop.site.storage.count()).toBe(0)
    await shop.receive({})
    await shop.receive({ order: 'o2', product: 'bonus' })
    const kept = await shop.foresee(await shop.job({ ...refunded, at: 1 }))
    expect(kept).toMatchObject({ outcome: 'kept', sentence: expect.stringContaining('Bonus') })
  })

  test('looking a user up shows what Thinkific itself has', async () => {
    const shop = await academy()
    await shop.receive({})
    const calls = new InteractiveCalls(shop.site)
    const found = await runToEnd(calls.lookUp(await shop.access('shop'), ' ADA@example.com '))
    expect(found).toMatchObject({ ok: true, user: { name: 'Ada Byron' }, enrollments: [{ target: '101', open: true }] })
    expect(await runToEnd(calls.lookUp(await shop.access('shop'), 'no@example.com'))).toEqual({ ok: true, user: null })
  })

  test('a note joins the two ids of a purchase for what comes later', async () => {
    const shop = await academy()
    await shop.receive({ order: 'o1' })
    await shop.receive({ order: 'o2' })
    await shop.note({ trigger: 'subscription.charged', order: 'o2', subscription: 's2', at: 1 })
    await shop.receive({ ...refunded, order: 'o1', at: 2 })
    expect(
      await shop.outcome({ ...refunded, trigger: 'subscription.canceled', order: null, subscription: 's2', at: 3 }),
    ).toBe('expired')
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['closed', 'closed'])
  })

  test('a deleted marketplace is named nowhere in the object, however its customers moved, shared and waited', async () => {
    const shop = await academy()
    const bob = 'bob@example.com'
    const sale = { marketplace: 'rival', order: 'r1', subscription: 'r1' }
    await shop.receive({ product: 'own' })
    await shop.receive({ ...sale, fields: { '401': 'Acme' } })
    await shop.receive({ ...sale, trigger: 'subscription.canceled', does: 'expire', at: 1 })
    await shop.receive({ ...sale, email: bob, order: 'r1', subscription: null })
    await shop.receive({ ...sale, email: bob, order: 'r2', subscription: 'r2', target: VIOLIN })
    await runToEnd(correctEmailAtSite(shop.site, 'rival', bob, 'bo@example.com'))
    await runToEnd(eraseFromSite(shop.site, 'rival', ada))
    await shop.receive({ ...sale, email: 'own@example.com', order: 'r3', subscription: 'r3' })
    const named = () => shop.kept.rows().filter((row) => row.includes('rival'))
    expect(named().length).toBeGreaterThan(5)
    await runToEnd(forgetMarketplace(shop.site, 'rival'))
    shop.site.integrations.forgetMarketplace('rival')
    expect(named()).toEqual([])
    expect(await shop.outcome({ ...refunded, product: 'own', at: 2 })).toBe('expired')
  })
})

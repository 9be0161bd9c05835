/** Correct email: what moves to the right email, what stays with the wrong one, and what is done by hand for either. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { correctEmailAtSite } from '../../../../src/integrations/thinkific/customers/correct-email'
import { type Academy, academy, CELLO, PIANO, VIOLIN } from '../academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const refunded = { trigger: 'product.refunded', does: 'expire' } as const
const canceled = { trigger: 'subscription.canceled', does: 'expire' } as const
const byHand = { product: 'by-hand', order: null, origin: 'person' } as const
/** What the page asks for the wrong email after a correction. */
const leftOver = { ...byHand, ...refunded, options: { removeAlways: false } } as const
const ada = 'ada@example.com'
const adda = 'adda@example.com'

const corrected = (shop: Academy, from = adda, to = ada) => correctEmailAtSite(shop.site, 'shop', from, to)

describe('Correct email', () => {
  test('the purchases move, and later events follow', async () => {
    const shop = await academy()
    await shop.receive({ email: adda })
    expect(await corrected(shop)).toEqual({ purchases: 1, enroll: [PIANO], end: [PIANO] })
    await shop.receive({ origin: 'person', at: 1 })
    expect(shop.has(PIANO)).toBe('open')
    expect(await shop.outcome({ ...canceled, email: adda, order: null, subscription: 's1', at: 2 })).toBe('expired')
    expect(shop.has(PIANO)).toBe('closed')
  })

  test('what another purchase took away stays taken, whatever is reported later', async () => {
    const shop = await academy()
    await shop.receive({ email: adda, product: 'trial', order: 'o1' })
    await shop.receive({ email: adda, product: 'full', order: 'o2', target: VIOLIN, at: 1 })
    await shop.receive({ email: adda, product: 'full', order: 'o2', does: 'expire', at: 1, n: 1 })
    expect((await corrected(shop)).enroll).toEqual([VIOLIN])
    expect(await shop.outcome({ email: adda, product: 'trial', order: 'o1', at: 0.5 })).toBe('superseded')
    expect(shop.has(PIANO)).toBe('closed')
  })

  test('what another marketplace took away was its own alone', async () => {
    const shop = await academy()
    await shop.receive({ email: adda })
    await shop.receive({
      email: adda,
      marketplace: 'rival',
      order: 'r1',
      trigger: 'product.purchased',
      does: 'expire',
      at: 1,
    })
    expect(await corrected(shop)).toEqual({ purchases: 1, enroll: [PIANO], end: [PIANO] })
  })

  test('access given to the right email later is not cut by what was taken from the wrong one', async () => {
    const shop = await academy()
    await shop.receive({ email: adda })
    await shop.receive({ ...byHand, ...refunded, email: adda, at: 1 })
    await shop.receive({ order: 'o2', at: 2 })
    await corrected(shop)
    expect(await shop.outcome({ order: 'o2', trigger: 'subscription.charged', at: 3 })).toBe('already enrolled')
    expect(shop.has(PIANO)).toBe('open')
  })

  test('what a person ended by hand stays ended', async () => {
    const shop = await academy()
    await shop.receive({ email: adda })
    await shop.receive({ ...byHand, email: adda, target: VIOLIN })
    await shop.receive({ ...byHand, ...refunded, email: adda, at: 1 })
    await shop.receive({ ...byHand, ...refunded, email: adda, target: VIOLIN, at: 1 })
    expect((await corrected(shop)).enroll).toEqual([])
  })

  test('what was given by hand moves too, and the wrong email alone is ended', async () => {
    const shop = await academy()
    await shop.receive({ ...byHand, email: adda })
    expect(await corrected(shop)).toMatchObject({ enroll: [PIANO], end: [PIANO] })
    await shop.receive({ ...byHand, at: 1 })
    expect(await shop.outcome({ ...leftOver, email: adda, at: 1 })).toBe('expired')
    expect([shop.has(PIANO), shop.has(PIANO, adda)]).toEqual(['open', 'closed'])
  })

  test('what is given by hand to the old email afterwards is the old email’s', async () => {
    const shop = await academy()
    await shop.receive({ ...byHand, email: adda, target: CELLO })
    await corrected(shop)
    await shop.receive({ ...byHand, email: adda, target: VIOLIN, at: 1 })
    expect([shop.has(VIOLIN), shop.has(VIOLIN, adda)]).toEqual(['closed', 'open'])
  })

  test('corrected once more, the right email keeps what it has', async () => {
    const shop = await academy()
    await shop.receive({ ...byHand, email: adda })
    await shop.receive({ email: adda })
    await corrected(shop)
    await shop.receive({ ...byHand, at: 1 })
    await shop.receive({ origin: 'person', at: 1 })
    await shop.receive({ ...leftOver, email: adda, at: 1.5 })
    expect((await corrected(shop)).purchases).toBe(0)
    await shop.receive({ email: adda, order: 'o2', product: 'bonus', target: VIOLIN, at: 2 })
    expect(await corrected(shop)).toMatchObject({ purchases: 1, enroll: [VIOLIN] })
    expect(await shop.outcome({ ...byHand, at: 3 })).toBe('already enrolled')
    expect(await shop.outcome({ ...refunded, at: 4 })).toBe('kept')
  })

  test('corrected back again, all is as it was', async () => {
    const shop = await academy()
    await shop.receive({ email: adda })
    await corrected(shop)
    await shop.receive({ origin: 'person', at: 1 })
    await shop.receive({ ...leftOver, email: adda, at: 1.5 })
    expect(await corrected(shop, ada, adda)).toMatchObject({ enroll: [PIANO], end: [PIANO] })
    await shop.receive({ email: adda, origin: 'person', at: 2 })
    await shop.receive({ ...leftOver, at: 2 })
    expect([shop.has(PIANO), shop.has(PIANO, adda)]).toEqual(['closed', 'open'])
  })

  test('a firing that was settled before is settled after', async () => {
    const shop = await academy()
    const job = await shop.job({ email: adda })
    await shop.settled(job)
    await corrected(shop)
    shop.calls()
    expect(await shop.settled(job)).toMatchObject({ outcome: 'enrolled' })
    expect(shop.calls()).toEqual([])
  })

  test('access that is not moved in Thinkific is the right email’s where it is', async () => {
    const shop = await academy()
    await shop.receive({ email: adda })
    shop.calls()
    expect(await correctEmailAtSite(shop.site, 'shop', adda, ada, true)).toEqual({ purchases: 1, enroll: [], end: [] })
    const renewed = { trigger: 'subscription.charged', subscription: 's1', options: { accessDays: 30 } } as const
    expect(await shop.outcome({ ...renewed, at: 1 })).toBe('already enrolled')
    expect(await shop.outcome({ email: adda, order: 'o2', product: 'bonus', target: VIOLIN, at: 2 })).toBe('enrolled')
    expect(shop.owner.data.users.size).toBe(1)
    expect(await shop.outcome({ ...refunded, email: adda, at: 3 })).toBe('expired')
    expect([shop.has(PIANO, adda), shop.has(VIOLIN, adda)]).toEqual(['closed', 'open'])
  })
})

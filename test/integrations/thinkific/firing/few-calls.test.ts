import { afterEach, describe, expect, test, vi } from 'vitest'
import { academy, DUO, PIANO, VIOLIN } from '../academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('Few calls', () => {
  test('a new customer takes two calls: the user, the enrollment', async () => {
    const shop = await academy()
    expect(await shop.outcome({})).toBe('enrolled')
    expect(shop.calls()).toEqual(['POST /users', 'POST /enrollments'])
    expect(shop.has(PIANO)).toBe('open')
  })

  test('a known customer takes one call', async () => {
    const shop = await academy()
    await shop.receive({})
    shop.calls()
    expect(await shop.outcome({ target: VIOLIN, product: 'violin', order: 'o2' })).toBe('enrolled')
    expect(shop.calls()).toEqual(['POST /enrollments'])
  })

  test('ending what we enrolled takes one call', async () => {
    const shop = await academy()
    await shop.receive({})
    shop.calls()
    expect(await shop.outcome({ trigger: 'product.refunded', does: 'expire', at: 1 })).toBe('expired')
    expect(shop.calls()).toEqual(['PUT /enrollments/:id'])
    expect(shop.has(PIANO)).toBe('closed')
  })

  test('a change of nothing takes none', async () => {
    const shop = await academy()
    await shop.receive({ subscription: 's1' })
    shop.calls()
    expect(await shop.outcome({ trigger: 'subscription.charged', subscription: 's1', at: 1 })).toBe('already enrolled')
    expect(shop.calls()).toEqual([])
  })

  test('a bundle is one call, not one for each course, and ending it reads first what it holds', async () => {
    const shop = await academy()
    expect(await shop.outcome({ target: DUO })).toBe('enrolled')
    expect(shop.calls()).toEqual(['POST /users', 'POST /bundles/:id/enrollments'])
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['open', 'open'])
    expect(await shop.outcome({ target: DUO, trigger: 'product.refunded', does: 'expire', at: 1 })).toBe('expired')
    expect(shop.calls()).toEqual(['GET /bundles/:id', 'PUT /bundles/:id/enrollments'])
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['closed', 'closed'])
  })

  test('a user Thinkific knows and we do not takes four, with an end or without', async () => {
    const shop = await academy()
    shop.owner.addUser({ email: 'ada@example.com' })
    shop.owner.addUser({ email: 'ben@example.com' })
    expect(await shop.outcome({})).toBe('enrolled')
    expect(shop.calls()).toEqual(['POST /users', 'GET /users', 'GET /enrollments', 'POST /enrollments'])
    expect(await shop.outcome({ email: 'ben@example.com', order: 'o2', options: { accessDays: 30 } })).toBe('enrolled')
    expect(shop.calls()).toEqual(['POST /users', 'GET /users', 'GET /enrollments', 'POST /enrollments'])
  })

  test('what was written a day ago or longer is looked at before it is granted again: one more call', async () => {
    const shop = await academy()
    await shop.receive({})
    shop.calls()
    expect(await shop.outcome({ order: 'o2', at: 24 })).toBe('already enrolled')
    expect(shop.calls()).toEqual([])
    expect(await shop.outcome({ order: 'o3', at: 25 })).toBe('already enrolled')
    expect(shop.calls()).toEqual(['GET /enrollments'])
    expect(await shop.outcome({ order: 'o4', at: 26 })).toBe('already enrolled')
    expect(await shop.outcome({ order: 'o2', trigger: 'subscription.charged', at: 24 * 60 })).toBe('already enrolled')
    expect(shop.calls()).toEqual([])
  })

  test('renewing after a refund takes one call', async () => {
    const shop = await academy()
    await shop.receive({})
    await shop.receive({ trigger: 'product.refunded', does: 'expire', at: 1 })
    shop.calls()
    expect(await shop.outcome({ order: 'o2', at: 2 })).toBe('renewed')
    expect(shop.calls()).toEqual(['POST /enrollments'])
    expect(shop.has(PIANO)).toBe('open')
  })

  test('mapped fields go along when the user is made, and one call more when they change', async () => {
    const shop = await academy()
    shop.owner.addProfileField({ id: 401, label: 'Company', fieldType: 'text' })
    await shop.receive({ subscription: 's1', fields: { 401: 'Acme' } })
    expect(shop.calls()).toEqual(['POST /users', 'POST /enrollments'])
    const charge = { trigger: 'subscription.charged', subscription: 's1' } as const
    await shop.receive({ ...charge, at: 1, fields: { 401: 'Acme' } })
    expect(shop.calls()).toEqual([])
    await shop.receive({ ...charge, at: 2, fields: { 401: 'Bolts' } })
    expect(shop.calls()).toEqual(['PUT /users/:id'])
  })

  test('the same firing again answers the same without a call, also after an eviction', async () => {
    const shop = await academy()
    const job = await shop.job({})
    const first = await shop.settled(job)
    shop.calls()
    shop.evict()
    const again = await shop.settled(job)
    expect(shop.calls()).toEqual([])
    expect(again).toEqual({ ...first, attempts: [] })
  })

  test('a firing writes two rows at most, once the site is known', async () => {
    const shop = await academy()
    await shop.receive({ email: 'first@example.com', order: 'o0' })
    shop.kept.rowsWritten()
    await shop.receive({})
    expect(shop.kept.rowsWritten()).toBe(2)
    await shop.receive({ trigger: 'product.refunded', does: 'expire', at: 1 })
    expect(shop.kept.rowsWritten()).toBe(2)
  })
})

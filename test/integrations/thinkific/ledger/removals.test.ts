/** What ends a customer's access, whatever granted it. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { academy, DUO, PIANO, STRINGS, VIOLIN } from '../academy'
import { refundNews } from './news'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('a removal', () => {
  const upgraded = { trigger: 'product.purchased', does: 'expire', product: 'full' } as const

  test('takes the customer out whatever granted it, and its refund gives nothing back', async () => {
    const shop = await academy()
    await shop.receive({ order: 'o1' })
    await shop.receive({ order: 'o2', product: 'bonus' })
    expect(await shop.outcome({ ...upgraded, order: 'o3', at: 1 })).toBe('expired')
    await shop.receive({ ...refundNews, order: 'o3', product: 'full', target: VIOLIN, at: 2 })
    expect(shop.has(PIANO)).toBe('closed')
  })

  test('cuts the course out of bundles granted earlier', async () => {
    const shop = await academy()
    await shop.receive({ target: DUO, order: 'o1' })
    await shop.receive({ ...upgraded, order: 'o3', at: 1 })
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['closed', 'open'])
    await shop.receive({ target: STRINGS, order: 'o4', product: 'strings', at: 2 })
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['closed', 'open'])
  })

  test('of a bundle restores courses granted separately', async () => {
    const shop = await academy()
    await shop.receive({ target: DUO, order: 'o1' })
    await shop.receive({ target: PIANO, order: 'o2', product: 'piano' })
    await shop.receive({ ...upgraded, target: DUO, order: 'o3', at: 1 })
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['open', 'closed'])
  })

  test('is what a rule that always removes does', async () => {
    const shop = await academy()
    await shop.receive({ order: 'o1' })
    await shop.receive({ order: 'o2', product: 'bonus' })
    expect(await shop.outcome({ ...refundNews, order: 'o1', at: 1, options: { removeAlways: true } })).toBe('expired')
  })

  test('does not reach what is bought later', async () => {
    const shop = await academy()
    await shop.receive({ order: 'o1' })
    await shop.receive({ order: 'o2', product: 'bonus', at: 2 })
    const late = await shop.receive({ ...upgraded, order: 'o3', at: 1 })
    expect(late).toMatchObject({ outcome: 'superseded', sentence: expect.stringContaining('given again later') })
    expect(shop.has(PIANO)).toBe('open')
  })

  test('in the same cart as what it would remove yields to it', async () => {
    const shop = await academy()
    await shop.receive({ ...upgraded, event: 'cart', n: 1 })
    await shop.receive({ event: 'cart', n: 0, product: 'trial' })
    expect(shop.has(PIANO)).toBe('open')
  })
})

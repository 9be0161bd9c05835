/** Test orders open what they test, and are nothing beside real ones. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { academy, type EventSpec, PIANO } from '../academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const refunded = { trigger: 'product.refunded', does: 'expire' } as const
const undone = { does: 'expire', test: true, origin: 'person' } as const

describe('Test orders', () => {
  test('a test’s grant never keeps anyone in', async () => {
    const shop = await academy()
    await shop.receive({ order: 'o1' })
    expect(await shop.outcome({ order: 'test', test: true, at: 1 })).toBe('already enrolled')
    expect(await shop.outcome({ ...refunded, order: 'o1', at: 2 })).toBe('expired')
  })

  test('the sentence names a test order as one, beside the real order of the same number', async () => {
    const shop = await academy()
    await shop.receive({})
    expect(await shop.receive({ ...refunded, test: true, at: 1 })).toMatchObject({
      outcome: 'kept',
      sentence: 'Although Club (test order o1) was refunded, access to Piano 101 is kept by Club (order o1).',
    })
  })

  test('undoing a test takes back what the test gave, and nothing else', async () => {
    const shop = await academy()
    await shop.receive({ order: 'test', test: true })
    expect(shop.has(PIANO)).toBe('open')
    expect(await shop.outcome({ does: 'expire', order: 'test', test: true, origin: 'person', at: 1 })).toBe('expired')
    await shop.receive({ order: 'o1', at: 2 })
    await shop.receive({ order: 'test2', test: true, at: 3 })
    expect(await shop.outcome({ does: 'expire', order: 'test2', test: true, origin: 'person', at: 4 })).toBe('kept')
  })
})

/** Ways in which a test may bear the name of a real purchase. */
const NAMESAKES: Record<string, Required<Pick<EventSpec, 'order' | 'subscription'>>> = {
  'the real order’s id': { order: 'o1', subscription: null },
  'the real order’s id, and a subscription’s': { order: 'o1', subscription: 's1' },
  'no id at all, as the real purchase has none': { order: null, subscription: null },
}

describe.each(Object.entries(NAMESAKES))('a test that names %s', (_, { order, subscription }) => {
  const real = { order } as const
  const tried = { order, subscription, test: true } as const

  test('makes no test of the real purchase, which goes on keeping its customer in', async () => {
    const shop = await academy()
    await shop.receive(real)
    await shop.receive({ ...tried, at: 1 })
    await shop.receive({ order: 'o9', product: 'bonus', at: 2 })
    expect(await shop.outcome({ ...refunded, order: 'o9', product: 'bonus', at: 3 })).toBe('kept')
    expect(shop.has(PIANO)).toBe('open')
  })

  test('is undone without ending what is real; whatever ends that ends what it gave', async () => {
    const shop = await academy()
    await shop.receive(real)
    await shop.receive({ ...tried, at: 1 })
    expect(await shop.outcome({ ...undone, order, subscription, at: 2 })).toBe('kept')
    expect(shop.has(PIANO)).toBe('open')
    await shop.receive({ ...tried, at: 3 })
    expect(await shop.outcome({ ...refunded, ...real, at: 4 })).toBe('expired')
    expect(shop.has(PIANO)).toBe('closed')
  })

  test('is found by what undoes it', async () => {
    const shop = await academy()
    await shop.receive(tried)
    expect(await shop.outcome({ ...undone, order, subscription, at: 2 })).toBe('expired')
    expect(shop.has(PIANO)).toBe('closed')
  })
})

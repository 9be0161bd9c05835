/** While a grant of a customer keeps failing, their other events are about something else: the failure has its entry. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { academy, PIANO, VIOLIN } from '../academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const GONE = { kind: 'course', id: '999', name: 'Gone 999' } as const
const OTHER = { product: 'other', order: 'o2', at: 1 } as const

async function shopWithFailure() {
  const shop = await academy()
  expect(await shop.outcome({ target: GONE })).toBe('target missing')
  shop.calls()
  return shop
}

describe('A customer with a grant that failed', () => {
  test('an event without a rule adds no failure of its own', async () => {
    const shop = await shopWithFailure()
    expect(await shop.note({ ...OTHER, reportsAccess: true })).toBeNull()
    expect(await shop.note({ ...OTHER, trigger: 'product.refunded', type: 'product.refunded', at: 2 })).toBeNull()
  })

  test('an event with a rule for another course says what became of that one', async () => {
    const shop = await shopWithFailure()
    expect(await shop.outcome({ ...OTHER, target: PIANO })).toBe('enrolled')
    expect(shop.has(PIANO)).toBe('open')
    expect(await shop.outcome({ ...OTHER, order: 'o3', target: VIOLIN, at: 2 })).toBe('enrolled')
  })

  test('once the course is there, the next event gives what is owed', async () => {
    const shop = await shopWithFailure()
    shop.owner.addCourse({ id: 999, name: GONE.name })
    const effect = await shop.note(OTHER)
    expect(effect?.own).toMatchObject({ outcome: 'enrolled' })
    expect(shop.has(GONE)).toBe('open')
  })

  test('an event that gives access back, and fails, says so', async () => {
    const shop = await academy()
    const club = { subscription: 's1' } as const
    await shop.receive(club)
    const failed = { ...club, trigger: 'subscription.charge_failed', does: 'expire', at: 24 } as const
    expect(await shop.outcome(failed)).toBe('expired')
    shop.owner.data.courses.delete(Number(PIANO.id))
    const effect = await shop.note({ ...club, trigger: 'subscription.recovered', at: 48 })
    expect(effect?.own).toMatchObject({ outcome: 'target missing' })
  })
})

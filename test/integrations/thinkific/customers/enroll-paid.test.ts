/** Enroll now for a customer who paid and has no access: what the purchase's own rule gives, and nothing beyond. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { findConcerns } from '../../../../src/integrations/thinkific/concerns/concerns'
import type { RuleOptions } from '../../../../src/model/rule'
import { type Academy, academy, DAY, type EventSpec, endOfDay, PIANO, START } from '../academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const S1 = { order: 'o1', subscription: 's1' } as const
const canceled = { trigger: 'subscription.canceled', does: 'expire', ...S1 } as const
const charged = { trigger: 'subscription.charged', ...S1, order: null } as const

/** Bought on the first day, canceled at once, and charged later all the same. */
async function paidButOut(options: Partial<RuleOptions>, chargedAt: number): Promise<Academy> {
  const shop = await academy()
  await shop.receive({ ...S1, options })
  await shop.receive({ ...canceled, at: 24 })
  await shop.note({ ...charged, at: chargedAt })
  expect(await listCauses(shop)).toEqual(['paid without access'])
  return shop
}

async function listCauses({ site }: Academy): Promise<string[]> {
  const { customer } = site.storage.load(await site.customerKey('ada@example.com'))
  return findConcerns(customer, site.contents.all, Date.now()).map(({ concern }) => concern.cause)
}

async function enrollNow(shop: Academy, at: number, spec: EventSpec = {}): Promise<void> {
  const job = await shop.job({ ...S1, ...spec, origin: 'person', at })
  vi.setSystemTime(Math.max(Date.now(), job.happenedAt))
  await shop.settled({ ...job, instruction: { ...job.instruction, settles: { how: 'as sold' } } })
}

describe('Enroll now for a customer who paid', () => {
  test('gives the days of the rule, counted from the payment', async () => {
    const shop = await paidButOut({ accessDays: 30 }, 240)
    await enrollNow(shop, 360)
    expect(shop.has(PIANO)).toBe(endOfDay(40))
    expect(await listCauses(shop)).toEqual([])
    await shop.note({ ...charged, at: 900 })
    expect(shop.has(PIANO)).toBe(endOfDay(68))
  })

  test('counts them from the click once those of the payment are over, and asks no second time', async () => {
    const shop = await academy()
    vi.setSystemTime(START + 40 * DAY)
    const job = await shop.job({ ...S1, options: { accessDays: 30 } })
    expect(await shop.settled(job)).toMatchObject({ outcome: 'no change' })
    expect(await listCauses(shop)).toEqual(['paid without access'])
    await enrollNow(shop, 960)
    expect(shop.has(PIANO)).toBe(endOfDay(70))
    vi.setSystemTime(START + 80 * DAY)
    expect(await listCauses(shop)).toEqual([])
  })

  test('gives access without end where the rule does', async () => {
    const shop = await paidButOut({}, 240)
    await enrollNow(shop, 360)
    expect(shop.has(PIANO)).toBe('open')
  })

  test('gives it until the rule’s date', async () => {
    const shop = await paidButOut({ accessUntil: '2026-06-10' }, 240)
    await enrollNow(shop, 360)
    expect(shop.has(PIANO)).toBe(endOfDay(40))
  })

  test('settled twice, gives no more', async () => {
    const shop = await paidButOut({ accessDays: 30 }, 240)
    await enrollNow(shop, 360, { event: 'click' })
    await enrollNow(shop, 480, { event: 'click' })
    expect(shop.has(PIANO)).toBe(endOfDay(40))
  })
})

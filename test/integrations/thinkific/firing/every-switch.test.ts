/** Right under every value of what is undocumented about Thinkific (reference: thinkific-api.md, section 11). */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { CHOICES, type Switches } from '../../../simulator/switches.ts'
import { academy, CELLO, DUO, endOfDay, PIANO, STRINGS, VIOLIN } from '../academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const each = Object.entries(CHOICES).flatMap(([name, values]) =>
  values.map((value) => [`${name}: ${value}`, { [name]: value }] as [string, Partial<Switches>]),
)
const worst: Partial<Switches> = {
  repost: '422 object',
  bundleRepost: '422 array',
  putWithoutActivatedAt: 'becomes null',
  nullExpiry: 'ignored',
  emails: 'substring search',
  bundlePost: '202',
  bundlePutForNonMember: '204',
  bundleRows: 'one per user',
  expiry: 'end of UTC day',
  errors422: 'field names',
  body429: 'html',
  putEnrollment: '200',
  searchLagSeconds: 20,
}
const cases: [string, Partial<Switches>][] = [
  ...each,
  ['searchLagSeconds: 20', { searchLagSeconds: 20 }],
  ['bundlePost: 202 after 5 minutes', { bundlePost: '202', bundleDelaySeconds: 300 }],
  ['all at their worst', worst],
]
const refunded = { trigger: 'product.refunded', does: 'expire' } as const

describe('Every switch of the simulator', () => {
  test.each(cases)('%s', async (_, switches) => {
    const shop = await academy(switches)
    shop.owner.addUser({ email: 'somebody-ada@example.com' })
    shop.owner.addUser({ email: 'ben@example.com' })
    const has = () => [PIANO, VIOLIN, CELLO].map((course) => shop.has(course))

    await shop.receive({})
    expect(has()).toEqual(['open', 'closed', 'closed'])
    await shop.receive({ ...refunded, at: 24 })
    expect(has()).toEqual(['closed', 'closed', 'closed'])
    await shop.receive({ order: 'o2', at: 48, options: { accessDays: 30 } })
    expect(shop.has(PIANO)).toBe(endOfDay(32))
    await shop.receive({ order: 'o3', at: 72 })
    expect(has()).toEqual(['open', 'closed', 'closed'])
    await shop.receive({ ...refunded, order: 'o3', at: 96 })
    expect(shop.has(PIANO)).toBe(endOfDay(32))

    await shop.receive({ order: 'b1', target: DUO, at: 120, options: { accessDays: 60 } })
    expect(has()).toEqual([endOfDay(65), endOfDay(65), 'closed'])
    await shop.receive({ order: 'b2', target: DUO, at: 144 })
    expect(has()).toEqual(['open', 'open', 'closed'])
    await shop.receive({ order: 'b3', target: STRINGS, at: 168, options: { accessDays: 10 } })
    expect(has()).toEqual(['open', 'open', endOfDay(17)])
    await shop.receive({ ...refunded, order: 'b2', target: DUO, at: 192 })
    expect(has()).toEqual([endOfDay(65), endOfDay(65), endOfDay(17)])
    await shop.receive({ ...refunded, order: 'b1', target: DUO, at: 216 })
    expect(has()).toEqual([endOfDay(32), endOfDay(17), endOfDay(17)])
    await shop.receive({ order: 'b4', target: DUO, at: 240 })
    expect(has()).toEqual(['open', 'open', endOfDay(17)])
    await shop.receive({ ...refunded, order: 'nobody', product: 'other', target: STRINGS, at: 264 })
    expect(has()).toEqual(['open', 'open', endOfDay(17)])

    await shop.receive({ order: 'ben', email: 'ben@example.com', at: 288, options: { accessDays: 5 } })
    expect(shop.has(PIANO, 'ben@example.com')).toBe(endOfDay(17))
    await shop.receive({ order: 'ben2', email: 'ben@example.com', at: 312, target: STRINGS })
    await shop.receive({ ...refunded, order: 'ben2', email: 'ben@example.com', at: 336, target: STRINGS })
    expect(shop.has(VIOLIN, 'ben@example.com')).toBe('closed')

    const users = [...shop.owner.data.users.values()].filter(({ email }) => email.toLowerCase() === 'ada@example.com')
    expect(users).toHaveLength(1)
    expect(
      shop.simulator.emails.filter(({ to, about }) => to === 'ada@example.com' && about === PIANO.name),
    ).toHaveLength(1)
  })

  test('a user kept by Thinkific in capitals is found where search ignores case', async () => {
    const shop = await academy()
    shop.owner.addUser({ email: 'Ada@Example.com' })
    expect(await shop.outcome({})).toBe('enrolled')
    expect(shop.owner.data.users.size).toBe(1)
  })

  test('a draft course that Thinkific refuses says what it said', async () => {
    const shop = await academy({ draftEnrollment: '422' })
    const course = shop.owner.data.courses.get(101)
    shop.owner.setStatus(course?.productId ?? 0, 'draft')
    const settling = await shop.receive({})
    expect(settling).toMatchObject({
      outcome: 'rejected by Thinkific',
      sentence: expect.stringContaining('not published'),
    })
  })

  test('a missing target is distinguished from a missing customer', async () => {
    const shop = await academy()
    await shop.receive({})
    const gone = { kind: 'course', id: '999', name: 'Gone' } as const
    expect(await shop.outcome({ order: 'o2', target: gone })).toBe('target missing')
    expect(await shop.outcome({ order: 'o3', target: { ...gone, kind: 'bundle' } })).toBe('target missing')
    const user = shop.owner.user('ada@example.com')
    shop.owner.deleteUser(user?.id ?? 0)
    const back = await shop.receive({ order: 'o4', target: VIOLIN, product: 'violin', at: 1 })
    expect(back).toMatchObject({ outcome: 'enrolled', sentence: expect.stringContaining('no longer in Thinkific') })
    expect(shop.has(VIOLIN)).toBe('open')
  })

  test('an enrollment removed by hand is made again, and needs no ending', async () => {
    const shop = await academy()
    await shop.receive({ options: { accessDays: 10 } })
    const [row] = shop.owner.data.enrollments.values()
    shop.owner.removeEnrollment(row?.id ?? 0)
    const again = await shop.receive({ order: 'o2', options: { accessDays: 20 } })
    expect(again).toMatchObject({ outcome: 'enrolled' })
    const [next] = shop.owner.data.enrollments.values()
    shop.owner.removeEnrollment(next?.id ?? 0)
    await shop.receive({ ...refunded, order: 'o2', at: 1 })
    expect(await shop.outcome({ ...refunded, order: 'o1', at: 1 })).toBe('already expired')
  })

  test('an email changed in Thinkific is still the same user', async () => {
    const shop = await academy()
    await shop.receive({})
    const user = shop.owner.user('ada@example.com')
    shop.owner.changeEmail(user?.id ?? 0, 'countess@example.com')
    expect(await shop.outcome({ ...refunded, at: 1 })).toBe('expired')
    expect(shop.has(PIANO, 'countess@example.com')).toBe('closed')
  })
})

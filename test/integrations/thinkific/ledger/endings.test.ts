/** What an ending takes, and what keeps a customer enrolled. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { viewCustomer } from '../../../../src/integrations/thinkific/customers/customer-view'
import {
  type Academy,
  academy,
  CELLO,
  DAY,
  DUO,
  type EventSpec,
  endOfDay,
  PIANO,
  START,
  STRINGS,
  VIOLIN,
} from '../academy'
import { cancelNews, refundNews } from './news'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('an ending', () => {
  test('ends that purchase’s grant, and another’s keeps the customer in by name', async () => {
    const shop = await academy()
    await shop.receive({ order: 'o1' })
    await shop.receive({ order: 'o2', product: 'bonus', at: 1 })
    shop.calls()
    const kept = await shop.receive({ ...refundNews, order: 'o1', at: 2 })
    expect(kept).toMatchObject({ outcome: 'kept', sentence: expect.stringContaining('by Bonus (order o2)') })
    expect(shop.calls()).toEqual([])
    expect(await shop.outcome({ ...refundNews, order: 'o2', product: 'bonus', at: 3 })).toBe('expired')
  })

  test('of one of two subscriptions in an order names the other', async () => {
    const shop = await academy()
    await shop.receive({ subscription: 's1' })
    await shop.receive({ subscription: 's2' })
    expect(await shop.receive({ ...cancelNews, order: null, subscription: 's1', at: 2 })).toMatchObject({
      outcome: 'kept',
      sentence: expect.stringMatching(/ is kept by Club \(order o1, subscription s2\)\.$/),
    })
  })

  test('no earlier than access ends anyway says until when it lasts', async () => {
    const shop = await academy()
    const monthly = { subscription: 's1', order: 'o1' } as const
    await shop.receive({ ...monthly, options: { accessDays: 30 } })
    const canceled = { ...monthly, trigger: 'subscription.canceled', does: 'expire', at: 2 } as const
    expect(await shop.receive({ ...canceled, options: { end: { when: 'paid', days: 30 } } })).toMatchObject({
      outcome: 'kept',
      sentence: expect.stringMatching(
        /^Although Club \(order o1\) was canceled, access to Piano 101 lasts until .+, as before\.$/,
      ),
    })
  })

  test('shown by a payment that is reported late says what ended it', async () => {
    const shop = await academy()
    const charge = { trigger: 'subscription.charged', subscription: 's1' } as const
    await shop.receive({ order: 'o1', subscription: 's1' })
    await shop.note({ ...charge, order: 'o2', event: 'c2', at: 24 })
    expect(await shop.outcome({ ...refundNews, order: 'o1', subscription: 's1', at: 48 })).toBe('kept')
    const late = await shop.note({ ...charge, order: 'o1', event: 'c1', at: 30 })
    expect(late?.own?.sentence).toMatch(
      /^Access to Piano 101 ended because Club \(order o1\) was refunded on .+: this event, reported late, showed that nothing has undone that\./,
    )
  })

  test('by a subscription that expired says so', async () => {
    const shop = await academy()
    await shop.receive({ subscription: 's1' })
    const expired = { ...cancelNews, type: 'subscription.expired', subscription: 's1', at: 2 } as const
    expect(await shop.receive(expired)).toMatchObject({
      outcome: 'expired',
      sentence: 'Access to Piano 101 ended because Club (order o1) expired.',
    })
  })

  test('moves the date to the end of the grant that keeps her', async () => {
    const shop = await academy()
    await shop.receive({ order: 'o1' })
    await shop.receive({ order: 'o2', options: { accessDays: 30 } })
    shop.calls()
    expect(await shop.outcome({ ...refundNews, order: 'o1', at: 2 })).toBe('kept')
    expect(shop.calls()).toEqual(['PUT /enrollments/:id'])
    expect(shop.has(PIANO)).toBe(endOfDay(30))
  })

  test('of a course is kept by an active bundle', async () => {
    const shop = await academy()
    await shop.receive({ target: PIANO, order: 'o1', product: 'piano' })
    await shop.receive({ target: DUO, order: 'o2', at: 1 })
    const kept = await shop.receive({ ...refundNews, order: 'o1', product: 'piano', at: 2 })
    expect(kept).toMatchObject({ outcome: 'kept', sentence: expect.stringContaining('as part of Duo') })
  })

  test('of a bundle restores a course that another bundle grants', async () => {
    const shop = await academy()
    await shop.receive({ target: DUO, order: 'o1' })
    await shop.receive({ target: STRINGS, order: 'o2', product: 'strings' })
    await shop.receive({ ...refundNews, target: DUO, order: 'o1', at: 1 })
    expect([shop.has(PIANO), shop.has(VIOLIN), shop.has(CELLO)]).toEqual(['closed', 'open', 'open'])
  })

  test('remembered though no rule acted on it, says which rule to add', async () => {
    const shop = await academy()
    await shop.receive({ order: null, subscription: 's1' })
    await shop.receive({ order: 'o2', product: 'bonus', at: 1 })
    await shop.note({ trigger: 'subscription.canceled', order: null, subscription: 's1', at: 48 })
    const again = await shop.receive({ order: 'o3', product: 'more', at: 60 })
    expect(again.sentence).toMatch(
      /^Nothing had to change: already enrolled in Piano 101, given by Club \(subscription s1\), canceled May 3, 2026, but no rule ends its access\. .*Piano 101\.$/,
    )
    await shop.receive({ ...refundNews, order: 'o3', product: 'more', at: 61 })
    const kept = await shop.receive({ ...refundNews, order: 'o2', product: 'bonus', at: 72 })
    const sentence = expect.stringContaining(
      'by Club (subscription s1), canceled May 3, 2026, but no rule ends its access',
    )
    expect(kept).toMatchObject({ outcome: 'kept', sentence })
    expect(kept.sentence).toContain('Subscription Canceled → Expire Course Enrollment → Piano 101')
  })

  test('by failed payments says so, and not that it was canceled', async () => {
    const shop = await academy()
    const failure = { ...cancelNews, type: 'subscription.charge_failed', delinquent: true, order: null } as const
    await shop.receive({ subscription: 's1' })
    expect(await shop.receive({ ...failure, subscription: 's1', at: 2 })).toMatchObject({
      outcome: 'expired',
      sentence: 'Access to Piano 101 ended because Club (order o1) became delinquent after failed payments.',
    })
    expect(
      await shop.receive({ subscription: 's1', at: 1, n: 1, event: 'late', trigger: 'subscription.charged' }),
    ).toMatchObject({
      outcome: 'superseded',
      sentence: expect.stringContaining('it became delinquent after failed payments on May 1, 2026'),
    })
  })

  test('may end access later, as a date in Thinkific', async () => {
    const shop = await academy()
    await shop.receive({})
    const later = await shop.receive({ ...refundNews, at: 24, options: { end: { when: 'later', days: 7 } } })
    expect(later).toMatchObject({ outcome: 'expired', sentence: expect.stringContaining('ends on May 9, 2026') })
    expect(shop.has(PIANO)).toBe(endOfDay(8))
  })

  test('may end access with the paid period, reported before or after', async () => {
    const shop = await academy()
    const paid = { options: { end: { when: 'paid', days: 30 } } } as const
    await shop.receive({ subscription: 's1', periodEnd: START + 30 * DAY })
    await shop.receive({ ...cancelNews, ...paid, subscription: 's1', at: 48 })
    expect(shop.has(PIANO)).toBe(endOfDay(30))
    const other = await academy()
    await other.receive({ subscription: 's1', periodEnd: null })
    await other.receive({ ...cancelNews, ...paid, subscription: 's1', at: 48 })
    expect(other.has(PIANO)).toBe(endOfDay(30))
  })

  test('towards another marketplace says only that there is another purchase', async () => {
    const shop = await academy()
    await shop.receive({ order: 'o1', marketplace: 'shop' })
    await shop.receive({ order: 'secret-order', marketplace: 'rival', product: 'secret', at: 1 })
    const kept = await shop.receive({ ...refundNews, order: 'o1', at: 2 })
    expect(kept).toMatchObject({
      outcome: 'kept',
      sentence: expect.stringContaining('by another purchase on this site'),
    })
    expect(kept.sentence).not.toMatch(/secret/i)
  })
})

describe('a purchase that keeps access and ended without a rule', () => {
  const own = { order: 'o1', subscription: 's1' }
  const canceled = { ...own, trigger: 'subscription.canceled', at: 48 } as const
  const noRule = 'by Club (order o1), canceled May 3, 2026, but no rule ends its access.'

  /** What an ending of another purchase says of the one that keeps access. */
  async function keptBy(shop: Academy): Promise<string> {
    await shop.receive({ order: 'o9', product: 'bonus', at: 100 })
    const kept = await shop.receive({ ...refundNews, order: 'o9', product: 'bonus', at: 101 })
    expect(kept).toMatchObject({ outcome: 'kept' })
    return kept.sentence.replace(/^.* is kept /, '')
  }

  const standing: Record<string, EventSpec[]> = {
    'paid in full, then canceled': [{ ...own, trigger: 'subscription.completed', at: 24 }, { ...canceled }],
    'refunded for an older payment': [
      { ...own, trigger: 'subscription.charged', payments: ['p2'], at: 24 },
      { ...own, trigger: 'product.refunded', payments: ['p1'], at: 48 },
    ],
    'canceled and restarted': [canceled, { ...own, trigger: 'subscription.restarted', at: 72 }],
    'behind on a payment, then paid': [
      { ...own, trigger: 'subscription.charge_failed', at: 24 },
      { ...own, trigger: 'subscription.charged', at: 48 },
    ],
  }
  test.each(Object.entries(standing))('%s, goes on, and nothing is said of it', async (_, events) => {
    const shop = await academy()
    await shop.receive({ ...own, payments: ['p1'] })
    for (const event of events) {
      await shop.note(event)
    }
    expect(await keptBy(shop)).toBe('by Club (order o1).')
  })

  test.each([
    ['subscription.charge_failed', 'payment failed'],
    ['product.partially_refunded', 'partially refunded'],
  ] as const)('by %s alone, is named without a rule to add', async (trigger, says) => {
    const shop = await academy()
    await shop.receive(own)
    await shop.note({ ...own, trigger, at: 48 })
    expect(await keptBy(shop)).toBe(`by Club (order o1), ${says} May 3, 2026.`)
  })

  test('stays canceled through a failed payment and the charge after it', async () => {
    const shop = await academy()
    await shop.receive(own)
    await shop.note(canceled)
    await shop.note({ ...own, trigger: 'subscription.charge_failed', at: 49 })
    await shop.note({ ...own, trigger: 'subscription.charged', at: 50 })
    expect(await keptBy(shop)).toContain(noRule)
  })

  test('by failed payments needs a rule on delinquency', async () => {
    const shop = await academy()
    await shop.receive(own)
    await shop.note({ ...own, trigger: 'subscription.charge_failed', delinquent: true, at: 48 })
    expect(await keptBy(shop)).toBe(
      'by Club (order o1), delinquent after failed payments May 3, 2026, but no rule ends its access. The rule to add for Club: Subscription Delinquent → Expire Course Enrollment → Piano 101.',
    )
  })

  test('under a rule that is off names that rule, on its page, too', async () => {
    const shop = await academy()
    await shop.receive(own)
    await shop.note(canceled)
    await shop.addRule({ ...cancelNews, name: 'Leavers', on: false })
    const says = 'The rule “Leavers” would, but is off.'
    expect(await keptBy(shop)).toBe(`${noRule} ${says}`)
    const view = await viewCustomer(shop.site, 'shop', 'ada@example.com')
    expect(view?.targets).toMatchObject([{ why: expect.stringMatching(/but no rule ends its access\. .*“Leavers”/) }])
  })

  test('before a rule came names that rule, which a replay runs', async () => {
    const shop = await academy()
    await shop.receive(own)
    await shop.note({ ...canceled, event: 'left' })
    await shop.addRule({ ...cancelNews, product: '*', name: 'Leavers' })
    expect(await keptBy(shop)).toBe(
      `${noRule} The rule “Leavers” would, but came later: a replay of that event runs it.`,
    )
    expect(await shop.outcome({ ...cancelNews, ...canceled, event: 'left', origin: 'replay' })).toBe('expired')
  })

  test('misses no rule of another course, of another product or of good news', async () => {
    const shop = await academy()
    await shop.receive(own)
    await shop.note(canceled)
    await shop.addRule({ ...cancelNews, target: VIOLIN })
    await shop.addRule({ ...cancelNews, product: 'tea' })
    await shop.addRule({ trigger: 'subscription.canceled' })
    expect(await keptBy(shop)).toContain('The rule to add for Club: Subscription Canceled → ')
  })

  test('says nothing of rules while they cannot be read', async () => {
    const shop = await academy()
    await shop.receive(own)
    await shop.note(canceled)
    shop.ports.findRules = () => Promise.reject(new Error('D1 is away'))
    expect(await keptBy(shop)).toBe(noRule)
  })
})

describe('An ending', () => {
  test('a user who does not exist is not created to be expired', async () => {
    const shop = await academy()
    expect(await shop.outcome(refundNews)).toBe('no such customer')
    expect(shop.calls()).toEqual(['GET /users'])
  })

  test('an end that Thinkific has reached already needs no call', async () => {
    const shop = await academy()
    await shop.receive({ options: { accessDays: 1 } })
    shop.calls()
    vi.setSystemTime(START + 2 * DAY)
    expect(await shop.outcome({ ...refundNews, at: 48 })).toBe('already expired')
    expect(shop.calls()).toEqual([])
  })

  test('an ending never extends what an earlier one left', async () => {
    const shop = await academy()
    await shop.receive({ subscription: 's1' })
    await shop.receive({ ...cancelNews, subscription: 's1', at: 1 })
    await shop.receive({ ...refundNews, subscription: 's1', at: 2, options: { end: { when: 'later', days: 7 } } })
    expect(shop.has(PIANO)).toBe('closed')
  })

  test('a bundle with many courses enrolled by hand gives each its own date back', async () => {
    const shop = await academy()
    const user = shop.owner.addUser({ email: 'ada@example.com' })
    const ids = Array.from({ length: 20 }, (_, n) => 600 + n)
    for (const id of ids) {
      shop.owner.addCourse({ id, name: `Course ${id}` })
      shop.owner.enroll({ userId: user.id, courseId: id, activatedAt: START - DAY })
    }
    shop.owner.addBundle({ id: 299, name: 'Everything', courseIds: ids })
    const everything = { kind: 'bundle', id: '299', name: 'Everything' } as const
    expect(await shop.outcome({ target: everything, options: { accessDays: 30 }, at: 1 })).toBe('enrolled')
    expect(ids.map((id) => shop.has({ kind: 'course', id: String(id), name: '' }))).toEqual(ids.map(() => 'open'))
  })
})

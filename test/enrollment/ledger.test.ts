/** The ledger's rules (design: section 6), each told as what happens to one customer, with the real steps beneath. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { academy, CELLO, DAY, DUO, PIANO, START, STRINGS, type Told, VIOLIN } from './academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const refunded = { trigger: 'product.refunded', does: 'expire' } as const
const canceled = { trigger: 'subscription.canceled', does: 'expire' } as const
const charged = { trigger: 'subscription.charged' } as const

describe('a purchase', () => {
  test('is known by either of its ids once an event named both', async () => {
    const shop = await academy()
    await shop.tell({ order: 'o1', subscription: 's1' })
    expect(await shop.outcome({ ...canceled, order: null, subscription: 's1', at: 1 })).toBe('expired')
    expect(await shop.outcome({ trigger: 'subscription.restarted', order: 'o1', at: 2 })).toBe('renewed')
  })

  test('joins a lone subscription to the only order of that product, whichever comes first', async () => {
    const one = await academy()
    await one.tell({ order: 'o1' })
    expect(await one.outcome({ ...canceled, order: null, subscription: 's1', at: 1 })).toBe('expired')
    const other = await academy()
    expect(await other.outcome({ ...canceled, order: null, subscription: 's1', at: 1 })).toBe('no such customer')
    expect(await other.outcome({ order: 'o1' })).toBe('superseded')
    expect(other.has(PIANO)).toBe('closed')
  })

  test('told of under two emails is the order’s, and what it opened for the other ends', async () => {
    const shop = await academy()
    const ben = 'ben@example.com'
    await shop.tell({ order: 'o1' })
    await shop.tell({ ...charged, email: ben, order: null, subscription: 's1', at: 1 })
    expect(shop.has(PIANO, ben)).toBe('open')
    const job = await shop.job({ ...charged, order: 'o1', subscription: 's1', at: 2 })
    shop.simulator.faults.add({ kind: 'connection lost' })
    expect(await shop.settle([job])).toMatchObject([{ final: false, reason: 'temporary' }])
    shop.evict()
    expect(await shop.settled(job)).toMatchObject({ outcome: 'already enrolled' })
    expect([shop.has(PIANO), shop.has(PIANO, ben)]).toEqual(['open', 'closed'])
    expect(await shop.outcome({ ...canceled, email: ben, order: null, subscription: 's1', at: 3 })).toBe('expired')
    expect(shop.has(PIANO)).toBe('closed')
  })

  test('only noted under one email is whoever’s it opens something for', async () => {
    const shop = await academy()
    await shop.note({ ...charged, email: 'ben@example.com', order: null, subscription: 's1' })
    expect(await shop.outcome({ order: 'o1', subscription: 's1' })).toBe('enrolled')
    expect(shop.has(PIANO)).toBe('open')
  })

  test('does not guess between two orders', async () => {
    const shop = await academy()
    await shop.tell({ order: 'o1' })
    await shop.tell({ order: 'o2', at: 1 })
    expect(await shop.outcome({ ...canceled, order: null, subscription: 's1', at: 2 })).toBe('kept')
    expect(shop.has(PIANO)).toBe('open')
  })

  test('without ids is customer and product', async () => {
    const shop = await academy()
    await shop.tell({ order: null })
    expect(await shop.outcome({ ...refunded, order: null, at: 1 })).toBe('expired')
    expect(await shop.outcome({ ...refunded, order: null, product: 'other', at: 2 })).toBe('already expired')
  })

  test('acts on the customer who holds it, whatever email the event carries', async () => {
    const shop = await academy()
    await shop.tell({})
    await shop.tell({ email: 'eve@example.com', order: 'o2', product: 'other' })
    expect(await shop.outcome({ ...refunded, email: 'eve@example.com', at: 1 })).toBe('expired')
    expect([shop.has(PIANO), shop.has(PIANO, 'eve@example.com')]).toEqual(['closed', 'open'])
  })

  test('is one in its own marketplace only', async () => {
    const shop = await academy()
    await shop.tell({ marketplace: 'shop' })
    expect(await shop.outcome({ ...refunded, marketplace: 'rival', at: 1 })).toBe('kept')
  })

  test('held by two customers under two ids becomes the order holder’s when an event names both', async () => {
    const shop = await academy()
    await shop.tell({ order: 'o1', email: 'ada@example.com' })
    await shop.tell({ ...canceled, order: null, subscription: 's1', email: 'new@example.com', at: -1 })
    await shop.tell({ ...charged, order: 'o1', subscription: 's1', email: 'new@example.com', at: 1 })
    expect(await shop.outcome({ ...canceled, order: null, subscription: 's1', email: 'new@example.com', at: 2 })).toBe(
      'expired',
    )
    expect(shop.has(PIANO)).toBe('closed')
  })
})

describe('a create', () => {
  test('gives access with its end, and every payment extends it', async () => {
    const shop = await academy()
    const month = { options: { accessDays: 30 }, subscription: 's1' }
    await shop.tell(month)
    expect(shop.has(PIANO)).toBe(30 * 24)
    expect(await shop.outcome({ ...charged, ...month, at: 24 })).toBe('renewed')
    expect(shop.has(PIANO)).toBe(31 * 24)
  })

  test('never shortens what another grant gives', async () => {
    const shop = await academy()
    await shop.tell({})
    shop.calls()
    expect(await shop.outcome({ order: 'o2', options: { accessDays: 30 } })).toBe('already enrolled')
    expect(shop.calls()).toEqual([])
    expect(shop.has(PIANO)).toBe('open')
  })

  test('of a course that an active bundle grants changes nothing', async () => {
    const shop = await academy()
    await shop.tell({ target: DUO, order: 'o1' })
    expect(await shop.outcome({ target: PIANO, order: 'o2', product: 'piano' })).toBe('already enrolled')
    expect(await shop.outcome({ ...refunded, target: DUO, order: 'o1', at: 1 })).toBe('expired')
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['open', 'closed'])
  })

  test('of a bundle with an end leaves a course of it that lasts longer', async () => {
    const shop = await academy()
    await shop.tell({ target: PIANO, order: 'o1', product: 'piano' })
    await shop.tell({ target: DUO, order: 'o2', options: { accessDays: 30 }, at: 1 })
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['open', 30 * 24 + 1])
  })

  test('whose end is over before it comes opens nothing', async () => {
    const shop = await academy()
    vi.setSystemTime(START + 40 * DAY)
    expect(await shop.outcome({ options: { accessDays: 30 } })).toBe('already expired')
    expect(shop.calls()).toEqual([])
  })

  test('lapsed, keeps nobody in', async () => {
    const shop = await academy()
    await shop.tell({ order: 'o1', options: { accessDays: 10 } })
    await shop.tell({ order: 'o2', at: 1 })
    vi.setSystemTime(START + 20 * DAY)
    expect(await shop.outcome({ ...refunded, order: 'o2', at: 20 * 24 })).toBe('expired')
  })
})

describe('an ending', () => {
  test('ends that purchase’s grant, and another’s keeps the customer in by name', async () => {
    const shop = await academy()
    await shop.tell({ order: 'o1' })
    await shop.tell({ order: 'o2', product: 'bonus', at: 1 })
    shop.calls()
    const kept = await shop.tell({ ...refunded, order: 'o1', at: 2 })
    expect(kept).toMatchObject({ outcome: 'kept', sentence: expect.stringContaining('by Bonus (order o2)') })
    expect(shop.calls()).toEqual([])
    expect(await shop.outcome({ ...refunded, order: 'o2', product: 'bonus', at: 3 })).toBe('expired')
  })

  test('moves the date to the end of the grant that keeps her', async () => {
    const shop = await academy()
    await shop.tell({ order: 'o1' })
    await shop.tell({ order: 'o2', options: { accessDays: 30 } })
    shop.calls()
    expect(await shop.outcome({ ...refunded, order: 'o1', at: 2 })).toBe('kept')
    expect(shop.calls()).toEqual(['PUT /enrollments/:id'])
    expect(shop.has(PIANO)).toBe(30 * 24)
  })

  test('of a course is kept by an active bundle', async () => {
    const shop = await academy()
    await shop.tell({ target: PIANO, order: 'o1', product: 'piano' })
    await shop.tell({ target: DUO, order: 'o2', at: 1 })
    const kept = await shop.tell({ ...refunded, order: 'o1', product: 'piano', at: 2 })
    expect(kept).toMatchObject({ outcome: 'kept', sentence: expect.stringContaining('through Duo') })
  })

  test('of a bundle restores a course that another bundle grants', async () => {
    const shop = await academy()
    await shop.tell({ target: DUO, order: 'o1' })
    await shop.tell({ target: STRINGS, order: 'o2', product: 'strings' })
    await shop.tell({ ...refunded, target: DUO, order: 'o1', at: 1 })
    expect([shop.has(PIANO), shop.has(VIOLIN), shop.has(CELLO)]).toEqual(['closed', 'open', 'open'])
  })

  test('remembered though no rule acted on it, says which rule to add', async () => {
    const shop = await academy()
    await shop.tell({ order: null, subscription: 's1' })
    await shop.tell({ order: 'o2', product: 'bonus', at: 1 })
    await shop.note({ trigger: 'subscription.canceled', order: null, subscription: 's1', at: 48 })
    const kept = await shop.tell({ ...refunded, order: 'o2', product: 'bonus', at: 72 })
    const sentence = expect.stringContaining(
      'by Club (subscription s1), canceled May 3, 2026, but no rule ends its access',
    )
    expect(kept).toMatchObject({ outcome: 'kept', sentence })
    expect(kept.sentence).toContain('Subscription Canceled → Expire Course Enrollment → Piano 101')
  })

  test('may end access later, as a date in Thinkific', async () => {
    const shop = await academy()
    await shop.tell({})
    const later = await shop.tell({ ...refunded, at: 24, options: { end: { when: 'later', days: 7 } } })
    expect(later).toMatchObject({ outcome: 'expired', sentence: expect.stringContaining('ends on May 9, 2026') })
    expect(shop.has(PIANO)).toBe(8 * 24)
  })

  test('may end access with the paid period, told before or after', async () => {
    const shop = await academy()
    const paid = { options: { end: { when: 'paid', days: 30 } } } as const
    await shop.tell({ subscription: 's1', periodEnd: START + 30 * DAY })
    await shop.tell({ ...canceled, ...paid, subscription: 's1', at: 48 })
    expect(shop.has(PIANO)).toBe(30 * 24)
    const other = await academy()
    await other.tell({ subscription: 's1', periodEnd: null })
    await other.tell({ ...canceled, ...paid, subscription: 's1', at: 48 })
    expect(other.has(PIANO)).toBe(30 * 24)
  })

  test('towards another marketplace says only that there is another purchase', async () => {
    const shop = await academy()
    await shop.tell({ order: 'o1', marketplace: 'shop' })
    await shop.tell({ order: 'secret-order', marketplace: 'rival', product: 'secret', at: 1 })
    const kept = await shop.tell({ ...refunded, order: 'o1', at: 2 })
    expect(kept).toMatchObject({
      outcome: 'kept',
      sentence: expect.stringContaining('by another purchase on this site'),
    })
    expect(kept.sentence).not.toMatch(/secret/i)
  })
})

describe('a removal', () => {
  const upgraded = { trigger: 'product.purchased', does: 'expire', product: 'full' } as const

  test('takes the customer out whatever granted it, and its refund gives nothing back', async () => {
    const shop = await academy()
    await shop.tell({ order: 'o1' })
    await shop.tell({ order: 'o2', product: 'bonus' })
    expect(await shop.outcome({ ...upgraded, order: 'o3', at: 1 })).toBe('expired')
    await shop.tell({ ...refunded, order: 'o3', product: 'full', target: VIOLIN, at: 2 })
    expect(shop.has(PIANO)).toBe('closed')
  })

  test('cuts the course out of bundles granted earlier', async () => {
    const shop = await academy()
    await shop.tell({ target: DUO, order: 'o1' })
    await shop.tell({ ...upgraded, order: 'o3', at: 1 })
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['closed', 'open'])
    await shop.tell({ target: STRINGS, order: 'o4', product: 'strings', at: 2 })
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['closed', 'open'])
  })

  test('of a bundle restores courses granted separately', async () => {
    const shop = await academy()
    await shop.tell({ target: DUO, order: 'o1' })
    await shop.tell({ target: PIANO, order: 'o2', product: 'piano' })
    await shop.tell({ ...upgraded, target: DUO, order: 'o3', at: 1 })
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['open', 'closed'])
  })

  test('is what a rule that always removes does', async () => {
    const shop = await academy()
    await shop.tell({ order: 'o1' })
    await shop.tell({ order: 'o2', product: 'bonus' })
    expect(await shop.outcome({ ...refunded, order: 'o1', at: 1, options: { removeAlways: true } })).toBe('expired')
  })

  test('does not reach what is bought later', async () => {
    const shop = await academy()
    await shop.tell({ order: 'o1' })
    await shop.tell({ order: 'o2', product: 'bonus', at: 2 })
    const late = await shop.tell({ ...upgraded, order: 'o3', at: 1 })
    expect(late).toMatchObject({ outcome: 'superseded', sentence: expect.stringContaining('given again later') })
    expect(shop.has(PIANO)).toBe('open')
  })

  test('in the same cart as what it removes wins', async () => {
    const shop = await academy()
    await shop.tell({ ...upgraded, event: 'cart', n: 1 })
    await shop.tell({ event: 'cart', n: 0, product: 'trial' })
    expect(shop.has(PIANO)).toBe('closed')
  })
})

describe('order', () => {
  test('does not matter: what happened later wins', async () => {
    const shop = await academy()
    expect(await shop.outcome({ ...refunded, at: 5 })).toBe('no such customer')
    expect(await shop.outcome({ at: 1 })).toBe('superseded')
    expect(shop.has(PIANO)).toBe('closed')
  })

  test('at equal times: payment, then failure, then recovery, then refund', async () => {
    const shop = await academy()
    const s1 = { subscription: 's1', at: 1 }
    await shop.tell({ trigger: 'subscription.recovered', ...s1, event: 'a' })
    expect(await shop.outcome({ trigger: 'subscription.delinquent', does: 'expire', ...s1, event: 'z' })).toBe(
      'superseded',
    )
    expect(await shop.outcome({ ...refunded, ...s1, event: 'b' })).toBe('expired')
    expect(await shop.outcome({ trigger: 'subscription.restarted', ...s1, event: 'zz' })).toBe('superseded')
  })

  test('a one-time purchase never re-opens its own refund, a subscription and a person do', async () => {
    const shop = await academy()
    await shop.tell({})
    await shop.tell({ ...refunded, at: 1 })
    expect(await shop.outcome({ at: 2 })).toBe('superseded')
    expect(await shop.outcome({ at: 3, origin: 'person' })).toBe('renewed')
    await shop.tell({ subscription: 's2', order: 'o2', target: VIOLIN })
    await shop.tell({ ...refunded, subscription: 's2', order: 'o2', target: VIOLIN, at: 1 })
    expect(
      await shop.outcome({ trigger: 'subscription.restarted', subscription: 's2', order: 'o2', target: VIOLIN, at: 2 }),
    ).toBe('renewed')
  })

  test('without any id, whoever pays again after a refund is let in; a payment before it that is told late opens nothing', async () => {
    const shop = await academy()
    await shop.tell({ order: null, at: 1 })
    await shop.tell({ ...refunded, order: null, at: 2 })
    expect(await shop.outcome({ order: null, at: 0 })).toBe('superseded')
    expect(shop.has(PIANO)).toBe('closed')
    expect(await shop.outcome({ order: null, at: 48 })).toBe('renewed')
    expect(shop.has(PIANO)).toBe('open')
  })

  test.each([0, 1])(
    'what an event removes is removed, also from a bundle that its other trigger grants',
    async (first) => {
      const shop = await academy()
      const one = { event: 'one', subscription: 's1', at: 1 } as const
      const grants = { ...one, trigger: 'subscription.recovered', target: DUO, n: 0 } as const
      const removes = { ...one, trigger: 'subscription.charged', does: 'expire', n: 1 } as const
      for (const told of first === 0 ? [grants, removes] : [removes, grants]) await shop.tell(told)
      expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['closed', 'open'])
    },
  )

  test.each([0, 1])('of two rules that grant at once the longer counts, whichever is numbered first', async (n) => {
    const shop = await academy()
    const days = { options: { accessDays: 30 } }
    await shop.tell({ event: 'one', n, ...days })
    await shop.tell({ event: 'one', n: 1 - n })
    expect(shop.has(PIANO)).toBe('open')
    await shop.tell({ event: 'two', order: 'o2', target: VIOLIN, n: 1 - n })
    await shop.tell({ event: 'two', order: 'o2', target: VIOLIN, n, ...days })
    expect(shop.has(VIOLIN)).toBe('open')
  })

  test('two rules that ask the same of one event make one set of calls', async () => {
    const shop = await academy()
    await shop.tell({ event: 'one', n: 0 })
    shop.calls()
    expect(await shop.outcome({ event: 'one', n: 1 })).toBe('already enrolled')
    expect(shop.calls()).toEqual([])
  })
})

describe('access the ledger cannot explain', () => {
  const enrolledBefore = (
    shop: Awaited<ReturnType<typeof academy>>,
    activatedAt = START - DAY,
    expiryDate: number | null = null,
  ) => {
    const user = shop.owner.addUser({ email: 'ada@example.com' })
    vi.setSystemTime(activatedAt)
    shop.owner.enroll({ userId: user.id, courseId: 101, activatedAt, expiryDate })
    vi.setSystemTime(START)
  }

  test('survives the refund of the purchase that found it', async () => {
    const shop = await academy()
    enrolledBefore(shop)
    expect(await shop.outcome({})).toBe('already enrolled')
    const kept = await shop.tell({ ...refunded, at: 1 })
    expect(kept).toMatchObject({ outcome: 'kept', sentence: expect.stringContaining('access from before') })
  })

  test('is looked for before an end could overwrite it', async () => {
    const shop = await academy()
    enrolledBefore(shop)
    expect(await shop.outcome({ options: { accessDays: 30 } })).toBe('already enrolled')
    expect(shop.calls()).toEqual(['POST /users', 'GET /users', 'GET /enrollments'])
    expect(shop.has(PIANO)).toBe('open')
  })

  test('belongs to the purchase when it began no earlier than the event', async () => {
    const shop = await academy()
    enrolledBefore(shop, START)
    await shop.tell({ at: -1 })
    expect(await shop.outcome({ ...refunded, at: 1 })).toBe('expired')
  })

  test('and so it does when its ending meets it first', async () => {
    const shop = await academy()
    enrolledBefore(shop, START)
    shop.simulator.faults.add({ kind: 'connection lost' })
    const job = await shop.job({ at: -1 })
    const [lost] = await shop.settle([job])
    expect(lost).toMatchObject({ final: false })
    expect(await shop.outcome({ ...refunded, at: 1 })).toBe('expired')
    expect(await shop.settled(job)).toMatchObject({ outcome: 'superseded' })
    expect(shop.has(PIANO)).toBe('closed')
  })

  test.each([
    ['a charge', { trigger: 'subscription.charged' }],
    ['a recovery', { trigger: 'subscription.recovered' }],
    ['a restart', { trigger: 'subscription.restarted' }],
    ['a replay', { origin: 'replay' }],
    ['an import', { origin: 'import' }],
  ] satisfies [string, Told][])('belongs to the purchase when the event is %s', async (_, told) => {
    const shop = await academy()
    enrolledBefore(shop)
    await shop.tell({ subscription: 's1', ...told })
    expect(await shop.outcome({ ...canceled, subscription: 's1', at: 1 })).toBe('expired')
  })

  test('ends by an ending of a purchase the ledger does not know, and comes back if that was only late', async () => {
    const shop = await academy()
    enrolledBefore(shop)
    expect(await shop.outcome({ ...refunded, at: 5 })).toBe('expired')
    expect(shop.has(PIANO)).toBe('closed')
    expect(await shop.outcome({ at: 1 })).toBe('renewed')
    expect(shop.has(PIANO)).toBe('open')
  })

  test('is not given back to a charge: that goes on from before', async () => {
    const shop = await academy()
    enrolledBefore(shop)
    await shop.tell({ ...canceled, subscription: 's1', at: 5 })
    expect(await shop.outcome({ ...charged, subscription: 's1', at: 1 })).toBe('superseded')
    expect(shop.has(PIANO)).toBe('closed')
  })

  test('in a course of a bundle survives the bundle’s refund', async () => {
    const shop = await academy()
    enrolledBefore(shop)
    await shop.tell({ target: DUO })
    await shop.tell({ ...refunded, target: DUO, at: 1 })
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['open', 'closed'])
  })

  test('that was over when found is nobody’s', async () => {
    const shop = await academy()
    enrolledBefore(shop, START - 30 * DAY, START - 10 * DAY)
    await shop.tell({ options: { accessDays: 30 } })
    expect(await shop.outcome({ ...refunded, at: 1 })).toBe('expired')
  })
})

describe('left alone', () => {
  test('what an administrator has is not cut short either', async () => {
    const shop = await academy()
    shop.owner.addUser({ email: 'ada@example.com', roles: ['site_admin'] })
    await shop.tell({ subscription: 's1' })
    const later = { options: { end: { when: 'later', days: 7 } } } satisfies Told
    expect(await shop.outcome({ ...canceled, subscription: 's1', at: 1, ...later })).toBe('administrator, left alone')
    shop.calls()
    await shop.tell({ subscription: 's1' })
    expect(shop.calls()).toEqual([])
    expect(shop.has(PIANO)).toBe('open')
  })

  test('an administrator is never expired, and noticed when enrolled', async () => {
    const shop = await academy()
    const user = shop.owner.addUser({ email: 'ada@example.com', roles: ['course_admin'] })
    shop.owner.enroll({ userId: user.id, courseId: 101, activatedAt: START - DAY })
    const expire = await shop.tell({ ...refunded, at: 1 })
    expect(expire).toMatchObject({ outcome: 'administrator, left alone' })
    expect(shop.calls().filter((call) => call.startsWith('PUT'))).toEqual([])
    expect((await shop.tell({ target: VIOLIN, order: 'o2', at: 2 })).sentence).toContain('administrator')
  })

  test('a person’s End access now ends it whatever grants it', async () => {
    const shop = await academy()
    await shop.tell({ order: 'o1' })
    await shop.tell({ order: 'o2', product: 'bonus' })
    const options = { removeAlways: true }
    const ended = await shop.tell({ ...refunded, order: 'o1', origin: 'person', at: 1, options })
    expect(ended).toMatchObject({ outcome: 'expired', sentence: expect.stringContaining('Grace') })
  })
})

test('names that are missing get something visible, never a blank', async () => {
  const shop = await academy()
  await shop.tell({ firstName: ' ', lastName: null })
  expect(shop.simulator.calls[0]?.body).toMatchObject({ first_name: 'ada', last_name: '-', send_welcome_email: false })
})

test('somebody who is not there is not made to be expired', async () => {
  const shop = await academy()
  expect(await shop.outcome(refunded)).toBe('no such customer')
  expect(shop.calls()).toEqual(['GET /users'])
})

test('an end that Thinkific reached by itself needs no call', async () => {
  const shop = await academy()
  await shop.tell({ options: { accessDays: 1 } })
  shop.calls()
  vi.setSystemTime(START + 2 * DAY)
  expect(await shop.outcome({ ...refunded, at: 48 })).toBe('already expired')
  expect(shop.calls()).toEqual([])
})

test('what an event tells of its purchase moves the ends of its other targets too', async () => {
  const shop = await academy()
  const paid = { ...canceled, subscription: 's1', at: 48, options: { end: { when: 'paid', days: 30 } } } as const
  await shop.tell({ subscription: 's1' })
  await shop.tell({ subscription: 's1', target: VIOLIN })
  await shop.tell({ ...paid, target: PIANO })
  await shop.tell({ ...paid, target: VIOLIN })
  expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual([30 * 24, 30 * 24])
  await shop.tell({ ...charged, subscription: 's1', at: 24, periodEnd: START + 60 * DAY, target: CELLO })
  expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual([60 * 24, 60 * 24])
})

test('an ending never extends what an earlier one left', async () => {
  const shop = await academy()
  await shop.tell({ subscription: 's1' })
  await shop.tell({ ...canceled, subscription: 's1', at: 1 })
  await shop.tell({ ...refunded, subscription: 's1', at: 2, options: { end: { when: 'later', days: 7 } } })
  expect(shop.has(PIANO)).toBe('closed')
})

test('a bundle with many courses of somebody else’s making gives each its own date back', async () => {
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

test('a payment that no rule acts on, told late, still moves the end of what was paid for', async () => {
  const shop = await academy()
  await shop.tell({ subscription: 's1' })
  await shop.tell({ ...canceled, subscription: 's1', at: 48, options: { end: { when: 'paid', days: 30 } } })
  expect(shop.has(PIANO)).toBe(30 * 24)
  shop.calls()
  await shop.note({ ...charged, subscription: 's1', at: 24 })
  expect(shop.calls()).toEqual(['PUT /enrollments/:id'])
  expect(shop.has(PIANO)).toBe(31 * 24)
})

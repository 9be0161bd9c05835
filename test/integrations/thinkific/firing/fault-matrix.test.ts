/** {every client call} × {every fault}: no duplicate user, no access that should have ended, and a sentence that says what happened. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { FaultKind } from '../../../simulator/faults.ts'
import { type Academy, academy, DUO, type EventSpec, PIANO, STRINGS, VIOLIN } from '../academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const refunded = { trigger: 'product.refunded', does: 'expire' } as const

interface Story {
  /** The call that is spoiled. */
  call: [method: string, path: RegExp]
  before?: (shop: Academy) => Promise<unknown> | unknown
  event: EventSpec
  /** Who is in afterwards. */
  open: string[]
}

const addAda = (shop: Academy) => shop.owner.addUser({ email: 'ada@example.com' })
const withEnd = { options: { accessDays: 30 } }
const stories: Record<string, Story> = {
  'creating the user': { call: ['POST', /^\/users$/], event: {}, open: ['Piano 101'] },
  'finding the user': { call: ['GET', /^\/users/], before: addAda, event: {}, open: ['Piano 101'] },
  enrolling: { call: ['POST', /^\/enrollments$/], event: {}, open: ['Piano 101'] },
  'looking before an end': { call: ['GET', /^\/enrollments/], before: addAda, event: withEnd, open: ['Piano 101'] },
  renewing: {
    call: ['PUT', /^\/enrollments/],
    before: (shop) => shop.receive(withEnd),
    event: { order: 'o2', at: 1, ...withEnd },
    open: ['Piano 101'],
  },
  expiring: {
    call: ['PUT', /^\/enrollments/],
    before: (shop) => shop.receive({}),
    event: { ...refunded, at: 1 },
    open: [],
  },
  'enrolling in a bundle': { call: ['POST', /^\/bundles/], event: { target: DUO }, open: ['Piano 101', 'Violin 102'] },
  'expiring a bundle': {
    call: ['PUT', /^\/bundles/],
    before: (shop) => shop.receive({ target: DUO }),
    event: { ...refunded, target: DUO, at: 1 },
    open: [],
  },
  'reading a bundle’s courses': {
    call: ['GET', /^\/bundles\/\d+$/],
    before: (shop) => shop.receive({ target: DUO }),
    event: { order: 'o2', target: STRINGS, at: 1 },
    open: ['Piano 101', 'Violin 102', 'Cello 103'],
  },
  'sending fields': {
    call: ['PUT', /^\/users/],
    before: (shop) => shop.receive({ fields: { 401: 'Acme' } }),
    event: { order: 'o2', target: VIOLIN, at: 1, fields: { 401: 'Bolts' } },
    open: ['Piano 101', 'Violin 102'],
  },
}

/** Passing faults: in the end all is as if nothing had happened. */
const passing: [FaultKind, boolean][] = [
  ['no answer', false],
  ['no answer', true],
  ['connection lost', false],
  ['connection lost', true],
  ['500', false],
  ['500', true],
  ['502 html', true],
  ['520', false],
  ['520', true],
  ['403 waf', false],
  ['truncated json', true],
  ['200 html', false],
  ['200 html', true],
  ['429 empty', false],
  ['429 json', false],
  ['429 html', false],
  ['401', false],
  ['403 plan', false],
  ['slow', true],
]
/** Lasting ones: said in the log, or got around; never worse than not done. */
const lasting: FaultKind[] = ['404', '422 object', '422 array', '422 field names']

async function settleThrough(story: Story, kind: FaultKind, effect: boolean) {
  const shop = await academy()
  shop.owner.addProfileField({ id: 401, label: 'Company', fieldType: 'text' })
  await story.before?.(shop)
  const [method, path] = story.call
  shop.simulator.faults.add({ kind, effect, match: (call) => call.method === method && path.test(call.path) })
  const settling = await shop.receive(story.event)
  expect(shop.simulator.faults.list).toHaveLength(0)
  const open = shop.owner.access('ada@example.com').flatMap(({ course, state }) => (state === 'full' ? [course] : []))
  return { shop, settling, open }
}

describe.each(Object.entries(stories))('%s', (_, story) => {
  test.each(passing)('meets %s (took effect: %s)', async (kind, effect) => {
    const { shop, settling, open } = await settleThrough(story, kind, effect)
    expect(settling.final).toBe(true)
    expect(open).toEqual(story.open)
    expect(shop.owner.data.users.size).toBe(1)
    const welcomes = shop.simulator.emails.map(({ to, about }) => `${to} ${about}`)
    expect(new Set(welcomes).size).toBe(welcomes.length)
  })

  test.each(lasting)('meets %s', async (kind) => {
    const { shop, settling, open } = await settleThrough(story, kind, false)
    expect(settling.final).toBe(true)
    expect(settling.sentence).not.toBe('')
    const done = settling.final && !['rejected by Thinkific', 'target missing'].includes(settling.outcome)
    if (done) {
      expect(open).toEqual(story.open)
    } else {
      expect(settling.sentence).toMatch(/Thinkific/)
    }
    expect(shop.owner.data.users.size).toBeLessThanOrEqual(1)
  })
})

describe('The fault matrix', () => {
  test('an unanswered enrollment is looked for, found, and not made again', async () => {
    const { shop, settling } = await settleThrough(stories.enrolling as Story, 'no answer', true)
    expect(settling).toMatchObject({ outcome: 'enrolled' })
    expect(shop.calls()).toEqual(['POST /users', 'POST /enrollments', 'GET /enrollments'])
  })

  test('an unanswered user is looked for, found, and not made again', async () => {
    const { shop } = await settleThrough(stories['creating the user'] as Story, 'no answer', true)
    expect(shop.calls()).toEqual(['POST /users', 'GET /users', 'POST /enrollments'])
  })

  test('what our own unanswered call opened belongs to the purchase', async () => {
    const { shop } = await settleThrough(stories.enrolling as Story, '502 html', true)
    expect(await shop.outcome({ ...refunded, at: 5 })).toBe('expired')
  })

  test('access from before our unanswered call still belongs to no purchase', async () => {
    const shop = await academy()
    const user = addAda(shop)
    shop.owner.enroll({ userId: user.id, courseId: 101, activatedAt: Date.now() - 86_400_000 })
    vi.setSystemTime(Date.now() + 60_000)
    shop.simulator.faults.add({ kind: 'no answer', effect: true, match: (call) => call.path === '/enrollments' })
    await shop.receive({ at: 1 })
    expect(await shop.outcome({ ...refunded, at: 5 })).toBe('kept')
    expect(shop.has(PIANO)).toBe('open')
  })

  test('an ending whose call was lost at once after enrolling is made again', async () => {
    const shop = await academy()
    await shop.receive({ target: DUO })
    shop.simulator.faults.add({ kind: 'no answer', effect: false, match: ({ method }) => method === 'PUT' })
    expect(await shop.outcome({ ...refunded, target: DUO })).toBe('expired')
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['closed', 'closed'])
  })
})

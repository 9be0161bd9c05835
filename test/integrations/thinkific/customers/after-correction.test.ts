/** After Correct email: the purchase goes on as it was, under the old email or the new, and the old email's owner is someone else. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { correctEmailAtSite } from '../../../../src/integrations/thinkific/customers/correct-email'
import { forwardAlias } from '../../../../src/integrations/thinkific/ledger/purchase'
import type { EndAccess } from '../../../../src/model/rule'
import { type Academy, academy, CELLO, DAY, DUO, type EventSpec, endOfDay, PIANO, START, VIOLIN } from '../academy'
import { ADA, ADDA, BYRON, correct } from './correct'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const S1 = { order: 'o1', subscription: 's1' } as const
const ofS1 = { order: null, subscription: 's1' } as const
const refunded = { trigger: 'product.refunded', does: 'expire' } as const
const canceled = { trigger: 'subscription.canceled', does: 'expire' } as const
const TO_PAID_PERIOD: EndAccess = { when: 'paid', days: 30 }
const [FIRST, BACK] = [
  { from: ADDA, to: ADA, purchase: S1 },
  { from: ADA, to: ADDA, purchase: S1 },
]

const both = (shop: Academy) => [shop.has(PIANO), shop.has(PIANO, ADDA)]

async function says(shop: Academy, spec: EventSpec): Promise<string> {
  const settling = await shop.receive(spec)
  return settling.final ? `${settling.outcome}: ${settling.sentence}` : 'waiting'
}

/** Bought as adda under o1 and s1, and corrected to ada an hour later. */
async function corrected(spec: EventSpec = {}): Promise<Academy> {
  const shop = await academy()
  await shop.receive({ email: ADDA, ...S1, ...spec })
  await correct(shop, { ...FIRST, at: 1 })
  return shop
}

describe('A corrected purchase grants what it granted', () => {
  test('30 days stay the 30 days of the purchase, in three calls', async () => {
    const shop = await academy()
    await shop.receive({ email: ADDA, ...S1, options: { accessDays: 30 } })
    shop.calls()
    await correct(shop, { ...FIRST, at: 240 })
    expect(shop.calls()).toEqual(['POST /users', 'POST /enrollments', 'PUT /enrollments/:id'])
    expect(both(shop)).toEqual([endOfDay(30), 'closed'])
  })

  test('a cancellation still ends it with the paid period', async () => {
    const shop = await academy()
    await shop.receive({ email: ADDA, ...S1 })
    await shop.receive({ ...canceled, email: ADDA, ...S1, at: 24, options: { end: TO_PAID_PERIOD } })
    await correct(shop, { ...FIRST, at: 48 })
    expect(both(shop)).toEqual([endOfDay(30), 'closed'])
  })

  test('what was refunded before stays out, and no one is enrolled', async () => {
    const shop = await academy()
    await shop.receive({ email: ADDA, ...S1 })
    await shop.receive({ ...refunded, email: ADDA, at: 2 })
    expect(await correct(shop, { ...FIRST, at: 3 })).toEqual([])
    expect(both(shop)).toEqual(['closed', 'closed'])
  })

  test.each([
    ['under its order', 'o1'],
    ['without ids', null],
  ])('access that starts later %s starts for the right email', async (_, order) => {
    const shop = await academy()
    const job = await shop.job({ email: ADDA, order, options: { startsAfter: 5 } })
    await shop.settle([job])
    expect(await correct(shop, { ...FIRST, at: 24 })).toEqual([])
    vi.setSystemTime(START + 5 * DAY + 5_000)
    expect(await shop.settled(job)).toMatchObject({ outcome: 'enrolled' })
    expect(both(shop)).toEqual(['open', 'closed'])
  })

  test('a bundle keeps the course it was opened with that has left it since', async () => {
    const shop = await academy()
    const readBundle = async (order: string, at: number) => {
      await shop.receive({ email: 'bob@example.com', target: DUO, order, at })
      await shop.receive({ ...refunded, email: 'bob@example.com', target: DUO, order, at: at + 1 })
    }
    await readBundle('b1', 0)
    await shop.receive({ email: ADDA, target: DUO, at: 2 })
    const bundle = shop.owner.data.bundles.get(201)
    if (bundle !== undefined) {
      bundle.courseIds = [101, 103]
    }
    await readBundle('b2', 10)
    await correct(shop, { ...FIRST, at: 24 })
    const all = [PIANO, VIOLIN, CELLO]
    expect(all.map((one) => shop.has(one))).toEqual(['open', 'open', 'open'])
    expect(all.map((one) => shop.has(one, ADDA))).toEqual(['closed', 'closed', 'closed'])
    await shop.receive({ ...refunded, email: ADDA, target: DUO, at: 30 })
    expect(all.map((one) => shop.has(one))).toEqual(['closed', 'closed', 'closed'])
  })

  test('the right email that has the product for some days has it for as long as both give', async () => {
    const shop = await academy()
    await shop.receive({ order: 'o7', options: { accessDays: 30 } })
    await shop.receive({ email: ADDA, ...S1 })
    await correct(shop, { ...FIRST, at: 24 })
    expect(both(shop)).toEqual(['open', 'closed'])
    expect(await shop.outcome({ ...refunded, email: ADDA, at: 30 })).toBe('kept')
    expect(shop.has(PIANO)).toBe(endOfDay(30))
  })
})

describe('Later events of a corrected purchase act for the right email', () => {
  test('a renewal order and the cancellation, and each says whose it is', async () => {
    const shop = await corrected({ options: { accessDays: 30 } })
    const renewal = { email: ADDA, order: 'o9', subscription: 's1', at: 240, options: { accessDays: 30 } }
    expect(await says(shop, renewal)).toMatch(
      /^renewed: .*until June 10, 2026 .*The purchase belongs to ada@example.com/,
    )
    expect(await says(shop, { ...canceled, email: ADDA, ...ofS1, at: 300 })).toMatch(
      /^expired: .*belongs to ada@example.com/,
    )
    expect(both(shop)).toEqual(['closed', 'closed'])
  })

  test.each<[string, EventSpec]>([
    ['reported again', { at: 10 }],
    ['imported', { at: 0, origin: 'import' }],
    ['renewed', { order: 'o9', at: 10 }],
  ])('a refund of the order once it was %s', async (_, again) => {
    const shop = await corrected()
    await shop.receive({ email: ADDA, ...S1, ...again })
    expect(await shop.outcome({ ...refunded, email: ADDA, ...S1, order: again.order ?? 'o1', at: 60 })).toBe('expired')
    expect(both(shop)).toEqual(['closed', 'closed'])
  })

  test('also under the new email, and in any order of arrival', async () => {
    const shop = await corrected()
    await shop.receive({ ...refunded, email: ADDA, order: 'o9', payments: ['p9'], at: 50 })
    await shop.receive({ ...S1, order: 'o9', payments: ['p9'], at: 40 })
    expect(both(shop)).toEqual(['closed', 'closed'])
    await shop.receive({ trigger: 'subscription.restarted', email: ADDA, ...ofS1, at: 45 })
    expect(both(shop)).toEqual(['closed', 'closed'])
  })

  test('a purchase that bore no ids, refunded without ids', async () => {
    const shop = await corrected({ order: null, subscription: null })
    expect(await shop.outcome({ ...refunded, email: ADDA, order: null, at: 60 })).toBe('expired')
    expect(both(shop)).toEqual(['closed', 'closed'])
  })

  test('a cancellation that fits two corrected purchases is unclear', async () => {
    const shop = await academy()
    await shop.receive({ email: ADDA })
    await shop.receive({ email: ADDA, order: 'o2', at: 1 })
    await correct(shop, { ...FIRST, at: 24 })
    expect(await shop.outcome({ ...canceled, email: ADDA, ...ofS1, at: 60 })).toBe('unclear')
    expect(both(shop)).toEqual(['open', 'closed'])
  })

  test('a plan that the subscription moves to is the right email’s, and so is its end', async () => {
    const shop = await corrected({ product: 'gold' })
    const silver = { email: ADDA, product: 'silver', target: VIOLIN } as const
    await shop.receive({ ...silver, order: 'o2', subscription: 's1', at: 30 })
    expect([shop.has(VIOLIN), shop.has(VIOLIN, ADDA)]).toEqual(['open', 'closed'])
    await shop.receive({ ...silver, ...canceled, ...ofS1, at: 60 })
    expect([shop.has(VIOLIN), shop.has(VIOLIN, ADDA)]).toEqual(['closed', 'closed'])
  })

  test('what access stays where it is ends there', async () => {
    const shop = await academy()
    await shop.receive({ email: ADDA, ...S1 })
    await correctEmailAtSite(shop.site, 'shop', ADDA, ADA, true)
    await shop.receive({ email: ADDA, order: 'o9', subscription: 's1', at: 30 })
    expect(both(shop)).toEqual(['closed', 'open'])
    expect(await shop.outcome({ ...canceled, email: ADDA, ...ofS1, at: 60 })).toBe('expired')
    expect(both(shop)).toEqual(['closed', 'closed'])
  })

  test.each([ADDA, ADA, BYRON])('corrected twice, also under %s', async (email) => {
    const shop = await corrected({ options: { accessDays: 30 } })
    await correct(shop, { from: ADA, to: BYRON, purchase: S1, at: 2 })
    await shop.receive({ email, order: 'o9', subscription: 's1', at: 240, options: { accessDays: 30 } })
    expect([...both(shop), shop.has(PIANO, BYRON)]).toEqual(['closed', 'closed', endOfDay(40)])
    expect(await shop.outcome({ ...canceled, email, ...ofS1, at: 300 })).toBe('expired')
    expect(shop.has(PIANO, BYRON)).toBe('closed')
  })

  test.each([ADDA, ADA])('corrected back, also under %s', async (email) => {
    const shop = await corrected()
    await correct(shop, { ...BACK, at: 2 })
    await shop.receive({ email, order: 'o9', subscription: 's1', at: 30 })
    expect(both(shop)).toEqual(['closed', 'open'])
    expect(await shop.outcome({ ...canceled, email, ...ofS1, at: 60 })).toBe('expired')
    expect(both(shop)).toEqual(['closed', 'closed'])
  })

  test('corrected before corrections were recorded with what they moved', async () => {
    const shop = await corrected()
    await shop.receive({ email: ADDA, order: 'o9', subscription: 's1', at: 30 })
    await forgetCorrections(shop)
    expect(await shop.outcome({ ...canceled, email: ADDA, ...ofS1, at: 60 })).toBe('expired')
    expect(both(shop)).toEqual(['closed', 'closed'])
  })
})

describe('The old email’s owner', () => {
  test('keeps what they buy themselves while the corrected plan is canceled', async () => {
    const shop = await corrected()
    await shop.receive({ email: ADDA, order: 'o2', subscription: 's2', at: 30 })
    await shop.receive({ ...canceled, email: ADDA, ...ofS1, at: 60 })
    expect(both(shop)).toEqual(['closed', 'open'])
  })

  test.each([
    ['with ids', 'o2'],
    ['without ids', null],
  ])('loses what they bought %s when that is refunded, and nothing of the other’s', async (_, order) => {
    const shop = await corrected()
    await shop.receive({ email: ADDA, order, at: 50 })
    const sentence = await says(shop, { ...refunded, email: ADDA, order, at: 51 })
    expect(sentence).toMatch(/^expired: /)
    expect(sentence).not.toContain(ADA)
    expect(both(shop)).toEqual(['open', 'closed'])
  })

  test('is who an event without ids is about once their purchase is known, however late', async () => {
    const shop = await corrected()
    await shop.receive({ ...refunded, email: ADDA, order: null, at: 60 })
    expect(both(shop)).toEqual(['closed', 'closed'])
    await shop.receive({ email: ADDA, order: 'o2', at: 50 })
    expect(both(shop)).toEqual(['open', 'closed'])
  })

  test('has what they bought before, and was reported late', async () => {
    const shop = await academy()
    await shop.receive({ email: ADDA, ...S1, at: 24 })
    await correct(shop, { ...FIRST, at: 25 })
    await shop.receive({ email: ADDA, order: 'o0', at: 1 })
    await shop.receive({ ...refunded, email: ADDA, order: null, at: 60 })
    expect(both(shop)).toEqual(['open', 'closed'])
  })
})

describe('The right email’s owner', () => {
  test('had refunded their own purchase, and that alone', async () => {
    const shop = await academy()
    await shop.receive({ order: 'o7' })
    await shop.receive({ email: ADDA, ...S1, options: { accessDays: 30 }, at: 1 })
    await shop.receive({ ...refunded, order: null, at: 2 })
    await correct(shop, { ...FIRST, at: 3 })
    expect(both(shop)).toEqual([endOfDay(30), 'closed'])
  })
})

/** As an earlier version stored it: only which email was corrected to which. */
async function forgetCorrections({ site }: Academy): Promise<void> {
  const [old, key] = [await site.customerKey(ADDA), await site.customerKey(ADA)]
  const account = site.storage.load(key)
  const history = account.customer.history.map(({ corrections, from, ...event }) =>
    corrections === undefined && from !== undefined ? { ...event, from } : event,
  )
  site.storage.save(key, { ...account, customer: { ...account.customer, history } }, account)
  expect(site.storage.findOwners([forwardAlias('shop', 'club', old)])).toEqual([key])
}

/** One order under two emails: two purchases, and both entries say that they share it. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { listSharers } from '../../../../src/integrations/thinkific/customers/purchase-sharers'
import { type Academy, academy, type EventSpec, PIANO } from '../academy'

const SAYS = 'Another customer also bought under order 321; if both are one person, use Correct email.'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** As an entry's page asks for others who bought under its ids. */
async function sharersOf(shop: Academy, spec: EventSpec) {
  const { firing, customer, purchase } = await shop.job(spec)
  return listSharers(shop.site, { event: firing.event, email: customer.email, purchase })
}

describe('What an entry’s page shows of others', () => {
  const ben = { email: 'ben@example.com' }
  const canceled = { trigger: 'subscription.canceled', does: 'expire', order: null } as const

  test('is the order that they share, though a cancellation names the subscription alone', async () => {
    const shop = await academy()
    await shop.receive({ order: '321', subscription: 's1' })
    await shop.receive({ ...ben, order: '321', subscription: 's1' })
    const shared = { by: 'order', id: '321' }
    expect(await sharersOf(shop, { ...canceled, subscription: 's1' })).toEqual([{ ...ben, ...shared, open: true }])
    await shop.receive({ ...canceled, ...ben, subscription: 's1', at: 1 })
    expect(await sharersOf(shop, { ...canceled, subscription: 's1' })).toEqual([{ ...ben, ...shared, open: false }])
  })

  test('is only the subscription’s id where a plan’s stands for it', async () => {
    const shop = await academy()
    const plan = { subscription: 'plan_monthly' }
    await shop.receive({ ...plan, order: '1' })
    await shop.receive({ ...plan, ...ben, order: '2' })
    const shared = { by: 'subscription', id: 'plan_monthly', open: true }
    expect(await sharersOf(shop, { ...canceled, ...plan })).toEqual([{ ...ben, ...shared }])
    expect(await sharersOf(shop, { ...canceled, ...plan, order: '1' })).toEqual([{ ...ben, ...shared }])
  })
})

describe('One subscription under two emails', () => {
  test('both entries name the subscription, since their orders differ', async () => {
    const shop = await academy()
    const first = await shop.job({ order: '1', subscription: 'plan_monthly' })
    await shop.settled(first)
    const second = await shop.job({ email: 'ben@example.com', order: '2', subscription: 'plan_monthly', at: 1 })
    const says =
      'Another customer also bought under subscription plan_monthly; if both are one person, use Correct email.'
    expect(await shop.settled(second)).toMatchObject({
      outcome: 'enrolled',
      sentence: expect.stringContaining(says),
      amendments: [{ firing: first.firing.id, sentence: expect.stringContaining(says) }],
    })
  })
})

describe('One order under two emails', () => {
  test('both are in, and each entry says it once', async () => {
    const shop = await academy()
    const first = await shop.job({ email: 'wrong@example.com', order: '321' })
    await shop.settled(first)
    const second = await shop.job({ email: 'right@example.com', order: '321', at: 1 })
    const settling = await shop.settled(second)
    expect(settling).toMatchObject({
      outcome: 'enrolled',
      sentence: expect.stringContaining(SAYS),
      amendments: [{ firing: first.firing.id, outcome: 'enrolled', sentence: expect.stringContaining(SAYS) }],
    })
    expect([shop.has(PIANO, 'wrong@example.com'), shop.has(PIANO, 'right@example.com')]).toEqual(['open', 'open'])
    const again = await shop.settled({ ...second, firing: { ...second.firing, id: 'again' } })
    expect(again).toMatchObject({ sentence: expect.stringContaining(SAYS), amendments: [] })
    const asked = ({ firing, customer, purchase }: typeof first) => ({
      event: firing.event,
      email: customer.email,
      purchase,
    })
    const sharer = { by: 'order', id: '321', open: true }
    expect(await listSharers(shop.site, asked(first))).toEqual([{ ...sharer, email: 'right@example.com' }])
    expect(await listSharers(shop.site, asked(second))).toEqual([{ ...sharer, email: 'wrong@example.com' }])
  })

  test('the first entry is amended though the object died before it answered for the second', async () => {
    const shop = await academy()
    const first = await shop.job({ email: 'wrong@example.com', order: '321' })
    await shop.settled(first)
    const second = await shop.job({ email: 'right@example.com', order: '321', at: 1 })
    const answered = await shop.settled(second)
    shop.evict()
    const again = await shop.settled(second)
    expect(again).toMatchObject({ amendments: [{ firing: first.firing.id, sentence: expect.stringContaining(SAYS) }] })
    expect({ ...again, attempts: [] }).toEqual({ ...answered, attempts: [] })
  })

  test('another marketplace’s order of the same number is a stranger’s', async () => {
    const shop = await academy()
    await shop.receive({ email: 'wrong@example.com', order: '321', marketplace: 'rival' })
    const job = await shop.job({ email: 'right@example.com', order: '321', at: 1 })
    expect(await shop.settled(job)).not.toMatchObject({ sentence: expect.stringContaining('Another customer') })
    const { firing, customer, purchase } = job
    expect(await listSharers(shop.site, { event: firing.event, email: customer.email, purchase })).toEqual([])
  })
})

describe('A plan’s id that many customers bought under', () => {
  const BUYERS = Array.from({ length: 12 }, (_, n) => `c${n}@example.com`)
  const canceled = { trigger: 'subscription.canceled', does: 'expire', subscription: 'plan', at: 100 } as const

  test.each([
    ['the plan alone', null, 0],
    ['the plan alone', null, 1],
    ['the plan alone', null, 5],
    ['the plan alone', null, 9],
    ['the plan alone', null, 12],
    ['the order of one as well', 'o2', 0],
    ['the order of one as well', 'o2', 1],
    ['the order of one as well', 'o2', 5],
    ['the order of one as well', 'o2', 9],
    ['the order of one as well', 'o2', 12],
  ])(
    'no end under another email is anyone’s: it names %s, and arrives after %3$i of them',
    async (_, order, before) => {
      const shop = await academy()
      const sell = (from: number, to: number) =>
        BUYERS.slice(from, to).map(async (email) => {
          const n = BUYERS.indexOf(email)
          await shop.settled(await shop.job({ email, order: `o${n}`, subscription: 'plan', at: n }))
        })
      for (const sale of sell(0, before)) {
        await sale
      }
      const job = await shop.job({ ...canceled, email: 'other@example.com', order, event: 'end' })
      const settling = await shop.settled(job)
      for (const sale of sell(before, BUYERS.length)) {
        await sale
      }
      expect(BUYERS.map((email) => shop.has(PIANO, email))).toEqual(BUYERS.map(() => 'open'))
      if (before > 1) {
        expect(settling).toMatchObject({ outcome: 'unclear' })
      }
    },
  )

  test('an end under a buyer’s own email is that buyer’s', async () => {
    const shop = await academy()
    for (const [n, email] of BUYERS.entries()) {
      await shop.settled(await shop.job({ email, order: `o${n}`, subscription: 'plan', at: n }))
    }
    const ended = await shop.settled(await shop.job({ ...canceled, email: 'c7@example.com', order: null }))
    expect(ended).toMatchObject({ outcome: 'expired' })
    expect(BUYERS.filter((email) => shop.has(PIANO, email) !== 'open')).toEqual(['c7@example.com'])
  })
})

/** Paid but out, refunded but in, a plan left behind: found as events settle, gone once they are put right. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { correctEmailAtSite } from '../../../../src/integrations/thinkific/customers/correct-email'
import { eraseFromSite } from '../../../../src/integrations/thinkific/customers/erasure'
import {
  type Academy,
  academy,
  advanceTime,
  DAY,
  DUO,
  type EventSpec,
  HOUR,
  PIANO,
  runToEnd,
  START,
  VIOLIN,
} from '../academy'

const ENDS_PAID = { end: { when: 'paid' as const, days: 30 } }
const MONTHLY = { subscription: 's1', order: 'o1' } as const
const cancel = { ...MONTHLY, trigger: 'subscription.canceled' } as const
const charge = { ...MONTHLY, trigger: 'subscription.charged' } as const
const refund = { trigger: 'product.refunded' } as const

let shop: Academy

beforeEach(async () => {
  shop = await academy()
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

function concerns(marketplace = 'shop'): string[] {
  return shop.site.storage.concerns
    .groups(marketplace, Date.now())
    .flatMap(({ newest }) => newest.map(({ cause, productId, target }) => `${cause}: ${productId}, ${target.name}`))
}

async function noteAt(spec: Parameters<Academy['note']>[0]): Promise<void> {
  vi.setSystemTime(Math.max(Date.now(), START + (spec.at ?? 0) * HOUR))
  await shop.note(spec)
}

describe('paid without access', () => {
  const out = ['paid without access: club, Piano 101']

  async function paidAfterTheEnd(): Promise<void> {
    await shop.receive({ ...MONTHLY })
    await shop.receive({ ...cancel, does: 'expire', at: 24, options: ENDS_PAID })
    await noteAt({ ...charge, at: 24 * 40 })
  }

  test('a sale whose access would start after the rule’s last day, named on its entry', async () => {
    const options = { startsAfter: 14, accessUntil: new Date(START + 5 * DAY).toISOString().slice(0, 10) }
    const { sentence } = (await shop.receive({ options })) as { sentence: string }
    expect(sentence).toMatch(
      /^Access to Piano 101 would start on .+, after the rule’s last day, .+, so nothing changed\.$/,
    )
    expect(concerns()).toEqual(out)
  })

  test('a charge after the paid period has ended', async () => {
    await paidAfterTheEnd()
    expect(shop.has(PIANO)).not.toBe('open')
    expect(concerns()).toEqual(out)
  })

  test('a charge before the period ends moves the end, and its lapse raises nothing', async () => {
    await shop.receive({ ...MONTHLY })
    await shop.receive({ ...cancel, does: 'expire', at: 24, options: ENDS_PAID })
    await noteAt({ ...charge, at: 24 * 20 })
    vi.setSystemTime(START + 90 * DAY)
    await noteAt({ ...cancel, at: 24 * 91, event: 'again' })
    expect(concerns()).toEqual([])
  })

  test('a charge before an end that it does not move counts once access has ended', async () => {
    await shop.receive({ ...MONTHLY })
    await shop.receive({ ...cancel, does: 'expire', at: 24, options: { end: { when: 'later', days: 7 } } })
    await noteAt({ ...charge, at: 48 })
    expect(concerns()).toEqual([])
    await advanceTime(10 * DAY)
    expect(concerns()).toEqual(out)
  })

  test('a purchase whose access was over before it could begin', async () => {
    vi.setSystemTime(START + 40 * DAY)
    expect(await shop.outcome({ options: { accessDays: 30 } })).toBe('no change')
    expect(concerns()).toEqual(out)
  })

  test('the same replayed or imported raises nothing', async () => {
    vi.setSystemTime(START + 40 * DAY)
    await shop.receive({ options: { accessDays: 30 }, origin: 'replay' })
    await shop.receive({ options: { accessDays: 30 }, origin: 'import', order: 'o2', email: 'bea@example.com' })
    await shop.receive({ options: { accessDays: 30 }, test: true, order: 'o3', email: 'cy@example.com' })
    expect(concerns()).toEqual([])
  })

  test('a sale that an import, which knows its day alone, reports again', async () => {
    await shop.receive({ order: 'o1', options: { accessDays: 30 }, at: -24 * 40 })
    const before = concerns()
    expect(before).toEqual(out)
    await noteAt({ trigger: 'product.purchased', order: 'o1', event: 'imported', at: -24 * 40 - 9, quiet: true })
    expect(concerns()).toEqual(before)
  })

  test('a charge that was imported or replayed raises nothing, until one comes live', async () => {
    await shop.receive({ ...MONTHLY })
    await shop.receive({ ...cancel, does: 'expire', at: 24, options: ENDS_PAID })
    await noteAt({ ...charge, at: 24 * 40, quiet: true })
    expect(concerns()).toEqual([])
    await noteAt({ ...charge, at: 24 * 41 })
    expect(concerns()).toEqual(out)
  })

  test('a rule that came after the purchase, replayed, raises nothing', async () => {
    vi.setSystemTime(START + 40 * DAY)
    await shop.note({ ...MONTHLY, event: 'bought', trigger: 'product.purchased' })
    await shop.receive({ ...MONTHLY, event: 'bought', options: { accessDays: 30 }, origin: 'replay' })
    expect(concerns()).toEqual([])
  })

  test('an administrator, who sees every course, is left out', async () => {
    shop.owner.addUser({ email: 'ada@example.com', roles: ['site_admin'] })
    await paidAfterTheEnd()
    expect(concerns()).toEqual([])
  })

  test('what a person ended raises nothing before the next payment', async () => {
    await shop.receive({ ...MONTHLY })
    await shop.receive({ ...cancel, does: 'expire', at: 24, origin: 'person' })
    expect(shop.has(PIANO)).toBe('closed')
    expect(concerns()).toEqual([])
  })

  test('access that lapsed after its days raises nothing, whatever comes later', async () => {
    await shop.receive({ options: { accessDays: 30 } })
    await shop.receive({ at: 24 * 60, product: 'tea', order: 'o2', target: VIOLIN })
    expect(concerns()).toEqual([])
  })

  test('what a rule ended after the newest payment raises nothing', async () => {
    await shop.receive({ ...MONTHLY })
    await shop.receive({ ...charge, at: 24 })
    await shop.receive({ ...cancel, does: 'expire', at: 48 })
    expect(shop.has(PIANO)).toBe('closed')
    expect(concerns()).toEqual([])
  })

  test('another purchase that gives the same is enough', async () => {
    await shop.receive({ product: 'duo', order: 'o9' })
    await paidAfterTheEnd()
    expect(concerns()).toEqual([])
  })

  test('is over once a person enrolls her', async () => {
    await paidAfterTheEnd()
    await shop.receive({ ...MONTHLY, at: 24 * 41, origin: 'person' })
    expect(shop.has(PIANO)).toBe('open')
    expect(concerns()).toEqual([])
  })

  test('is over once the charge is refunded', async () => {
    await paidAfterTheEnd()
    await noteAt({ ...MONTHLY, ...refund, at: 24 * 41 })
    expect(concerns()).toEqual([])
  })

  describe('where a dispute ended it', () => {
    const first = { ...MONTHLY, payments: ['p1'] }
    const dispute = { ...first, ...refund, type: 'product.disputed', does: 'expire' } as const
    const second = { ...charge, payments: ['p2'], at: 24 * 30 }

    test('and the next payment stands, which brings nothing back', async () => {
      await shop.receive(first)
      await shop.receive({ ...dispute, at: 24 })
      expect(concerns()).toEqual([])
      await noteAt(second)
      expect(shop.has(PIANO)).toBe('closed')
      expect(concerns()).toEqual(out)
    })

    test('is over once that payment is refunded or disputed, too', async () => {
      await shop.receive(first)
      await shop.receive({ ...dispute, at: 24 })
      await noteAt(second)
      await noteAt({ ...dispute, payments: ['p2'], at: 24 * 31, event: 'again' })
      expect(concerns()).toEqual([])
    })

    test('after the newest payment, it raises nothing', async () => {
      await shop.receive(first)
      await noteAt(second)
      await shop.receive({ ...dispute, at: 24 * 31 })
      expect(shop.has(PIANO)).toBe('closed')
      expect(concerns()).toEqual([])
    })
  })

  test('dismissed, it stays away until the next charge', async () => {
    await paidAfterTheEnd()
    const [group] = shop.site.storage.concerns.groups('shop', Date.now())
    const key = await shop.site.customerKey('ada@example.com')
    expect(shop.site.storage.concerns.dismiss(key, 'shop', group?.newest[0]?.id ?? '')).not.toBeNull()
    expect(concerns()).toEqual([])
    await shop.receive({ at: 24 * 45, product: 'tea', order: 'o2', target: VIOLIN })
    expect(concerns()).toEqual([])
    await noteAt({ ...charge, at: 24 * 70 })
    expect(concerns()).toEqual(out)
  })
})

describe('access without payment', () => {
  const inside = ['access without payment: club, Piano 101']

  test('a refund that no rule acts on', async () => {
    await shop.receive({})
    await noteAt({ ...refund, at: 24 })
    expect(shop.has(PIANO)).toBe('open')
    expect(concerns()).toEqual(inside)
  })

  test('a dispute that no rule acts on, until it is won', async () => {
    await shop.receive({})
    await noteAt({ ...refund, type: 'product.disputed', at: 24 })
    expect(concerns()).toEqual(inside)
    await noteAt({ type: 'product.dispute_won', at: 48 })
    expect(concerns()).toEqual([])
  })

  test('what a person gave after the refund raises nothing', async () => {
    await shop.receive({})
    await shop.receive({ ...refund, does: 'expire', at: 24 })
    await shop.receive({ origin: 'person', at: 48 })
    await noteAt({ ...refund, at: 24, event: 'again' })
    expect(shop.has(PIANO)).toBe('open')
    expect(concerns()).toEqual([])
  })

  test('a refund that an import reports again', async () => {
    await shop.receive({})
    await noteAt({ ...refund, at: 24 })
    const before = concerns()
    expect(before).toHaveLength(1)
    await noteAt({ ...refund, event: 'imported', at: 25, quiet: true })
    expect(concerns()).toEqual(before)
  })

  test('an imported refund raises nothing', async () => {
    await shop.receive({})
    await noteAt({ ...refund, at: 24, quiet: true })
    expect(concerns()).toEqual([])
  })

  test('a bundle is one concern, and its course kept by another purchase none', async () => {
    await shop.receive({ target: DUO, product: 'duo' })
    await shop.receive({ order: 'o2' })
    await noteAt({ ...refund, product: 'duo', at: 24 })
    expect(concerns()).toEqual(['access without payment: duo, Duo'])
  })

  test('a rule that ends it leaves nothing to do, at once or later', async () => {
    await shop.receive({})
    await shop.receive({ ...refund, does: 'expire', at: 24 })
    await shop.receive({ email: 'bea@example.com', order: 'o2' })
    const later = { options: { end: { when: 'later' as const, days: 7 } } }
    await shop.receive({ ...refund, ...later, does: 'expire', email: 'bea@example.com', order: 'o2', at: 24 })
    expect(concerns()).toEqual([])
  })

  test('two rules, one a course: the second is not missed while the first settles', async () => {
    await shop.receive({ event: 'bought' })
    await shop.receive({ event: 'bought', n: 1, target: VIOLIN })
    const first = await shop.job({ ...refund, does: 'expire', at: 24, event: 'refunded' })
    vi.setSystemTime(START + DAY)
    shop.kept.rowsWritten()
    await shop.settled({ ...first, alsoActsOn: [VIOLIN] })
    expect(concerns()).toEqual([])
    await shop.receive({ ...refund, does: 'expire', at: 24, event: 'refunded', n: 1, target: VIOLIN })
    expect(concerns()).toEqual([])
  })

  test('a rule for one of two courses leaves the other', async () => {
    await shop.receive({ event: 'bought' })
    await shop.receive({ event: 'bought', n: 1, target: VIOLIN })
    await shop.receive({ ...refund, does: 'expire', at: 24 })
    expect(concerns()).toEqual(['access without payment: club, Violin 102'])
  })

  test('what another purchase pays for is no concern', async () => {
    await shop.receive({})
    await shop.receive({ product: 'duo', order: 'o2', target: DUO })
    await noteAt({ ...refund, at: 24 })
    expect(concerns()).toEqual([])
  })

  test('an expiry that Thinkific rejected', async () => {
    await shop.receive({})
    shop.simulator.faults.add({ kind: '422 object', times: 99, match: ({ method }) => method === 'PUT' })
    expect(await shop.outcome({ ...refund, does: 'expire', at: 24 })).toBe('rejected by Thinkific')
    expect(shop.has(PIANO)).toBe('open')
    expect(concerns()).toEqual(inside)
  })

  test('is over once a person ends it', async () => {
    await shop.receive({})
    await noteAt({ ...refund, at: 24 })
    await shop.receive({ ...refund, does: 'expire', at: 25, origin: 'person', options: { removeAlways: false } })
    expect(shop.has(PIANO)).toBe('closed')
    expect(concerns()).toEqual([])
  })
})

describe('a plan left behind', () => {
  const GOLD = { subscription: 's1', order: 'f100', product: 'gold' }
  const SILVER = { subscription: 's1', order: 'f101', product: 'silver', target: VIOLIN }

  test('a switch under one subscription, until the subscription ends', async () => {
    await shop.receive(GOLD)
    await shop.receive({ ...SILVER, at: 48 })
    expect(concerns()).toEqual(['plan left behind: gold, Piano 101'])
    await shop.receive({ ...GOLD, trigger: 'subscription.canceled', does: 'expire', order: null, at: 72 })
    expect(concerns()).toEqual([])
  })

  const left = ['plan left behind: gold, Piano 101']
  const failed = { trigger: 'subscription.charge_failed', order: null } as const
  const endsNothing: Record<string, EventSpec[]> = {
    'a refund of an older payment': [
      { ...GOLD, payments: ['p1'] },
      { ...GOLD, ...charge, order: 'f100', payments: ['p2'], at: 24 },
      { ...GOLD, ...refund, payments: ['p1'], at: 30 },
      { ...SILVER, at: 48 },
    ],
    'a failed payment before the switch': [GOLD, { ...GOLD, ...failed, at: 24 }, { ...SILVER, at: 48 }],
    'a failed payment of the new plan': [GOLD, { ...SILVER, at: 24 }, { ...SILVER, ...failed, at: 48 }],
    'a partial refund of the new plan': [
      GOLD,
      { ...SILVER, at: 24 },
      { ...SILVER, trigger: 'product.partially_refunded', at: 48 },
    ],
    'the new plan’s last installment': [
      GOLD,
      { ...SILVER, at: 24 },
      { ...SILVER, trigger: 'subscription.completed', order: null, at: 48 },
    ],
  }
  test.each(Object.entries(endsNothing))('%s ends nothing, so it stays', async (_, events) => {
    for (const { trigger = 'product.purchased', ...event } of events) {
      await (trigger === 'product.purchased' ? shop.receive(event) : noteAt({ ...event, trigger }))
    }
    expect([shop.has(PIANO), concerns()]).toEqual(['open', left])
  })

  test('a refund of the new plan leaves the old one as it was', async () => {
    await shop.receive(GOLD)
    await shop.receive({ ...SILVER, at: 24 })
    await shop.receive({ ...SILVER, ...refund, does: 'expire', at: 48 })
    expect([shop.has(PIANO), concerns()]).toEqual(['open', left])
  })

  test('goes once failed payments end the subscription, and comes back with it', async () => {
    await shop.receive(GOLD)
    await shop.receive({ ...SILVER, at: 24 })
    await noteAt({ ...SILVER, ...failed, delinquent: true, at: 48 })
    expect(concerns()).toEqual([])
    await noteAt({ ...SILVER, trigger: 'subscription.charged', order: null, at: 72 })
    expect(concerns()).toEqual(left)
  })

  test('what is paid in full is hers to keep', async () => {
    await shop.receive(GOLD)
    await noteAt({ ...GOLD, trigger: 'subscription.completed', order: null, at: 24 })
    await shop.receive({ ...SILVER, at: 48 })
    expect(concerns()).toEqual([])
  })

  test('both plans on one course leave nothing behind', async () => {
    await shop.receive(GOLD)
    await shop.receive({ ...SILVER, target: PIANO, at: 48 })
    expect(concerns()).toEqual([])
  })

  test('two products of one order are no switch', async () => {
    await shop.receive(GOLD)
    await shop.receive({ ...SILVER, order: 'f100', at: 48 })
    expect(concerns()).toEqual([])
  })

  test('a rule that ends the old plan with the new one leaves nothing behind', async () => {
    await shop.receive(GOLD)
    const job = await shop.job({ ...SILVER, at: 48, event: 'moved' })
    vi.setSystemTime(START + 2 * DAY)
    await shop.settled({ ...job, alsoActsOn: [PIANO] })
    expect(concerns()).toEqual([])
    await shop.receive({ ...SILVER, target: PIANO, does: 'expire', at: 48, event: 'moved', n: 1 })
    expect(shop.has(PIANO)).toBe('closed')
    expect(concerns()).toEqual([])
  })
})

describe('the list', () => {
  test('is each marketplace’s own on a site they share', async () => {
    await shop.receive({})
    await noteAt({ ...refund, at: 24 })
    await shop.receive({ marketplace: 'rival', order: 'r1', email: 'bea@example.com' })
    expect(concerns('rival')).toEqual([])
    const key = await shop.site.customerKey('ada@example.com')
    const [group] = shop.site.storage.concerns.groups('shop', Date.now())
    expect(shop.site.storage.concerns.dismiss(key, 'rival', group?.newest[0]?.id ?? '')).toBeNull()
    expect(concerns()).toHaveLength(1)
  })

  test('follows a corrected email, and forgets who is erased', async () => {
    await shop.receive({})
    await noteAt({ ...refund, at: 24 })
    await runToEnd(correctEmailAtSite(shop.site, 'shop', 'ada@example.com', 'augusta@example.com', false))
    const emails = () => shop.site.storage.concerns.groups('shop', Date.now()).flatMap(({ newest }) => newest)
    expect(emails().map(({ email }) => email)).toEqual(['augusta@example.com'])
    await runToEnd(eraseFromSite(shop.site, 'shop', 'augusta@example.com'))
    expect(emails()).toEqual([])
    expect([...shop.kept.storage().sql.exec('SELECT * FROM concerns')]).toEqual([])
  })

  test('names the newest fifty and counts the rest', async () => {
    for (let n = 0; n < 52; n += 1) {
      const who = { email: `buyer-${n}@example.com`, order: `o${n}` }
      await shop.receive(who)
      await noteAt({ ...refund, ...who, at: 24 + n })
    }
    const [group] = shop.site.storage.concerns.groups('shop', Date.now())
    expect(group?.count).toBe(52)
    expect(group?.newest).toHaveLength(50)
    expect(group?.newest[0]?.email).toBe('buyer-51@example.com')
  })

  test('costs an ordinary event no row', async () => {
    await shop.receive({ ...MONTHLY })
    await shop.receive({ ...charge, at: 24 })
    const tables = shop.kept.storage().sql.exec('SELECT count(*) AS n FROM concerns').one()
    expect(tables).toEqual({ n: 0 })
  })
})

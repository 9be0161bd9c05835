/** A key that died unnoticed: what needs no call is neither said nor done with it on a site that two marketplaces share. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { correctEmailAtSite } from '../../../../src/integrations/thinkific/customers/correct-email'
import { type Academy, academy, advanceTime, CELLO, DAY, DUO, HOUR, PIANO, runToEnd, START } from '../academy'
import { openTenant, type Tenant } from '../tenant'

const ADA = 'ada@example.com'
const PARKED = { final: false, parked: true, reason: 'credentials' }

let shop: Academy
let tenant: Tenant

beforeEach(async () => {
  shop = await academy()
  tenant = await openTenant(shop)
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** In hours after the start. */
function now(): number {
  return (Date.now() - START) / HOUR
}

describe('what another marketplace reported', () => {
  test('is shown to no dead key, however rarely it asks and though no answer needs a call', async () => {
    const emails = Array.from({ length: 4 }, (_, n) => `c${n}@example.com`)
    for (const [n, email] of emails.entries()) {
      await shop.receive({ order: `o${n}`, email })
    }
    await tenant.receive({ order: 't0', email: 'own@example.com' })
    tenant.die()
    for (const [n, email] of emails.entries()) {
      vi.setSystemTime(Date.now() + DAY)
      shop.evict()
      const trigger = n % 2 === 0 ? 'product.purchased' : 'product.refunded'
      const job = await tenant.job({ order: `g${n}`, email, product: 'full', trigger, does: 'expire', at: now() })
      const [answer] = await shop.settle([job])
      expect(answer).toMatchObject(PARKED)
    }
  })

  test('costs a key that works one call in ten minutes', async () => {
    const refund = { email: ADA, trigger: 'product.refunded', does: 'expire' } as const
    await shop.receive({ order: 'o1' })
    for (const order of ['t1', 't2', 't3']) {
      await tenant.receive({ order, email: ADA })
    }
    shop.calls()
    await tenant.receive({ ...refund, order: 't1', at: 1 })
    await tenant.receive({ ...refund, order: 't2', at: 1.1 })
    expect(shop.calls()).toEqual(['GET /courses'])
    await tenant.receive({ ...refund, order: 't3', at: 1.3 })
    expect(shop.calls()).toEqual(['GET /courses'])
  })

  test('is shown to no dead key that waits for the reading of a bundle which another makes', async () => {
    await tenant.receive({ order: 't1', email: ADA, target: CELLO })
    await shop.receive({ order: 'o1', target: DUO })
    await shop.receive({ order: 'o2', email: 'eve@example.com', target: DUO })
    await advanceTime(HOUR)
    shop.owner.addBundle({ id: Number(DUO.id), name: DUO.name, courseIds: [101, 102, 103] })
    tenant.die()
    shop.simulator.faults.add({ kind: 'slow', ms: 500, match: ({ path }) => path.startsWith('/bundles/201') })
    const refund = { trigger: 'product.refunded', does: 'expire', at: 1 } as const
    const jobs = [
      await shop.job({ ...refund, order: 'o2', email: 'eve@example.com', target: DUO }),
      await tenant.job({ ...refund, order: 't1', email: ADA, target: CELLO }),
    ] as const
    shop.calls()
    const [, [answer]] = await Promise.all([shop.settle([jobs[0]]), shop.settle([jobs[1]])])
    expect(shop.calls().filter((call) => call === 'GET /bundles/:id')).toHaveLength(1)
    expect(answer).toMatchObject(PARKED)
  })
})

describe('a claim', () => {
  test('made before the other sold needs proof too, so that the other’s refund ends its access', async () => {
    await tenant.receive({ order: 't1', email: ADA, product: 'p1' })
    await shop.receive({ order: 'z', email: 'else@example.com' })
    await tenant.receive({ order: 't1', email: ADA, product: 'p1', trigger: 'product.refunded', does: 'expire', at: 1 })
    await tenant.receive({ order: 't0', email: ADA, product: 'p0', at: 2 })
    await tenant.receive({ order: 't0', email: ADA, product: 'p0', trigger: 'product.refunded', does: 'expire', at: 3 })
    await shop.receive({ order: 'o1', at: 4 })
    tenant.die()
    expect(await tenant.receive({ order: 't2', email: ADA, product: 'p2', at: 4 })).toMatchObject(PARKED)
    await shop.receive({ order: 'o1', trigger: 'product.refunded', does: 'expire', at: 5 })
    expect(shop.has(PIANO)).toBe('closed')
  })

  test('is proven by a call of its own though the credential was proven a moment ago', async () => {
    await tenant.receive({ order: 't1', email: ADA, product: 'p1' })
    await shop.receive({ order: 'z', email: 'else@example.com' })
    await tenant.receive({ order: 't0', email: 'own@example.com' })
    tenant.die()
    expect(await tenant.receive({ order: 't2', email: ADA, product: 'p2' })).toMatchObject(PARKED)
  })

  test('costs no call where a marketplace has the site to itself', async () => {
    await shop.receive({ order: 'o1' })
    shop.calls()
    expect(await shop.outcome({ order: 'o2', product: 'other', at: 1 })).toBe('already enrolled')
    expect(shop.calls()).toEqual([])
  })
})

describe('access that nothing explains', () => {
  beforeEach(async () => {
    const user = shop.owner.addUser({ email: ADA })
    shop.owner.enroll({ userId: user.id, courseId: Number(PIANO.id) })
    await advanceTime(60_000)
    await tenant.receive({ order: 't0', email: 'own@example.com', at: now() })
    await shop.receive({ order: 'o1', at: now() })
    tenant.die()
  })

  test('is taken from the other’s customer by no removal', async () => {
    const full = { order: 't1', email: ADA, product: 'full', does: 'expire', at: now() } as const
    expect(await tenant.receive(full)).toMatchObject(PARKED)
    await shop.receive({ order: 'o1', trigger: 'product.refunded', does: 'expire', at: now() })
    expect(shop.has(PIANO)).toBe('open')
  })

  test('is taken from the other’s customer by no refund of a purchase that was never reported', async () => {
    const refund = { order: 't1', email: ADA, product: 'full', trigger: 'product.refunded', does: 'expire' } as const
    expect(await tenant.receive({ ...refund, at: now() })).toMatchObject(PARKED)
    await shop.receive({ order: 'o1', trigger: 'product.refunded', does: 'expire', at: now() })
    expect(shop.has(PIANO)).toBe('open')
  })
})

describe('purchases under a mistyped email', () => {
  const correct = () => runToEnd(correctEmailAtSite(shop.site, 'tenant', 'eve@example.com', ADA))

  beforeEach(async () => {
    await shop.receive({ order: 'o1' })
    await tenant.receive({ order: 't1', email: 'eve@example.com' })
  })

  test('move to no customer of another’s while Thinkific does not answer whose the key is', async () => {
    shop.simulator.faults.add({ kind: 'no answer', times: 1 })
    await expect(correct()).rejects.toThrow('accepts a credential')
    expect(await shop.outcome({ order: 'o1', trigger: 'product.refunded', does: 'expire', at: 1 })).toBe('expired')
    expect(await correct()).toMatchObject({ purchases: 1 })
  })

  test('do not move where their marketplace has no integration left', async () => {
    shop.site.integrations.forget(({ marketplace }) => marketplace === 'tenant')
    expect(await correct()).toEqual({ purchases: 0, enroll: [], end: [] })
    expect(await shop.outcome({ order: 'o1', trigger: 'product.refunded', does: 'expire', at: 1 })).toBe('expired')
  })
})

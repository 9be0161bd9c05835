/** Two marketplaces on one site, one with a credential that Thinkific accepts no more. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { listChoosable } from '../../../../src/integrations/thinkific/customers/choosable-purchases'
import { correctEmailAtSite } from '../../../../src/integrations/thinkific/customers/correct-email'
import { viewCustomer } from '../../../../src/integrations/thinkific/customers/customer-view'
import { exportFromSite } from '../../../../src/integrations/thinkific/customers/erasure'
import { countHolders } from '../../../../src/integrations/thinkific/customers/target-holders'
import type { IntegrationAccess } from '../../../../src/integrations/thinkific/thinkific-job'
import { seal } from '../../../../src/secrets/sealing'
import { type Academy, academy, advanceTime, type EventSpec, KEYS, PIANO, runToEnd, VIOLIN } from '../academy'

const TOKEN = 'tokenOfTheTenant0123456789'
const API_KEY = '0123456789abcdef0123456789abcdef'
const ADA = 'ada@example.com'

let shop: Academy
let tenant: IntegrationAccess

beforeEach(async () => {
  shop = await academy()
  shop.owner.setAccessToken(TOKEN)
  const access = await shop.access('tenant')
  const sealedCredential = await seal(KEYS, `integration:tenant:${access.id}`, TOKEN)
  tenant = { ...access, scheme: 'access_token', sealedCredential }
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** An event of the marketplace with the credential of its own. */
async function tenantJob(spec: EventSpec) {
  return { ...(await shop.job({ marketplace: 'tenant', ...spec })), integration: tenant }
}

async function ofTenant(spec: EventSpec) {
  const job = await tenantJob(spec)
  vi.setSystemTime(Math.max(Date.now(), job.happenedAt))
  return (await shop.settle([job]))[0]
}

/** Thinkific refuses the token, and a call has shown it. */
async function refuseTenant(): Promise<void> {
  shop.owner.setAccessToken(null)
  expect(await ofTenant({ email: 'probe@example.com', order: 'probe' })).toMatchObject({ reason: 'credentials' })
  shop.calls()
}

async function acceptTenant(): Promise<void> {
  shop.owner.setAccessToken(TOKEN)
  await advanceTime(6 * 60_000)
  await shop.ring()
  await shop.ring()
}

describe('makes no claim', () => {
  test('a purchase that needs no call is parked, and keeps no customer enrolled', async () => {
    await shop.receive({ order: 'o1' })
    await refuseTenant()
    expect(await ofTenant({ order: 't1', email: ADA })).toMatchObject({ final: false, parked: true, attempts: [] })
    expect(shop.calls()).toEqual([])
    expect(await shop.outcome({ trigger: 'product.refunded', does: 'expire', order: 'o1', at: 1 })).toBe('expired')
    expect(shop.has(PIANO)).toBe('closed')
  })

  test('a credential that died unnoticed is found out by the claim itself', async () => {
    await shop.receive({ order: 'o1' })
    await ofTenant({ email: 'other@example.com', order: 't0' })
    shop.owner.setAccessToken(null)
    expect(await ofTenant({ order: 't1', email: ADA })).toMatchObject({ final: false, parked: true })
    expect(await shop.outcome({ trigger: 'product.refunded', does: 'expire', order: 'o1', at: 1 })).toBe('expired')
  })

  test('its purchases move to no other customer until the credential works', async () => {
    await shop.receive({ order: 'o1' })
    await ofTenant({ order: 't1', email: 'eve@example.com' })
    await refuseTenant()
    await expect(correctEmailAtSite(shop.site, 'tenant', 'eve@example.com', ADA)).rejects.toThrow(
      'accepts a credential',
    )
    expect(await shop.outcome({ trigger: 'product.refunded', does: 'expire', order: 'o1', at: 1 })).toBe('expired')
    await acceptTenant()
    expect(await correctEmailAtSite(shop.site, 'tenant', 'eve@example.com', ADA)).toMatchObject({ purchases: 1 })
  })

  test('what was settled before is answered as it was, and counts on', async () => {
    await shop.receive({ order: 'o1' })
    const job = await tenantJob({ order: 't1', email: ADA })
    const before = await shop.settle([job])
    await refuseTenant()
    shop.evict()
    expect(await shop.settle([job])).toMatchObject([{ final: true, outcome: before[0]?.final && before[0].outcome }])
    expect(await shop.outcome({ trigger: 'product.refunded', does: 'expire', order: 'o1', at: 1 })).toBe('kept')
  })

  test('a payment that no rule acts on revives nothing until the credential works, and is not lost', async () => {
    const sale = { order: 't1', subscription: 's1', email: ADA }
    await shop.receive({ order: 'o1' })
    await ofTenant(sale)
    await ofTenant({ ...sale, trigger: 'subscription.charge_failed', does: 'expire', at: 1 })
    await refuseTenant()
    const paid = { ...sale, marketplace: 'tenant', trigger: 'subscription.charged' as const, at: 2 }
    expect(await shop.note(paid)).toBeNull()
    expect(await shop.note(paid)).toBeNull()
    shop.evict()
    expect(await shop.outcome({ trigger: 'product.refunded', does: 'expire', order: 'o1', at: 3 })).toBe('expired')
    expect(shop.has(PIANO)).toBe('closed')
    await acceptTenant()
    expect(shop.has(PIANO)).toBe('open')
    expect(shop.effects).toEqual([expect.objectContaining({ own: expect.objectContaining({ outcome: 'enrolled' }) })])
  })
})

describe('dead unnoticed', () => {
  /** No call of the tenant's shows it. */
  const die = () => shop.owner.setAccessToken(null)

  test('a payment that no rule acts on keeps no customer enrolled, and counts once the credential works', async () => {
    const sale = { order: 't1', subscription: 's1', email: ADA }
    await shop.receive({ order: 'o1' })
    await ofTenant(sale)
    await ofTenant({ ...sale, trigger: 'subscription.charge_failed', does: 'expire', at: 1 })
    die()
    const paid = { ...sale, marketplace: 'tenant', trigger: 'subscription.charged' as const, at: 2 }
    expect(await shop.note(paid)).toBeNull()
    expect(await shop.outcome({ trigger: 'product.refunded', does: 'expire', order: 'o1', at: 3 })).toBe('expired')
    expect(shop.has(PIANO)).toBe('closed')
    await acceptTenant()
    expect(shop.has(PIANO)).toBe('open')
  })

  test('what such a payment would grant waits while Thinkific does not answer', async () => {
    const sale = { order: 't1', subscription: 's1', email: ADA }
    await shop.receive({ order: 'o1' })
    await ofTenant(sale)
    await ofTenant({ ...sale, trigger: 'subscription.charge_failed', does: 'expire', at: 1 })
    shop.simulator.faults.add({ kind: '500', times: 1 })
    const paid = { ...sale, marketplace: 'tenant', trigger: 'subscription.charged' as const, at: 2 }
    await expect(shop.note(paid)).rejects.toThrow('until Thinkific answers')
    expect(await shop.outcome({ trigger: 'product.refunded', does: 'expire', order: 'o1', at: 3 })).toBe('expired')
  })

  test('it moves no purchase to another’s customer', async () => {
    await shop.receive({ order: 'o1' })
    await ofTenant({ order: 't1', email: 'eve@example.com' })
    die()
    const moved = runToEnd(correctEmailAtSite(shop.site, 'tenant', 'eve@example.com', ADA))
    await expect(moved).rejects.toThrow('accepts a credential')
  })

  test('it sees what others reported for ten minutes more at most', async () => {
    await shop.receive({ order: 'o1' })
    await ofTenant({ order: 't1', email: ADA })
    await ofTenant({ order: 't1', email: ADA, trigger: 'product.refunded', does: 'expire', at: 1 })
    const asked = await tenantJob({ order: 't9', email: ADA, at: 1 })
    const seen = async () =>
      JSON.stringify([
        await runToEnd(shop.foresee(asked)),
        await runToEnd(viewCustomer(shop.site, 'tenant', ADA)),
        // What its own entries said while its credential worked stays its own.
        { ...(await runToEnd(exportFromSite(shop.site, 'tenant', ADA))), settled: [] },
      ])
    await runToEnd(viewCustomer(shop.site, 'tenant', ADA))
    die()
    expect(await seen()).toContain('another purchase on this site')
    await advanceTime(10 * 60_000)
    shop.evict()
    shop.calls()
    expect(await seen()).not.toContain('another purchase on this site')
    // One call has shown it, however much is asked for.
    expect(shop.calls()).toHaveLength(1)
    expect(await runToEnd(countHolders(shop.site, 'tenant', PIANO, 10))).toEqual({ count: 0, more: false })
  })

  test('one that lives is proven by one call in ten minutes, and not where a marketplace has its site to itself', async () => {
    await shop.receive({ order: 'o1' })
    const look = async () => {
      await advanceTime(11 * 60_000)
      shop.calls()
      await runToEnd(Promise.all([1, 2, 3].map(() => viewCustomer(shop.site, 'shop', ADA))))
      return shop.calls()
    }
    expect(await look()).toEqual([])
    await ofTenant({ order: 't1', email: ADA })
    // Once, it is also asked which sites it opens.
    expect(await look()).toHaveLength(2)
    expect(await look()).toEqual(['GET /courses'])
  })

  test('while Thinkific is down the last proof counts, for twelve hours', async () => {
    await shop.receive({ order: 'o1' })
    await ofTenant({ order: 't1', email: ADA })
    await ofTenant({ order: 't1', email: ADA, trigger: 'product.refunded', does: 'expire', at: 1 })
    shop.simulator.faults.add({ kind: 'no answer', times: 1_000 })
    const why = async () => (await runToEnd(viewCustomer(shop.site, 'tenant', ADA)))?.targets[0]?.why
    await advanceTime(10 * 3_600_000)
    expect(await why()).toContain('another purchase on this site')
    await advanceTime(2 * 3_600_000)
    expect(await why()).not.toContain('another purchase on this site')
  })
})

describe('sees its own facts alone', () => {
  test('in what is predicted', async () => {
    await shop.receive({ order: 'o1' })
    await ofTenant({ order: 't0', email: ADA, target: VIOLIN })
    const job = await tenantJob({ order: 't1', email: ADA })
    expect((await shop.foresee(job)).sentence).toContain('another purchase on this site')
    await refuseTenant()
    const { outcome, sentence } = await shop.foresee(job)
    expect([outcome, sentence]).toEqual(['enrolled', expect.not.stringContaining('another purchase')])
  })

  test('on a customer’s page, in an export and among holders', async () => {
    await shop.receive({ order: 'o1' })
    await ofTenant({ order: 't1', email: ADA })
    await ofTenant({ order: 't1', email: ADA, trigger: 'product.refunded', does: 'expire', at: 1 })
    expect((await viewCustomer(shop.site, 'tenant', ADA))?.targets[0]?.why).toContain('another purchase on this site')
    expect((await exportFromSite(shop.site, 'tenant', ADA))?.thinkificUser).not.toBeNull()
    await refuseTenant()
    expect(await viewCustomer(shop.site, 'tenant', ADA)).toMatchObject({
      user: null,
      targets: [{ open: false, atSite: null, why: 'No purchase gives access now.' }],
    })
    expect(await exportFromSite(shop.site, 'tenant', ADA)).toMatchObject({ thinkificUser: null, fields: {} })
    expect(await countHolders(shop.site, 'tenant', PIANO, 10)).toEqual({ count: 0, more: false })
    // The other sees what it saw.
    expect((await viewCustomer(shop.site, 'shop', ADA))?.targets[0]?.open).toBe(true)
  })

  test('among concerns: another’s grant neither raises nor hides one', async () => {
    await ofTenant({ order: 't1', email: ADA })
    await ofTenant({ order: 't1', email: ADA, trigger: 'product.refunded', does: 'expire', target: VIOLIN, at: 1 })
    const concerns = () => shop.site.storage.concerns.groups('tenant', Date.now())
    const before = concerns()
    expect(before).toHaveLength(1)
    await refuseTenant()
    await shop.receive({ order: 'o1', at: 2 })
    expect(concerns()).toEqual(before)
  })

  test('among concerns, whether its key works, is refused or works again', async () => {
    await shop.receive({ order: 'o1' })
    await ofTenant({ order: 't1', email: ADA })
    await shop.note({ order: 't1', marketplace: 'tenant', trigger: 'product.refunded' })
    const causes = () => shop.site.storage.concerns.groups('tenant', Date.now()).map(({ cause }) => cause)
    // The other's purchase keeps her in, which is no reason to leave the refund unsaid.
    expect(causes()).toEqual(['access without payment'])
    await refuseTenant()
    await shop.receive({ order: 'o1', trigger: 'product.refunded', does: 'expire', at: 1 })
    expect(causes()).toEqual(['access without payment'])
    await acceptTenant()
    expect(causes()).toEqual(['access without payment'])
    expect(shop.site.storage.concerns.groups('shop', Date.now())).toEqual([])
  })

  test('among concerns that an earlier version found by what others did: they are found again, once', async () => {
    await shop.receive({ order: 'o1' })
    await ofTenant({ order: 't1', email: ADA })
    await shop.note({ order: 't1', marketplace: 'tenant', trigger: 'product.refunded' })
    await shop.ring()
    shop.kept.storage().sql.exec(`DELETE FROM concerns`)
    shop.kept.storage().sql.exec(`DELETE FROM site WHERE name = 'concerns by own facts'`)
    shop.evict()
    await shop.ring()
    expect(shop.site.storage.concerns.groups('tenant', Date.now())).toMatchObject([{ count: 1 }])
    expect(shop.kept.alarm()).toBeNull()
  })

  test('among purchases to choose from', async () => {
    await refuseTenant()
    const { firing, customer, purchase } = await tenantJob({ order: 't1', email: ADA })
    expect(await listChoosable(shop.site, { event: firing.event, email: customer.email, purchase })).toEqual([])
  })
})

describe('a deferred event', () => {
  const sale = { order: 't1', subscription: 's1', email: ADA }
  const paid = { ...sale, marketplace: 'tenant', trigger: 'subscription.charged' as const, at: 2 }

  test('is part of an export, and names no customer once erased', async () => {
    await ofTenant(sale)
    await refuseTenant()
    await shop.note(paid)
    expect((await exportFromSite(shop.site, 'tenant', ADA))?.held).toMatchObject([{ customer: { firstName: 'Ada' } }])
    expect(await runToEnd(shop.erase('tenant', ADA))).toBe(true)
    expect((await exportFromSite(shop.site, 'tenant', ADA))?.held).toMatchObject([
      { eventType: 'subscription.charged', customer: { email: '', firstName: null } },
    ])
  })

  test('beyond what can be held is answered as failed, to be replayed, and no other marketplace is kept waiting', async () => {
    await ofTenant(sale)
    await refuseTenant()
    shop.kept.storage().sql.exec(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
       INSERT INTO held_notes (marketplace, customer, note) SELECT 'tenant', 'someone', '{}' FROM n`,
    )
    shop.evict()
    expect(await shop.note(paid)).toMatchObject({
      own: { outcome: 'credentials rejected', sentence: expect.stringContaining('10,000 events are already waiting') },
    })
    shop.kept.storage().sql.exec('DELETE FROM held_notes WHERE seq = 1')
    shop.evict()
    expect(await shop.note(paid)).toBeNull()
    // The last one that fitted is still the same one.
    expect(await shop.note({ ...paid, event: 'event-9' })).not.toBeNull()
    expect(await shop.note({ order: 'o1', subscription: 's9', trigger: 'subscription.charged', at: 2 })).toBeNull()
  })

  test('goes with its marketplace', async () => {
    await ofTenant(sale)
    await refuseTenant()
    await shop.note(paid)
    await runToEnd(shop.forget('tenant'))
    expect(shop.site.storage.deferredNotes.marketplaces()).toEqual([])
  })
})

describe('opens any site’s name, and was connected before that was asked', () => {
  beforeEach(() => {
    shop.owner.switches.tokenUnderOtherSubdomain = 'accepted'
  })

  test('it goes on while it has the site to itself', async () => {
    expect(await ofTenant({ order: 't1', email: ADA })).toMatchObject({ outcome: 'enrolled' })
    expect(await ofTenant({ order: 't2', email: ADA, target: VIOLIN })).toMatchObject({ outcome: 'enrolled' })
  })

  test('it is at fault once another marketplace is there, and says what to do', async () => {
    await ofTenant({ order: 't0', email: 'eve@example.com' })
    await shop.receive({ order: 'o1' })
    expect(await ofTenant({ order: 't1', email: ADA })).toMatchObject({
      final: false,
      parked: true,
      reason: 'credentials',
      attempts: [],
      sentence: expect.stringContaining('Enter the key again'),
    })
    const explained = await runToEnd(shop.foresee(await tenantJob({ order: 't1', email: ADA })))
    expect(explained.sentence).not.toContain('another purchase')
    expect(await shop.outcome({ trigger: 'product.refunded', does: 'expire', order: 'o1', at: 1 })).toBe('expired')
    // What it enrolled before stays, and the other’s key was asked as well and goes on.
    expect(shop.has(PIANO, 'eve@example.com')).toBe('open')
    await shop.ring()
    expect(shop.problems).toEqual([expect.stringContaining('Enter the key again')])
  })

  test('a probe that Thinkific answers changes nothing until the other marketplace is gone', async () => {
    await shop.receive({ order: 'o1' })
    await ofTenant({ order: 't1', email: ADA })
    await acceptTenant()
    expect(await ofTenant({ order: 't2', email: ADA })).toMatchObject({ parked: true })
    // Its customers keep what they have while only its integration is gone.
    shop.site.integrations.forget(({ marketplace }) => marketplace === 'shop')
    await acceptTenant()
    expect(await ofTenant({ order: 't2', email: ADA })).toMatchObject({ parked: true })
    await runToEnd(shop.forget('shop'))
    shop.site.integrations.forgetMarketplace('shop')
    await acceptTenant()
    expect(await ofTenant({ order: 't2', email: ADA })).toMatchObject({ final: true })
  })

  test('another key that opens its own site alone goes on at once', async () => {
    await shop.receive({ order: 'o1' })
    await ofTenant({ order: 't1', email: ADA })
    const sealedCredential = await seal(KEYS, `integration:tenant:${tenant.id}`, API_KEY)
    tenant = { ...tenant, scheme: 'api_key', sealedCredential }
    expect(await ofTenant({ order: 't1', email: ADA })).toMatchObject({ outcome: 'already enrolled' })
  })

  test('while Thinkific does not answer it is asked again later, and once a minute at most', async () => {
    await shop.receive({ order: 'o1' })
    shop.simulator.faults.add({ kind: '500', times: 1, match: ({ path }) => path.startsWith('/courses') })
    await ofTenant({ order: 't1', email: 'new@example.com' })
    await ofTenant({ order: 't2', email: 'newer@example.com' })
    await advanceTime(61_000)
    expect(await ofTenant({ order: 't3', email: ADA })).toMatchObject({ parked: true })
  })
})

describe('A refused credential', () => {
  test('sets no pace', async () => {
    tenant = { ...tenant, requestsPerMinute: 60 }
    await shop.receive({ order: 'o1' })
    await ofTenant({ order: 't1', email: ADA })
    expect(shop.site.pacer.allowance).toBe(60)
    await refuseTenant()
    await shop.ring()
    expect(shop.site.pacer.allowance).toBe(1_000)
  })

  test('of two integrations of one marketplace the one refused parks, and the other goes on with all that is known', async () => {
    await shop.receive({ order: 'o1' })
    await refuseTenant()
    const refused = tenant
    const other = await shop.access('tenant')
    const id = 'the other'
    tenant = { ...other, id, sealedCredential: await seal(KEYS, `integration:tenant:${id}`, API_KEY) }
    expect(await ofTenant({ order: 't1', email: ADA })).toMatchObject({ outcome: 'already enrolled' })
    const view = await viewCustomer(shop.site, 'tenant', ADA)
    expect(view?.targets[0]?.atSite?.open).toBe(true)
    tenant = refused
    expect(await ofTenant({ order: 't2', email: ADA })).toMatchObject({ parked: true, attempts: [] })
    const explained = await shop.foresee(await tenantJob({ order: 't3', email: ADA, product: 'other' }))
    expect(explained.sentence).not.toContain('another purchase')
  })
})

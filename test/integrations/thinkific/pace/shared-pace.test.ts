/** The pace of a site that two marketplaces share. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { describePace } from '../../../../src/integrations/thinkific/pace/pace-owner'
import type { IntegrationAccess } from '../../../../src/integrations/thinkific/thinkific-job'
import { type Academy, academy, advanceTime, DAY, HOUR, runToEnd } from '../academy'
import { openTenant } from '../tenant'

let shop: Academy
let owner: IntegrationAccess
let tenant: IntegrationAccess

beforeEach(async () => {
  shop = await academy({}, 120)
  owner = await shop.access('owner')
  tenant = { ...(await shop.access('tenant')), requestsPerMinute: 2 }
  for (const access of [owner, tenant]) {
    shop.site.integrations.remember(access)
    shop.site.integrations.recordProof(access, Date.now())
  }
  shop.site.updatePace()
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

async function sales(count: number) {
  return Promise.all(
    Array.from({ length: count }, (_, n) =>
      shop.job({ marketplace: 'owner', email: `c${n}@example.com`, order: `o${n}` }),
    ),
  )
}

describe('A shared pace', () => {
  test('slots planned at a low pace are planned again when it rises, so that no firing waits for a limit that is gone', async () => {
    const waiting = await sales(10)
    const answers = await shop.settle(waiting)
    expect(answers.filter((one) => !one.final && one.at > Date.now() + 180_000)).not.toEqual([])
    shop.site.integrations.remember({ ...tenant, requestsPerMinute: 120 })
    shop.site.updatePace()
    const sale = await shop.job({ marketplace: 'owner', email: 'next@example.com', order: 'next' })
    const [next] = await shop.settle([sale])
    expect(next?.final || (next?.at ?? 0) < Date.now() + 60_000).toBe(true)
    const again = await shop.settle(waiting)
    expect(again.every((one) => one.final || one.at < Date.now() + 60_000)).toBe(true)
  })

  test('promises made at a high pace are made again when it falls, so that Thinkific’s figure holds', async () => {
    shop.site.integrations.remember({ ...tenant, requestsPerMinute: 120 })
    shop.site.updatePace()
    const waiting = await sales(200)
    await shop.settle(waiting)
    shop.site.integrations.remember({ ...tenant, requestsPerMinute: 60 })
    shop.site.updatePace()
    const slots = (await shop.settle(waiting)).flatMap((one) => (one.final ? [] : [one.at]))
    const inAMinute = slots.filter((at) => at > Date.now() + 60_000 && at <= Date.now() + 120_000)
    // Each creates a user and enrolls them: two calls.
    expect(inAMinute.length).toBeLessThanOrEqual(30)
  })

  test('is said on both pages, without a name', () => {
    const { all } = shop.site.integrations
    expect([describePace(all, tenant.id), describePace(all, owner.id)]).toEqual([
      'The site’s pace is 2 a minute, set here; it also holds back another marketplace on this site.',
      'The site’s pace is 2 a minute, set by another marketplace on this site; the smallest figure holds.',
    ])
    shop.site.integrations.remember({ ...tenant, requestsPerMinute: 120 })
    expect(describePace(shop.site.integrations.all, owner.id)).toBeNull()
  })

  test('of a marketplace that Thinkific refuses is no other’s, nor does it see another’s', () => {
    shop.site.integrations.faults.record(tenant, 'refused', Date.now())
    shop.site.updatePace()
    expect(shop.site.pacer.allowance).toBe(120)
    const { all } = shop.site.integrations
    expect([describePace(all, owner.id), describePace(all, tenant.id)]).toEqual([null, null])
  })

  test('of a key that died is not held to: the one who sets it is asked within the hour', async () => {
    const dying = await openTenant(shop, { requestsPerMinute: 1 })
    await shop.receive({ marketplace: 'owner', order: 'o1' })
    await dying.receive({ order: 't1', email: 'own@example.com' })
    expect(shop.site.pacer.allowance).toBe(1)
    dying.die()
    expect(shop.kept.alarm()).toBeNull()
    await shop.ring()
    expect(shop.kept.alarm()).toBeLessThanOrEqual(Date.now() + HOUR)
    await advanceTime(HOUR)
    await shop.ring()
    await shop.ring()
    expect(shop.site.pacer.allowance).toBe(120)
    expect(shop.problems).toEqual([expect.stringContaining('does not accept')])
    // Sales that wait at the pace of one a minute come forward.
    expect(shop.released).toContain('owner {"site":"academy","waits":"pace"}')
  })

  test('counts on through the outage of a night, and not for ever: its page says so', async () => {
    shop.simulator.faults.startOutage('academy')
    await advanceTime(DAY / 2 + HOUR)
    await shop.ring()
    shop.site.updatePace()
    // Nothing else was proven either.
    expect(shop.site.pacer.allowance).toBe(2)
    shop.simulator.faults.endOutage('academy')
    shop.site.integrations.recordProof(owner, Date.now())
    expect(shop.site.pacer.allowance).toBe(120)
    expect(describePace(shop.site.integrations.all, tenant.id)).toBe(
      'The site’s pace is 120 a minute, set by another marketplace on this site. The figure here counts again once Thinkific accepts this key.',
    )
    await runToEnd(shop.site.standing.prove('tenant'))
    expect(shop.site.pacer.allowance).toBe(2)
  })
})

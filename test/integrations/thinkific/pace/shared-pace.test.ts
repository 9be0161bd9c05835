/** The pace of a site that two marketplaces share. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { describePace } from '../../../../src/integrations/thinkific/pace/pace-owner'
import type { IntegrationAccess } from '../../../../src/integrations/thinkific/thinkific-job'
import { type Academy, academy } from '../academy'

let shop: Academy
let owner: IntegrationAccess
let tenant: IntegrationAccess

beforeEach(async () => {
  shop = await academy({}, 120)
  owner = await shop.access('owner')
  tenant = { ...(await shop.access('tenant')), requestsPerMinute: 2 }
  shop.site.integrations.remember(owner)
  shop.site.integrations.remember(tenant)
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

/** What people's pages may ask with a credential at fault, on a site that another marketplace depends on. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { InteractiveCalls } from '../../../../src/integrations/thinkific/site/interactive-calls'
import type { IntegrationAccess } from '../../../../src/integrations/thinkific/thinkific-job'
import { type Academy, academy, advanceTime, runToEnd } from '../academy'
import { openTenant, type Tenant } from '../tenant'

const ADA = 'ada@example.com'

let shop: Academy
let tenant: Tenant
let clicks: InteractiveCalls

beforeEach(async () => {
  shop = await academy({}, 120)
  tenant = await openTenant(shop)
  await shop.receive({ order: 'o1' })
  clicks = new InteractiveCalls(shop.site)
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

function lookUp(access: IntegrationAccess) {
  return runToEnd(clicks.lookUp(access, ADA))
}

async function refresh(access: IntegrationAccess) {
  let work: Promise<unknown> = Promise.resolve()
  clicks.refresh(access, (running) => {
    work = running
  })
  await runToEnd(work)
  return clicks.refreshProgress(access.id)
}

describe('many integrations that Thinkific refuses', () => {
  let refused: IntegrationAccess[]

  beforeEach(async () => {
    refused = await Promise.all(Array.from({ length: 30 }, (_, n) => tenant.access(`integration-${n}`)))
    for (const access of refused) {
      await lookUp(access)
    }
    tenant.die()
    for (const access of refused) {
      await lookUp(access)
    }
    await advanceTime(11 * 60_000)
    shop.calls()
  })

  test('spend none of the site’s pace, and ask Thinkific twenty times in ten minutes at most', async () => {
    for (let round = 0; round < 5; round += 1) {
      for (const access of refused) {
        expect(await lookUp(access)).toMatchObject({ ok: false, sentence: expect.stringContaining('does not accept') })
      }
      await advanceTime(11_000)
    }
    expect(shop.site.pacer.callsLastMinute).toBe(0)
    expect(shop.calls()).toHaveLength(20)
  })

  test('are found to work again by and by, though not all may be asked at once', async () => {
    shop.owner.setAccessToken('tokenOfTheTenant0123456789')
    for (let ring = 0; ring < 8; ring += 1) {
      await shop.ring()
      await advanceTime(6 * 60_000)
    }
    expect(refused.filter(({ id }) => shop.site.integrations.faults.find(id) !== null)).toEqual([])
  })
})

describe('A credential at fault', () => {
  test('one that Thinkific accepts again goes on with the very click that asked', async () => {
    await lookUp(tenant.integration)
    tenant.die()
    await lookUp(tenant.integration)
    shop.owner.setAccessToken('tokenOfTheTenant0123456789')
    await advanceTime(11_000)
    expect(await lookUp(tenant.integration)).toMatchObject({ ok: true })
  })
})

describe('a token that opens any site’s name', () => {
  beforeEach(async () => {
    shop.owner.switches.tokenUnderOtherSubdomain = 'accepted'
    await tenant.receive({ order: 't1', email: ADA })
    expect(shop.site.integrations.faults.find(tenant.integration.id)).not.toBeNull()
    await advanceTime(2 * 60_000)
  })

  test('reads no catalog, and is shown why', async () => {
    shop.calls()
    const progress = await refresh(tenant.integration)
    expect(progress).toMatchObject({ state: 'failed', sentence: expect.stringContaining('Enter the key again') })
    expect([shop.site.pacer.callsLastMinute, shop.calls().length]).toEqual([0, 1])
  })

  test('does not end the hold of a site that does not answer its owner', async () => {
    // The owner's sales go there; the tenant's key is asked about with the courses.
    shop.simulator.faults.add({ kind: '500', times: 1_000, match: ({ path }) => path.startsWith('/users') })
    for (let n = 0; n < 6; n += 1) {
      await shop.settle([await shop.job({ order: `n${n}`, email: `n${n}@example.com` })])
    }
    expect(shop.site.circuit?.open).toBeTruthy()
    await lookUp(tenant.integration)
    expect(shop.site.circuit?.open).toBeTruthy()
  })
})

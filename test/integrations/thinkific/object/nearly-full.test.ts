import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { isNearlyFull } from '../../../../src/integrations/thinkific/object/status'
import { type Academy, academy, DAY } from '../academy'
import { openTenant, type Tenant } from '../tenant'

let shop: Academy
let tenant: Tenant

beforeEach(async () => {
  shop = await academy()
  tenant = await openTenant(shop)
  await shop.receive({ order: 'o1' })
  await tenant.receive({ order: 't1' })
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

function fill(bytes: number): void {
  vi.spyOn(shop.site.storage, 'bytes', 'get').mockReturnValue(bytes)
}

describe('A site’s storage', () => {
  test('is measured as it is on disk, and costs no call while there is room', async () => {
    expect(shop.site.storage.bytes).toBeGreaterThan(4_096)
    vi.setSystemTime(Date.now() + DAY)
    shop.calls()
    expect(await isNearlyFull(shop.site, 'shop')).toBe(false)
    fill(7_000_000_000)
    expect(await isNearlyFull(shop.site, 'shop')).toBe(false)
    expect(shop.calls()).toEqual([])
  })

  test('that is nearly full is said to each marketplace whose key works, and to no other', async () => {
    fill(7_000_000_001)
    expect(await isNearlyFull(shop.site, 'shop')).toBe(true)
    expect(await isNearlyFull(shop.site, 'tenant')).toBe(true)
    expect(await isNearlyFull(shop.site, 'stranger')).toBeNull()
    tenant.die()
    vi.setSystemTime(Date.now() + DAY)
    expect(await isNearlyFull(shop.site, 'tenant')).toBeNull()
    expect(await isNearlyFull(shop.site, 'shop')).toBe(true)
  })
})

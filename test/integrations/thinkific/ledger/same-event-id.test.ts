/** Senders choose the ids of events, so two marketplaces of a site may report different events under one. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Academy, academy, PIANO, VIOLIN } from '../academy'
import { openTenant, type Tenant } from '../tenant'

const ADA = 'ada@example.com'

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

describe('One event id in two marketplaces', () => {
  test('an unclear event of another marketplace keeps no buyer out', async () => {
    const club = { product: 'club', target: VIOLIN }
    await shop.receive({ ...club, order: 'a' })
    await shop.receive({ ...club, order: 'b', at: 1 })
    const cancel = { trigger: 'subscription.canceled', does: 'expire', order: null, subscription: 's', at: 3 } as const
    expect(await shop.outcome({ ...club, ...cancel, event: '1001' })).toBe('unclear')
    expect(await tenant.receive({ event: '1001', order: 't1', email: ADA, product: 'yoga', at: 4 })).toMatchObject({
      outcome: 'enrolled',
    })
    expect(shop.has(PIANO)).toBe('open')
  })

  test('what became of another’s event is not what became of this one', async () => {
    const sale = { order: 's1', subscription: 's', product: 'club' }
    await tenant.receive({ order: 't1', email: ADA, product: 'yoga' })
    await shop.receive({ ...sale, at: 1 })
    await shop.receive({ ...sale, event: 'e1', trigger: 'subscription.charge_failed', does: 'expire', at: 2 })
    await shop.receive({ ...sale, trigger: 'subscription.charged', at: 3 })
    const refund = { order: 't1', email: ADA, product: 'yoga', trigger: 'product.refunded', does: 'expire' } as const
    expect(await tenant.receive({ ...refund, event: 'e1', at: 4 })).toMatchObject({
      outcome: 'kept',
      sentence: expect.stringContaining('another purchase on this site'),
    })
  })
})

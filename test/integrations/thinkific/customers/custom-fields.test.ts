/** Custom fields of a customer whom two marketplaces of a site sell to. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { exportFromSite } from '../../../../src/integrations/thinkific/customers/erasure'
import { type Academy, academy, runToEnd, VIOLIN } from '../academy'

const ADA = 'ada@example.com'
const COMPANY = '401'

let shop: Academy

beforeEach(async () => {
  shop = await academy()
  shop.owner.addProfileField({ id: Number(COMPANY), label: 'Company' })
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const exported = async (marketplace: string) => (await exportFromSite(shop.site, marketplace, ADA))?.fields

describe('Custom fields', () => {
  test('are exported to the marketplace that sent them, and to no other', async () => {
    await shop.receive({ marketplace: 'one', fields: { [COMPANY]: 'Acme' } })
    await shop.receive({ marketplace: 'two', order: 'o2' })
    expect([await exported('one'), await exported('two')]).toEqual([{ [COMPANY]: 'Acme' }, {}])
    await shop.receive({ marketplace: 'two', order: 'o3', at: 1, fields: { [COMPANY]: 'Bolts' } })
    expect([await exported('one'), await exported('two')]).toEqual([{ [COMPANY]: 'Acme' }, { [COMPANY]: 'Bolts' }])
  })

  test('are sent again when that marketplace’s own value changes, not when another’s did', async () => {
    await shop.receive({ marketplace: 'one', fields: { [COMPANY]: 'Acme' } })
    await shop.receive({ marketplace: 'two', order: 'o2', at: 1, fields: { [COMPANY]: 'Bolts' } })
    // Its credential is asked once which sites it opens, now that another marketplace is there.
    await shop.receive({ marketplace: 'one', email: 'bo@example.com', order: 'bo', at: 1 })
    shop.calls()
    await shop.receive({ marketplace: 'one', order: 'o3', at: 2, fields: { [COMPANY]: 'Acme' }, target: VIOLIN })
    expect(shop.calls()).toEqual(['POST /enrollments'])
    await shop.receive({ marketplace: 'one', order: 'o4', at: 3, fields: { [COMPANY]: 'Cogs' }, target: VIOLIN })
    expect(shop.calls()).toContain('PUT /users/:id')
  })

  test('that Thinkific had already, or that a document from before holds, are exported once an event names the same value', async () => {
    await shop.receive({ marketplace: 'one', fields: { [COMPANY]: 'Acme' } })
    const key = await shop.site.customerKey(ADA)
    const { customer, ...rest } = shop.site.storage.load(key)
    const { sentFields: _, ...before } = customer
    const old = { ...rest, customer: { ...before, fields: { [COMPANY]: 'Acme' } } }
    shop.site.storage.save(key, old, old)
    expect(await exported('one')).toEqual({})
    shop.calls()
    await shop.receive({ marketplace: 'one', order: 'o2', at: 1, fields: { [COMPANY]: 'Acme' }, target: VIOLIN })
    expect(shop.calls()).toEqual(['POST /enrollments'])
    expect(await exported('one')).toEqual({ [COMPANY]: 'Acme' })
  })

  test('go with an erasure of their marketplace, and the other’s stay', async () => {
    await shop.receive({ marketplace: 'one', fields: { [COMPANY]: 'Acme' } })
    await shop.receive({ marketplace: 'two', order: 'o2', at: 1, fields: { [COMPANY]: 'Bolts' } })
    await runToEnd(shop.erase('one', ADA))
    expect([await exported('one'), await exported('two')]).toEqual([{}, { [COMPANY]: 'Bolts' }])
    const stored = JSON.stringify(shop.site.storage.load(await shop.site.customerKey(ADA)))
    expect([stored.includes('Acme'), stored.includes('Bolts')]).toEqual([false, true])
  })
})

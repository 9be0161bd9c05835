/** Two marketplaces know one Thinkific user by different emails: each sees the one it reported. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { listChoosable } from '../../../../src/integrations/thinkific/customers/choosable-purchases'
import { correctEmailAtSite } from '../../../../src/integrations/thinkific/customers/correct-email'
import { viewCustomer } from '../../../../src/integrations/thinkific/customers/customer-view'
import { exportFromSite } from '../../../../src/integrations/thinkific/customers/erasure'
import { listHolders } from '../../../../src/integrations/thinkific/customers/target-holders'
import { type Academy, academy, PIANO, runToEnd } from '../academy'
import { openTenant, type Tenant } from '../tenant'

const ADA = 'ada@example.com'
const OLD = 'old@example.com'
const NEW = 'secret.new@example.com'

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

describe('an email changed in Thinkific, which only the other reported since', () => {
  beforeEach(async () => {
    await tenant.receive({ order: 't1', email: OLD })
    const user = shop.owner.user(OLD)
    shop.owner.changeEmail(user?.id ?? 0, NEW)
    await shop.receive({ order: 'o1', email: NEW })
  })

  const view = (marketplace: string, email: string) => runToEnd(viewCustomer(shop.site, marketplace, email))
  const take = (marketplace: string, email: string) => runToEnd(exportFromSite(shop.site, marketplace, email))
  const holders = async () => (await runToEnd(listHolders(shop.site, 'tenant', PIANO, 10))).map(({ email }) => email)

  test('is on no page, in no export and among no holders of the first, whose key works', async () => {
    expect((await view('tenant', OLD))?.email).toBe(OLD)
    expect((await take('tenant', OLD))?.email).toBe(OLD)
    expect(await holders()).toEqual([OLD])
    expect((await view('shop', NEW))?.email).toBe(NEW)
  })

  test('is neither while Thinkific refuses its key', async () => {
    tenant.die()
    await tenant.receive({ order: 'probe', email: 'probe@example.com' })
    expect((await view('tenant', OLD))?.email).toBe(OLD)
    expect(await holders()).toEqual([OLD])
  })

  test('finds nothing for the first: no page, no export, nothing to erase or to correct', async () => {
    expect([await view('tenant', NEW), await take('tenant', NEW)]).toEqual([null, null])
    expect(await runToEnd(shop.erase('tenant', NEW))).toBe(false)
    expect(await runToEnd(correctEmailAtSite(shop.site, 'tenant', NEW, ADA))).toMatchObject({ purchases: 0 })
    expect([await view('shop', OLD), (await view('tenant', OLD))?.purchases.length]).toEqual([null, 1])
  })

  test('is its own as soon as it reports it', async () => {
    await tenant.receive({ order: 't2', email: NEW, at: 1 })
    expect((await view('tenant', NEW))?.email).toBe(NEW)
    expect((await view('tenant', OLD))?.purchases.length).toBe(2)
  })

  test('goes with the one that erases it, while the first keeps its own', async () => {
    await runToEnd(shop.erase('shop', NEW))
    expect(shop.kept.rows().filter((row) => row.includes(NEW))).toEqual([])
    expect((await view('tenant', OLD))?.email).toBe(OLD)
    await runToEnd(shop.erase('tenant', OLD))
    expect(shop.kept.rows().filter((row) => row.includes(OLD))).toEqual([])
  })
})

describe('an erased customer whom the other still knows by the same email', () => {
  const refund = { order: 't1', email: 'eve@example.com', trigger: 'product.refunded', does: 'expire', at: 1 } as const

  test('is named by no sentence about another email', async () => {
    await tenant.receive({ order: 't1', email: ADA })
    await shop.receive({ order: 'o1' })
    await runToEnd(shop.erase('tenant', ADA))
    const answer = await tenant.receive(refund)
    expect(answer).toMatchObject({ outcome: 'kept', sentence: expect.not.stringContaining(ADA) })
  })

  test('is named among no purchases to choose from', async () => {
    await tenant.receive({ order: 't1', email: ADA })
    await tenant.receive({ order: 't1', email: 'bob@example.com' })
    await shop.receive({ order: 'o1' })
    await runToEnd(shop.erase('tenant', ADA))
    const job = await tenant.job(refund)
    vi.setSystemTime(job.happenedAt)
    await shop.settled(job, 3)
    const asked = { event: job.firing.event, email: refund.email, purchase: job.purchase }
    const found = await runToEnd(listChoosable(shop.site, asked))
    expect(found.map(({ email }) => email)).toEqual([null, 'bob@example.com'])
  })
})

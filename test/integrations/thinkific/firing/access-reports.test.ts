/** What a firing or note reports of access, where the marketplace's rules listen: given, moved, ended, failed; each the same after a crash. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { readAccess } from '../../../../src/integrations/thinkific/customers/access-now'
import type { AccessChange } from '../../../../src/model/access'
import type { Settling } from '../../../../src/model/outcome'
import { type Academy, academy, DAY, DUO, type EventSpec, endOfDay, HOUR, PIANO, START, VIOLIN } from '../academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const LONG = { options: { accessDays: 30 } }
const endingOn = (day: number) => START + endOfDay(day) * HOUR

describe('What a firing changed of access', () => {
  test('a sale gives, the same sale again and a second one of the course give nothing, a refund ends', async () => {
    const shop = await academy()
    expect(await report(shop, {})).toMatchObject([{ is: 'given', target: PIANO, end: null }])
    expect(await report(shop, { order: 'o2', product: 'other', at: 1 })).toEqual([])
    expect(await report(shop, { trigger: 'product.refunded', does: 'expire', at: 2 })).toEqual([])
    const last = { trigger: 'product.refunded', does: 'expire', order: 'o2', product: 'other', at: 3 } as const
    expect(await report(shop, last)).toMatchObject([{ is: 'ended', target: PIANO, end: null }])
  })

  test('a payment moves an end, and gives again what had lapsed', async () => {
    const shop = await academy()
    const paid = { trigger: 'subscription.charged', subscription: 's1', ...LONG } as const
    expect(await report(shop, { subscription: 's1', ...LONG })).toMatchObject([{ is: 'given', end: endingOn(30) }])
    expect(await report(shop, { ...paid, at: 20 * 24 })).toMatchObject([{ is: 'moved', end: endingOn(50) }])
    expect(await report(shop, { ...paid, at: 60 * 24 })).toMatchObject([{ is: 'given', end: endingOn(90) }])
  })

  test('a bundle is one thing given', async () => {
    const shop = await academy()
    expect(await report(shop, { target: DUO })).toMatchObject([{ is: 'given', target: DUO }])
  })

  test('access found in Thinkific is not given by the sale that finds it', async () => {
    const shop = await academy()
    const user = shop.owner.addUser({ email: 'ada@example.com' })
    shop.owner.enroll({ userId: user.id, courseId: 101 })
    expect(await report(shop, { at: 1 })).toEqual([])
  })

  test('nor by one that finds it only as it enrolls', async () => {
    const shop = await academy()
    await shop.receive({ target: VIOLIN, product: 'violin', order: 'o0' })
    const [user] = shop.owner.data.users.values()
    shop.owner.enroll({ userId: user?.id ?? 0, courseId: 101 })
    expect(await report(shop, { at: 1 })).toEqual([])
  })

  test('an erasure takes what a firing reported along, whose email it may name', async () => {
    const shop = await academy()
    const job = { ...(await shop.job(LONG)), reportsAccess: true as const }
    await shop.settled(job)
    const key = await shop.site.customerKey('ada@example.com')
    const kept = () => shop.site.storage.load(key).settled
    expect(kept()).toMatchObject([{ access: [{ is: 'given' }] }])
    await shop.erase('shop', 'ada@example.com')
    expect(kept()).toEqual([expect.not.objectContaining({ access: expect.anything() })])
  })

  test('a course that is gone fails what should open it, and not what should end it', async () => {
    const shop = await academy()
    const gone = { ...PIANO, id: '999' }
    expect(await report(shop, { target: gone })).toMatchObject([{ is: 'failed', target: gone, end: null }])
  })

  test('nothing is reported, and nothing stored of it, where no rule listens', async () => {
    const shop = await academy()
    const job = await shop.job({})
    expect(await shop.settled(job)).not.toHaveProperty('access')
    const key = await shop.site.customerKey('ada@example.com')
    expect(shop.site.storage.load(key).settled).toEqual([expect.not.objectContaining({ access: expect.anything() })])
  })

  test('the object stops after it settled: asked again it reports the same', async () => {
    const shop = await academy()
    const job = { ...(await shop.job(LONG)), reportsAccess: true as const }
    const first = accessOf(await shop.settled(job))
    shop.evict()
    vi.setSystemTime(START + DAY)
    expect(accessOf(await shop.settled(job))).toEqual(first)
    expect(first).toMatchObject([{ is: 'given', at: expect.any(Number) }])
  })

  test('what a note gives back is reported, also when the note comes again', async () => {
    const shop = await academy()
    await shop.receive({ subscription: 's1' })
    await shop.receive({ trigger: 'subscription.charge_failed', does: 'expire', subscription: 's1', at: 1 })
    const charged = { trigger: 'subscription.charged', subscription: 's1', at: 2, event: 'paid' } as const
    const given = [{ is: 'given', target: { kind: 'course', id: '101' }, end: null }]
    const first = await shop.note({ ...charged, reportsAccess: true })
    expect(first).toMatchObject({ own: { outcome: 'enrolled' }, access: given })
    shop.evict()
    const again = await shop.note({ ...charged, reportsAccess: true })
    expect(again).toMatchObject({ own: null, access: first?.access })
  })

  test('the ledger says what is open now, without a call, and forgets no end that has passed', async () => {
    const shop = await academy()
    await shop.receive(LONG)
    shop.calls()
    const ask = () => readAccess(shop.site, 'shop', 'ada@example.com', { kind: 'course', id: '101' })
    expect(await ask()).toEqual({ open: true, end: endingOn(30) })
    vi.setSystemTime(endingOn(30) + 1)
    expect(await ask()).toEqual({ open: false, end: endingOn(30) })
    await shop.receive({ trigger: 'product.refunded', does: 'expire', at: 1 })
    expect((await ask()).end).toBeLessThan(endingOn(30))
    const other = await readAccess(shop.site, 'shop', 'ben@example.com', { kind: 'course', id: '101' })
    expect(other).toEqual({ open: false, end: null })
    expect(shop.calls()).toEqual([])
  })
})

async function report(shop: Academy, spec: EventSpec): Promise<AccessChange[]> {
  const job = { ...(await shop.job(spec)), reportsAccess: true as const }
  vi.setSystemTime(Math.max(Date.now(), job.happenedAt))
  return accessOf(await shop.settled({ ...job, receivedAt: Date.now() }))
}

function accessOf(settling: Settling): AccessChange[] {
  return settling.final ? (settling.access ?? []) : []
}

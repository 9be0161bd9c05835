/** What differs between the ledger and Thinkific once someone changed access by hand there. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Difference } from '../../../../src/model/difference'
import { type Academy, academy, advanceTime, CELLO, DAY, DUO, HOUR, PIANO, START, VIOLIN } from '../academy'
import { openTenant } from '../tenant'
import { listDifferences } from './reading'

const ADA = 'ada@example.com'
const BEA = 'bea@example.com'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const say = ({ kind, guess, email, target }: Difference) => `${kind}, ${guess}: ${email} ${target.name}`
const listed = async (shop: Academy, courses = [PIANO, VIOLIN, CELLO], marketplace = 'shop') =>
  (await listDifferences(shop, courses, marketplace)).map(say).toSorted()

/** Someone's row in a course. */
function rowOf({ owner }: Academy, email: string, course: { id: string }) {
  const user = owner.user(email)?.id
  const row = [...owner.data.enrollments.values()].find(
    ({ userId, courseId }) => userId === user && String(courseId) === course.id,
  )
  if (row === undefined) {
    throw new Error(`${email} has no row in ${course.id}`)
  }
  return row
}

describe('Ledger and Thinkific agree', () => {
  test('after sales, refunds, renewals and bundles that went through', async () => {
    const shop = await academy()
    await shop.receive({ options: { accessDays: 30 } })
    await shop.receive({ email: BEA, order: 'o2', target: DUO, product: 'duo' })
    await shop.receive({
      email: BEA,
      order: 'o2',
      product: 'duo',
      trigger: 'product.refunded',
      does: 'expire',
      target: DUO,
      at: 1,
    })
    await advanceTime(HOUR)
    expect(await listed(shop)).toEqual([])
  })

  test('once access has lapsed on its day on both sides', async () => {
    const shop = await academy()
    await shop.receive({ options: { accessDays: 3 } })
    await advanceTime(10 * DAY)
    expect(await listed(shop)).toEqual([])
  })

  test('about what was sold a moment ago, on its way, or bought as a test', async () => {
    const shop = await academy()
    await shop.receive({ test: true })
    await advanceTime(HOUR)
    expect(await listed(shop)).toEqual([])
  })
})

describe('A difference', () => {
  test('is access ended by hand, a customer taken out, and a date moved, of a course or through a bundle', async () => {
    const shop = await academy()
    const sold = (email: string, target = PIANO) =>
      shop.receive({ email, order: email, target, options: { accessDays: 30 } })
    await sold(ADA)
    await sold(BEA)
    await sold('cleo@example.com')
    await sold('dora@example.com', DUO)
    await advanceTime(HOUR)
    shop.owner.setDates(rowOf(shop, ADA, PIANO).id, { expiryDate: Date.now() - DAY })
    shop.owner.removeEnrollment(rowOf(shop, BEA, PIANO).id)
    shop.owner.setDates(rowOf(shop, 'cleo@example.com', PIANO).id, { expiryDate: Date.now() + DAY })
    shop.owner.removeEnrollment(rowOf(shop, 'dora@example.com', VIOLIN).id)
    await advanceTime(HOUR)
    expect(await listed(shop)).toEqual([
      `date, date moved: cleo@example.com Piano 101`,
      `missing, ended there: ${ADA} Piano 101`,
      `missing, no enrollment: ${BEA} Piano 101`,
      `missing, no enrollment: dora@example.com Violin 102`,
    ])
  })

  test('says what each side has, through which purchase, and since when', async () => {
    const shop = await academy()
    await shop.receive({ order: 'o7', target: DUO, product: 'duo', options: { accessDays: 30 } })
    await advanceTime(HOUR)
    shop.owner.setDates(rowOf(shop, ADA, PIANO).id, { expiryDate: null })
    await advanceTime(HOUR)
    const [one] = await listDifferences(shop, [PIANO])
    expect(one).toMatchObject({
      kind: 'date',
      theirs: { open: true, end: null },
      ours: { through: DUO, purchase: { productId: 'duo', productName: 'Duo', orderId: 'o7', subscriptionId: null } },
      since: START + HOUR,
    })
    expect(one?.ours?.end).toBeGreaterThan(START + 29 * DAY)
  })

  test('is access that no purchase gives, with a guess how it came about', async () => {
    const shop = await academy()
    const early = shop.owner.addUser({ email: 'early@example.com' })
    shop.owner.enroll({ userId: early.id, courseId: 101 })
    await advanceTime(HOUR)
    await shop.receive({ at: 1 })
    await shop.receive({ trigger: 'product.refunded', does: 'expire', at: 1 })
    await shop.receive({ email: BEA, order: 'o2', target: VIOLIN, at: 1 })
    await advanceTime(HOUR)
    shop.owner.setDates(rowOf(shop, ADA, PIANO).id, { expiryDate: null })
    shop.owner.enroll({ userId: shop.owner.user(BEA)?.id ?? 0, courseId: 101 })
    const stranger = shop.owner.addUser({ email: 'Stranger@Example.com' })
    shop.owner.enroll({ userId: stranger.id, courseId: 101 })
    const preview = shop.owner.addUser({ email: 'preview@example.com' })
    shop.owner.enroll({ userId: preview.id, courseId: 101, activatedAt: null })
    await advanceTime(HOUR)
    expect(await listed(shop)).toEqual([
      `unexplained, ended here: ${ADA} Piano 101`,
      'unexplained, from before: early@example.com Piano 101',
      `unexplained, given there: ${BEA} Piano 101`,
      'unexplained, of a stranger: stranger@example.com Piano 101',
    ])
  })

  test('is none where access was found before, or an administrator has it', async () => {
    const shop = await academy()
    const ada = shop.owner.addUser({ email: ADA })
    shop.owner.enroll({ userId: ada.id, courseId: 101 })
    const grace = shop.owner.addUser({ email: 'grace@example.com', roles: ['site_admin'] })
    await advanceTime(HOUR)
    await shop.receive({ at: 1 })
    await shop.receive({ trigger: 'product.refunded', does: 'expire', at: 1 })
    await shop.receive({ email: 'grace@example.com', order: 'o9', at: 1 })
    shop.owner.setDates(rowOf(shop, 'grace@example.com', PIANO).id, { expiryDate: Date.now() - DAY })
    await advanceTime(HOUR)
    expect(grace.roles).toEqual(['site_admin'])
    expect(shop.has(PIANO)).toBe('open')
    expect(await listed(shop)).toEqual([])
  })

  test('is not of another marketplace’s customer, who is explained', async () => {
    const shop = await academy()
    const tenant = await openTenant(shop)
    await tenant.receive({ email: BEA, order: 't1' })
    await shop.receive({ at: 1 })
    await advanceTime(HOUR)
    expect(await listed(shop)).toEqual([])
    shop.owner.removeEnrollment(rowOf(shop, BEA, PIANO).id)
    await advanceTime(HOUR)
    expect(await listed(shop)).toEqual([])
  })

  test('is not of someone without an email, whom no entry could name', async () => {
    const shop = await academy()
    await shop.receive({})
    shop.owner.enroll({ userId: shop.owner.addUser({ email: '' }).id, courseId: 101 })
    await advanceTime(HOUR)
    expect(await listed(shop)).toEqual([])
  })

  test('names no customer who was erased', async () => {
    const shop = await academy()
    await shop.receive({})
    await advanceTime(HOUR)
    await shop.erase('shop', ADA)
    shop.owner.setDates(rowOf(shop, ADA, PIANO).id, { expiryDate: Date.now() - DAY })
    await advanceTime(HOUR)
    expect(await listed(shop)).toEqual([])
  })

  test('is found by the user where the email was changed in Thinkific', async () => {
    const shop = await academy()
    await shop.receive({})
    await advanceTime(HOUR)
    shop.owner.changeEmail(shop.owner.user(ADA)?.id ?? 0, 'countess@example.com')
    expect(await listed(shop)).toEqual([])
    shop.owner.setDates(rowOf(shop, 'countess@example.com', PIANO).id, { expiryDate: Date.now() - DAY })
    await advanceTime(HOUR)
    expect(await listed(shop)).toEqual([`missing, ended there: ${ADA} Piano 101`])
  })
})

/** An admin finds what was changed by hand in Thinkific, and settles it either way. */
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { faultsOf } from './axe'
import { goTo, read, tooWide, useBrowser } from './browser'
import { openSchool, type School } from './school'
import { openShop, type Shop } from './shop'

const SOON = { timeout: 20_000, interval: 200 }
const PHONE = { viewport: { width: 390, height: 844 } }
const DAY_MS = 86_400_000
const COURSE = '777101'
const [ADA, BEA, EVE] = ['ada@example.com', 'bea@example.com', 'eve@example.com']
/** Of Thinkific's largest plan, so that two runs in a row need not wait. */
const REQUESTS_PER_MINUTE = 1_000

vi.setConfig({ testTimeout: 120_000 })
const { open } = useBrowser()
let shop: Shop
let school: School
let course: number

beforeAll(async () => {
  school = await openSchool('reconciled', { requestsPerMinute: REQUESTS_PER_MINUTE })
  course = await school.course('Course Two')
  shop = await openShop('Reconciled Shop')
  const integration = await shop.connect(school, 'Academy', REQUESTS_PER_MINUTE)
  await shop.sells(COURSE, 'Power Yoga')
  await shop.rule({ product: COURSE, integration, target: course })
  for (const [n, email] of [ADA, BEA].entries()) {
    await shop.ends(await shop.store.sell({ email, product: COURSE, order: `71${n}` }), 'enrolled')
  }
})

describe('What was changed by hand in Thinkific', () => {
  test('is found on request, counted with the integration and on Overview, and enrolled again', async () => {
    await school.setEnd(ADA, course, Date.now() - 2 * DAY_MS)
    await school.setEnd(BEA, course, Date.now() + 9 * DAY_MS)
    await school.enroll(EVE, course)
    const page = await open()
    await page.goto(`${shop.base}/overview`)
    await goTo(page, 'Integrations')
    await page.getByRole('link', { name: 'Reconcile Academy' }).click()
    await page.getByRole('heading', { name: 'Not compared yet' }).waitFor()
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Reconcile Now' }).click()
    const found = page.getByRole('heading', { name: 'Paid for, but access ended in Thinkific' })
    await expect.poll(async () => (await page.reload()) && found.count(), SOON).toBe(1)
    expect(await read(page.getByRole('row', { name: ADA }))).toContain('Power Yoga, order 710')
    expect(await faultsOf(page)).toEqual([])
    await page.goto(`${shop.base}/integrations`)
    await page.getByRole('link', { name: '3 differences' }).click()

    await page.getByLabel(`Select ${ADA}, Course Two`).check()
    await page.getByRole('button', { name: 'Enroll again' }).click()
    await page.getByRole('heading', { name: 'Enroll again?' }).waitFor()
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Enroll again' }).click()
    await expect.poll(() => school.access(ADA), SOON).toMatchObject([{ state: 'full', until: null }])
    const entries = (await shop.log()).filter(({ customer }) => customer === ADA)
    expect(entries.some(({ sentence }) => sentence.includes('restored the purchase’s access by hand'))).toBe(true)
  })

  test('is kept, on a phone without a script', async () => {
    const page = await open({ ...PHONE, javaScriptEnabled: false, colorScheme: 'dark' })
    await page.goto(`${shop.base}/integrations`)
    await page.getByRole('link', { name: 'Reconcile Academy' }).click()
    await page.getByLabel(`Select ${EVE}, Course Two`).check()
    await page.getByRole('button', { name: 'Keep access' }).click()
    await page.getByText('Nothing changes there.').waitFor()
    await page.getByRole('button', { name: 'Keep access' }).click()
    await expect.poll(async () => (await page.reload()) && page.getByText(EVE).count(), SOON).toBe(0)
    expect(await school.access(EVE)).toMatchObject([{ state: 'full' }])
    const scripted = await open(PHONE)
    await scripted.goto(page.url())
    expect(await tooWide(scripted)).toBeLessThanOrEqual(0)
  })
})

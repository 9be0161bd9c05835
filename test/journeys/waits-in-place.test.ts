/** What a page waits for has its room from the start, and fills it without a reload. */
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { faultsOf, violations } from './axe'
import { useBrowser } from './browser'
import { watchShift } from './layout-shift'
import { openSchool, type School } from './school'
import { openShop, type Shop } from './shop'

const SLOW_MS = 2_000
const [ADA, EVE] = ['ada@example.com', 'eve@example.com']
/** Too many to be previewed at once. */
const ORDERS = 8_000
const PATIENTLY = { timeout: 40_000 }
const COURSES = 9
/** Of Thinkific's largest plan, so that no run waits for the minute. */
const REQUESTS_PER_MINUTE = 1_000

vi.setConfig({ testTimeout: 60_000 })
const { open } = useBrowser()
let school: School
let shop: Shop
let integration: string
let courses: number[]

beforeAll(async () => {
  school = await openSchool('patient', { requestsPerMinute: REQUESTS_PER_MINUTE })
  courses = []
  for (let n = 1; n <= COURSES; n += 1) {
    courses.push(await school.course(`Course ${n}`))
  }
  shop = await openShop('Patient Shop')
  integration = await shop.connect(school, 'Academy', REQUESTS_PER_MINUTE)
  await shop.rule({ product: '1', integration, target: courses[0] ?? 0 })
  await shop.ends(await shop.store.sell({ email: ADA, product: '1', order: '1' }), 'enrolled')
})

describe('Without anything moving', () => {
  test('a catalog is read again', async () => {
    const page = await open()
    await page.goto(`/m/${inject('demo').marketplace}/integrations`)
    const row = page.getByRole('row', { name: 'Academy' })
    const refresh = async () => {
      await row.getByRole('button', { name: 'Refresh' }).click()
      await row.getByRole('progressbar').waitFor()
      await row.getByText('Refreshed just now').waitFor()
    }
    // The first also says what changed since the demo was set up.
    await slowCatalog()
    await refresh()
    await page.reload()
    const moved = await watchShift(page)
    await slowCatalog()
    await refresh()
    expect(await moved()).toEqual([])
  })

  test('the courses of a school connected a moment ago come into a rule’s form, which then asks no more', async () => {
    const other = await openSchool('fresh')
    for (let n = 1; n <= COURSES; n += 1) {
      await other.course(`Course ${n}`)
    }
    // The first shows that the key works.
    await other.fault('slow', 2, '^/courses', SLOW_MS)
    const fresh = await shop.connect(other, 'Fresh')
    const page = await open()
    const draft = { product: '1', integration: fresh, action: 'create_course', category: 'ecommerce' }
    const chosen = new URLSearchParams({ ...draft, trigger: 'product.purchased', step: '3' })
    await page.goto(`${shop.base}/rules/new?${chosen}`)
    await page.locator('.options .skeleton').waitFor()
    expect(await violations(page)).toEqual([])
    const moved = await watchShift(page)
    await page.getByLabel('Course 1').waitFor()
    await page.getByText('Refreshed just now').waitFor()
    expect(await moved()).toEqual([])
    expect(await countRequests(page)).toBe(0)
  })

  test('what Thinkific has of a customer', async () => {
    for (const course of courses.slice(1)) {
      await school.enroll(ADA, course)
    }
    await school.fault('slow', 1, '^/enrollments', SLOW_MS)
    const page = await open()
    await page.goto(`${shop.base}/customers/${encodeURIComponent(ADA)}`)
    await page.getByRole('link', { name: 'Check in Thinkific' }).click()
    await page.locator('#live-records.htmx-request').waitFor()
    const moved = await watchShift(page)
    await page.getByRole('heading', { name: 'In Thinkific right now' }).waitFor()
    expect(await page.locator('#site-records').getByText('Course 9').count()).toBe(1)
    expect(await moved()).toEqual([])
    expect(await faultsOf(page)).toEqual([])
  })

  test('the differences of a reconcile, and its own card', async () => {
    await school.enroll(EVE, courses[0] ?? 0)
    await school.fault('slow', 1, '^/enrollments', SLOW_MS)
    const page = await open()
    await page.goto(`${shop.base}/integrations/${integration}/differences`)
    await page.getByRole('button', { name: 'Reconcile Now' }).click()
    await page.locator('#found .skeleton').waitFor()
    expect(await violations(page)).toEqual([])
    const moved = await watchShift(page)
    await page.getByRole('heading', { name: 'Enrolled in Thinkific, but not a customer here' }).waitFor()
    await page.getByText('Ended just now').waitFor()
    expect(await moved()).toEqual([])
    expect(await countRequests(page)).toBe(0)
  })

  test('the preview of past orders', async () => {
    const orders = Array.from({ length: ORDERS }, (_, n) => `${n},2025-03-04,past${n}@example.com,Product 1`)
    const text = ['Order ID,Order Date,Customer Email,Product Name', ...orders].join('\r\n')
    const page = await open()
    await page.goto(`${shop.base}/imports`)
    await page
      .getByLabel('CSV file')
      .setInputFiles({ name: 'orders.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
    await page.getByRole('button', { name: 'Upload the file' }).click()
    await page.getByRole('button', { name: 'Read the rows' }).click()
    await page.getByText(`${ORDERS.toLocaleString('en-US')} orders found.`).waitFor(PATIENTLY)
    await page.getByRole('button', { name: 'Preview' }).click()
    await page.locator('#import .skeleton').waitFor()
    const moved = await watchShift(page)
    await page.getByRole('heading', { name: 'What would happen' }).waitFor(PATIENTLY)
    expect(await moved()).toEqual([])
  })
})

/** How often it asks within a few seconds. */
async function countRequests(page: Page): Promise<number> {
  let requests = 0
  page.on('request', () => {
    requests += 1
  })
  await page.waitForTimeout(3_000)
  return requests
}

async function slowCatalog(): Promise<void> {
  const fault = { kind: 'slow', site: 'academy', path: '^/courses', ms: 1_500 }
  const headers = { 'content-type': 'application/json' }
  await fetch(`${inject('simulator')}/simulator/faults`, { method: 'POST', headers, body: JSON.stringify(fault) })
}

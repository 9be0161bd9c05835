import { beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { DEMO_SAMCART_KEY } from '../../.run/demo/samcart'
import { faultsOf } from './axe'
import { goTo, read, tooWide, useBrowser } from './browser'
import { openSchool, type School } from './school'
import { openShop, type Shop } from './shop'

const SOON = { timeout: 20_000, interval: 200 }
const PHONE = { viewport: { width: 390, height: 844 } }
const COURSE = '777001'
const PATIENCE_MS = 120_000

vi.setConfig({ testTimeout: PATIENCE_MS })
const { open } = useBrowser()
let shop: Shop
let school: School

beforeAll(async () => {
  school = await openSchool('lost')
  const target = await school.course('Course Two')
  shop = await openShop('Lost Sales Shop')
  const integration = await shop.connect(school)
  await shop.sells(COURSE, 'Power Yoga')
  await shop.rule({ product: COURSE, integration, target })
  await atSamCart('POST', '/products', { id: Number(COURSE), name: 'Power Yoga' })
  await sold('nia@example.com', 9001)
  await sold('omar@example.com', 9002)
  await sold('reported@example.com', 9003)
  await shop.ends(await shop.store.sell({ email: 'reported@example.com', product: COURSE, order: '9003' }), 'enrolled')
})

async function atSamCart(method: string, path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  await fetch(`${inject('simulator')}/samcart${path}`, { method, headers, body: JSON.stringify(body) })
}

function sold(email: string, order: number): Promise<void> {
  return atSamCart('POST', '/sales', { email, name: ['Nia', null], products: [Number(COURSE)], daysAgo: 2, order })
}

describe('Sales that SamCart never reported', () => {
  test('are found with a key, which is tried first, and enrolled by one click', async () => {
    const page = await open()
    await page.goto(`${shop.base}/overview`)
    await goTo(page, 'Webhook')
    await page.getByRole('link', { name: 'Lost sales' }).click()
    await page.getByRole('heading', { name: 'Find sales that SamCart did not report' }).waitFor()
    expect(await page.getByRole('link', { name: 'support@samcart.com' }).count()).toBe(1)
    expect(await faultsOf(page)).toEqual([])
    await page.getByLabel('SamCart API Key').fill('a wrong key')
    await page.getByRole('button', { name: 'Save Key' }).click()
    await page.getByText('SamCart does not accept this key.').first().waitFor()
    expect(await page.content()).not.toContain('a wrong key')
    await page.getByLabel('SamCart API Key').fill(DEMO_SAMCART_KEY)
    await page.getByRole('button', { name: 'Save Key' }).click()
    await page.getByText('The key works.').waitFor()
    await page.getByRole('heading', { name: '2 paid, never reported' }).waitFor()
    expect(await page.content()).not.toContain(DEMO_SAMCART_KEY)
    expect(await read(page.getByRole('row', { name: 'nia@example.com' }))).toContain('order 9001 · 97.00 USD')
    expect(await faultsOf(page)).toEqual([])

    await page.goto(`${shop.base}/overview`)
    await page.getByRole('heading', { name: '2 paid, never reported' }).waitFor()
    await page.getByRole('link', { name: 'See lost sales' }).click()
    await page.getByRole('button', { name: 'Enroll (nia@example.com)' }).click()
    await page
      .getByText(/in progress|settled/)
      .first()
      .waitFor()
    await expect.poll(() => school.access('nia@example.com'), SOON).toMatchObject([{}])
    expect((await shop.log()).filter(({ outcome }) => outcome === 'enrolled')).toHaveLength(2)
  })

  test('are left as they are, on a phone without a script', async () => {
    const page = await open({ ...PHONE, javaScriptEnabled: false, colorScheme: 'dark' })
    await page.goto(`${shop.base}/lost-sales`)
    await page.getByRole('button', { name: 'Leave as it is (omar@example.com)' }).click()
    await page.getByText('Left as it is. It is not listed again.').waitFor()
    expect(await page.getByText('omar@example.com').count()).toBe(0)
    await page.getByRole('button', { name: 'Compare now' }).click()
    const nothing = page.getByRole('heading', { name: 'No lost sales' })
    await expect.poll(async () => (await page.reload()) && nothing.count(), SOON).toBe(1)
    const scripted = await open(PHONE)
    await scripted.goto(`${shop.base}/lost-sales`)
    expect(await tooWide(scripted)).toBeLessThanOrEqual(0)
    expect(await school.access('omar@example.com')).toEqual([])
  })

  test('are no longer looked for once the key is removed, after its page said what stays', async () => {
    const page = await open()
    await page.goto(`${shop.base}/lost-sales`)
    await page.getByRole('link', { name: 'Remove the key' }).click()
    await page.getByText('What was found stays listed.').waitFor()
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Remove the Key' }).click()
    await page.getByText('The key is removed.').waitFor()
    await page.getByRole('heading', { name: 'Find sales that SamCart did not report' }).waitFor()
  })
})

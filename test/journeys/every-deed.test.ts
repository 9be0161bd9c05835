import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { allFaults, faultsOf } from './axe'
import { read, useBrowser } from './browser'
import { openSchool } from './school'
import { openShop, type Shop } from './shop'

const PATIENCE_MS = 120_000
const PASSWORD = 'violet tractor seldom lamp'

vi.setConfig({ testTimeout: PATIENCE_MS })
const { open, stranger } = useBrowser()
let shop: Shop
let other: Shop
let rule: string

beforeAll(async () => {
  const school = await openSchool('deeds')
  const course = await school.course('Course Two')
  shop = await openShop('Deeds Shop')
  other = await openShop('Other Shop')
  const integration = await shop.connect(school)
  await other.connect(school, 'Academy there')
  await shop.sells('1', 'Power Yoga')
  rule = await shop.rule({ product: '1', integration, target: course })
  await shop.ends(await shop.store.sell({ email: 'ada@example.com', product: '1', order: '5' }), 'enrolled')
})

/** Fills in what a page asks, sends it, and looks at what comes back. */
async function seen(page: Page, button: string, arrived: string | RegExp): Promise<string[]> {
  await page.getByRole('button', { name: button }).click()
  await page.getByText(arrived).first().waitFor()
  return faultsOf(page)
}

describe('Every deed', () => {
  test('rules are copied to another marketplace, where they wait to be switched on', async () => {
    const to = other.base.replace('/m/', '')
    const pages = [`${shop.base}/rules/copies`, `${shop.base}/rules/copies/${to}?product=1`]
    expect(await allFaults(open, pages)).toEqual([])
    const page = await open()
    await page.goto(`${shop.base}/rules/copies/${to}`)
    expect(await seen(page, 'Copy Rules', '1 rule copied')).toEqual([])
    await page.goto(`${other.base}/rules`)
    await page.getByRole('row', { name: 'Product Purchased' }).getByText('Off', { exact: true }).waitFor()
  })

  test('everyone who holds a course loses it, after its page said who and what stays', async () => {
    const page = await open()
    await page.goto(`${shop.base}/rules/${rule}/delete`)
    await page.getByRole('link', { name: 'end their access' }).click()
    await page.getByText('1 customer loses Course Two').waitFor()
    expect(await faultsOf(page)).toEqual([])
    expect(await seen(page, 'End Access Now', /^Ending all access to Course Two/)).toEqual([])
    await expect
      .poll(async () => (await shop.log()).filter(({ outcome }) => outcome === 'expired').length, { timeout: 20_000 })
      .toBe(1)
  })

  test('a test order is undone, after its page said what that takes', async () => {
    const page = await open()
    await page.goto(`${shop.base}/rules/${rule}/test`)
    await page.getByLabel('Customer’s email').fill('tester@example.com')
    await page.getByRole('button', { name: 'Send test event' }).click()
    const entry = page.locator('#log').getByRole('link', { name: 'Product Purchased' })
    await entry.click()
    await page.getByRole('link', { name: 'Undo this test' }).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await faultsOf(page)).toEqual([])
  })

  test('a colleague is invited, joins, gets a link for a new password and is removed from the team', async () => {
    const email = `deeds-${crypto.randomUUID().slice(0, 8)}@example.com`
    const admin = await open()
    await admin.goto(`${shop.base}/team`)
    await admin.getByLabel('Email').fill(email)
    expect(await seen(admin, 'Create the link', `Link for ${email}`)).toEqual([])
    const link = await read(admin.locator('code[id^="link-"]'))

    const page = await stranger()
    await page.goto(link)
    expect(await faultsOf(page)).toEqual([])
    await page.getByLabel('Your name').fill('Mo Merchant')
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Join' }).click()
    await page.waitForURL(/\/overview$/)
    await page.goto(`${shop.base}/team`)
    expect(await faultsOf(page)).toEqual([])

    await admin.goto(`${shop.base}/team`)
    expect(await seen(admin, 'Reset password', 'It is shown only now.')).toEqual([])
    await admin.goto(`${shop.base}/team`)
    await admin.getByRole('link', { name: 'Remove' }).click()
    await admin.getByText('Remove Mo Merchant from the team?').waitFor()
    expect(await faultsOf(admin)).toEqual([])
    expect(await seen(admin, 'Remove from the team', 'removed from the team')).toEqual([])
  })
})

import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { goTo, read, tooWide, useBrowser } from './browser'
import { openSchool } from './school'
import { openShop, type Shop } from './shop'

const SOON = { timeout: 15_000, interval: 200 }
const WITHOUT_SCRIPT = { javaScriptEnabled: false }
const PHONE = { viewport: { width: 390, height: 844 } }

const { open } = useBrowser()
let shop: Shop

beforeAll(async () => {
  const school = await openSchool('found')
  const course = await school.course('Course Two')
  shop = await openShop('Found Shop')
  const integration = await shop.connect(school)
  await shop.sells('1', 'Power Yoga')
  await shop.sells('2', 'Breath Basics')
  await shop.rule({ product: '1', integration, target: course })
  await shop.ends(await shop.store.sell({ email: 'ada@example.com', product: '1', order: '7001' }), 'enrolled')
  const ben = { email: 'ben@example.com', name: ['Ben', 'Okafor'] as [string, string], product: '2', order: '7002' }
  await shop.ends(await shop.store.sell(ben), 'no rule')
})

function focusedWords(page: Page): Promise<string> {
  return read(page.locator(':focus'))
}

describe('A merchant looks for someone', () => {
  test('Customers lists everyone, newest activity first, and narrows as one types or chooses a product', async () => {
    const page = await open()
    await page.goto(`${shop.base}/overview`)
    await goTo(page, 'Customers')
    const rows = page.locator('#customers tbody tr')
    await expect.poll(() => rows.count(), SOON).toBe(2)
    expect(await read(rows.first())).toContain('Ben Okafor')
    await page.getByRole('searchbox', { name: 'Search customers' }).pressSequentially('byron')
    await expect.poll(() => rows.count(), SOON).toBe(1)
    expect(new URL(page.url()).searchParams.get('search')).toBe('byron')
    await page.getByRole('searchbox', { name: 'Search customers' }).fill('7002')
    await rows.getByText('Ben Okafor').waitFor()
    await page.getByRole('searchbox', { name: 'Search customers' }).fill('')
    await page.getByLabel('Product').selectOption({ label: 'Power Yoga' })
    await rows.getByText('ada@example.com').waitFor()
    await expect.poll(() => rows.count(), SOON).toBe(1)
    await rows.getByRole('link', { name: 'Ada Byron' }).click()
    await page.getByRole('heading', { level: 1, name: 'Ada Byron' }).waitFor()
  })

  test('Customers is searched without JavaScript too', async () => {
    const page = await open(WITHOUT_SCRIPT)
    await page.goto(`${shop.base}/customers`)
    await page.getByRole('searchbox', { name: 'Search customers' }).fill('okafor')
    await page.getByRole('button', { name: 'Search', exact: true }).click()
    await page.waitForURL(/search=okafor/)
    expect(await page.locator('#customers tbody tr').count()).toBe(1)
    await page.getByRole('link', { name: 'Ben Okafor' }).click()
    await page.getByRole('heading', { level: 1, name: 'Ben Okafor' }).waitFor()
  })
})

describe('A merchant searches everywhere', () => {
  test('/ begins it, the arrows walk through what was found, Escape leaves, Enter opens', async () => {
    const page = await open()
    await page.goto(`${shop.base}/logs`)
    await page.keyboard.press('/')
    await page.keyboard.type('okafor')
    const found = page.locator('#found')
    await found.getByRole('link', { name: 'Ben Okafor' }).waitFor()
    await page.keyboard.press('ArrowDown')
    expect(await focusedWords(page)).toContain('Ben Okafor')
    await page.keyboard.press('ArrowUp')
    expect(await page.locator(':focus').getAttribute('aria-label')).toBe('Find anything')
    await page.keyboard.press('Escape')
    expect(await found.getByRole('link').count()).toBe(0)

    await page.keyboard.press('Control+k')
    await page.keyboard.type('power')
    await found.getByRole('region', { name: 'Products' }).getByRole('link', { name: 'Power Yoga' }).waitFor()
    await page.keyboard.press('ArrowDown')
    expect(await focusedWords(page)).toContain('Power Yoga')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Power Yoga' }).waitFor()
  })

  test('an order, a rule and a page are found from the field, where Enter shows all on a page of its own', async () => {
    const page = await open()
    for (const [typed, group, link] of [
      ['7001', 'Orders', '7001'],
      ['course two', 'Rules', 'Course Two'],
      ['try it', 'Pages', 'Try it'],
    ] as const) {
      await page.goto(`${shop.base}/overview`)
      await page.keyboard.press('/')
      await page.keyboard.type(typed)
      await page.locator('#found').getByRole('region', { name: group }).getByRole('link', { name: link }).waitFor()
    }
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Search' }).waitFor()
    await page.locator('#found-here').getByRole('link', { name: 'Try it', exact: true }).click()
    await page.waitForURL(/\/try$/)
  })

  test('what is typed before the script has arrived is searched once it has', async () => {
    const page = await open()
    let arrive = () => {}
    const arrival = new Promise<void>((resolve) => {
      arrive = resolve
    })
    await page.route('**/htmx.min.*.js', async (route) => {
      await arrival
      await route.continue()
    })
    await page.goto(`${shop.base}/overview`, { waitUntil: 'commit' })
    await page.getByRole('searchbox', { name: 'Find anything' }).pressSequentially('okafor')
    arrive()
    await page.locator('#found').getByRole('link', { name: 'Ben Okafor' }).waitFor()
  })

  test('without JavaScript, and on a phone, it is a page', async () => {
    const page = await open(WITHOUT_SCRIPT)
    await page.goto(`${shop.base}/overview`)
    await page.getByRole('searchbox', { name: 'Find anything' }).fill('okafor')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/search\?q=okafor/)
    await page.locator('#found-here').getByRole('link', { name: 'Ben Okafor' }).click()
    await page.getByRole('heading', { level: 1, name: 'Ben Okafor' }).waitFor()

    const phone = await open(PHONE)
    await phone.goto(`${shop.base}/overview`)
    await phone.getByRole('link', { name: 'Find anything' }).click()
    await phone.getByRole('searchbox', { name: 'Search everything' }).fill('7002')
    await phone.locator('#found-here').getByRole('link', { name: '7002 Ben Okafor' }).waitFor()
    expect(await tooWide(phone)).toBeLessThanOrEqual(0)
  })
})

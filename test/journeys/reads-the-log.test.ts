import { readFile } from 'node:fs/promises'
import type { Locator } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { read, useBrowser } from './browser'
import { openSchool, type School } from './school'
import { openShop, type Shop } from './shop'

const SOON = { timeout: 20_000, interval: 200 }

const { open } = useBrowser()
let shop: Shop
let school: School
let integration: string
let course: number

function heightsOf(rows: Locator): Promise<number[]> {
  return rows.evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().height)))
}

beforeAll(async () => {
  school = await openSchool('logs')
  course = await school.course('Course Two')
  shop = await openShop('Log Shop')
  integration = await shop.connect(school)
  await shop.sells('1', 'Power Yoga')
  await shop.sells('2', 'Breath Basics')
  await shop.rule({ product: '1', integration, target: course })
  const labels = await Promise.all([
    shop.store.sell({ email: 'ada@example.com', product: '1', productName: 'Power Yoga', order: '19026152' }),
    shop.store.sell({ email: 'ben@example.com', name: ['Ben', 'Okafor'], product: '2', order: '19026199' }),
    shop.store.sell({
      email: 'eve@example.com',
      product: '1',
      productName: 'Power Yoga',
      order: '19026200',
      fields: { note: '<b>=1+1</b>' },
    }),
  ])
  for (const [n, event] of labels.entries()) {
    await shop.ends(event, n === 1 ? 'no rule' : 'enrolled')
  }
})

describe('A merchant reads the log', () => {
  test('search follows the typing, is kept in the address, and Back comes home', async () => {
    const page = await open()
    await page.goto(`${shop.base}/overview`)
    await page.goto(`${shop.base}/logs`)
    const rows = page.locator('#log tbody tr')
    expect(await rows.count()).toBe(3)
    await page.getByRole('searchbox', { name: 'Search' }).pressSequentially('19026199')
    await expect.poll(() => rows.count(), SOON).toBe(1)
    await rows.getByText('Ben Okafor').waitFor()
    await page.getByRole('status').getByText('1 entry found.').waitFor()
    expect(new URL(page.url()).searchParams.get('search')).toBe('19026199')
    expect(await page.locator(':focus').getAttribute('name')).toBe('search')

    await rows.getByRole('link', { name: 'Product Purchased' }).click()
    await page.getByRole('heading', { level: 1, name: 'Ben Okafor' }).waitFor()
    await page.goBack()
    await expect.poll(() => page.getByRole('searchbox', { name: 'Search' }).inputValue(), SOON).toBe('19026199')
    expect(await rows.count()).toBe(1)
    expect(await page.getByRole('heading', { level: 1, name: 'Logs' }).count()).toBe(1)
    await page.goBack()
    await page.waitForURL(/\/overview$/)
  })

  test('an entry is one line, its sentence unfolds, and a click in its row opens it', async () => {
    const page = await open({ viewport: { width: 1280, height: 800 } })
    await page.goto(`${shop.base}/logs?product=1`)
    const rows = page.locator('#log tbody tr')
    expect(await heightsOf(rows)).toEqual([44, 44])
    // Fifty end within 2,600 px.
    expect(((await rows.first().boundingBox())?.y ?? 2_600) + 50 * 44).toBeLessThan(2_600)
    const why = rows.first().locator('.why summary')
    await why.evaluate((one) =>
      one.prepend(
        'Although the customer had this course from another purchase until the end of this month, and would have kept it, ',
      ),
    )
    const cut = () =>
      why.evaluate((one) => one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight + 1)
    expect(await cut()).toBe(true)
    await why.click()
    expect(await cut()).toBe(false)
    expect(page.url()).toContain('product=1')

    await rows.first().locator('.when').click()
    await page.getByRole('heading', { level: 1 }).getByText('Product Purchased').waitFor()
    await page.getByRole('navigation', { name: 'Where you are' }).getByRole('link', { name: 'Logs' }).click()
    await page.waitForURL(/\/logs\?product=1$/)
  })

  test('a click that ends a selection of text leaves the page as it is', async () => {
    const page = await open({ viewport: { width: 1280, height: 800 } })
    await page.goto(`${shop.base}/logs?product=1`)
    const email = page.locator('#log tbody tr').first().locator('.aside').first()
    const box = (await email.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
    await page.mouse.move(box.x + 1, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width - 4, box.y + box.height / 2, { steps: 4 })
    await page.mouse.up()
    expect(await page.evaluate<string>('getSelection().toString()')).toContain('@')
    expect(page.url()).toContain('/logs?product=1')
  })

  test('on a phone, more than three cards fit a screen, each with its whole row to press', async () => {
    const page = await open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
    await page.goto(`${shop.base}/logs`)
    const cards = page.locator('#log tbody tr')
    expect(Math.max(...(await heightsOf(cards)))).toBeLessThan(844 / 3 - 40)
    const small = await page
      .locator('.button:visible, .nav a:visible, .control:visible')
      .evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.outerHTML))
    expect(small).toEqual([])
  })

  test('spans move with the calendar', async () => {
    const page = await open()
    await page.goto(`${shop.base}/logs`)
    await page.getByLabel('When').selectOption('Last 7 days')
    await page.waitForURL(/span=week/)
    expect(await page.locator('#log tbody tr').count()).toBe(3)
    await page.getByLabel('When').selectOption('Yesterday')
    await page.getByText('Nothing matches these filters').waitFor()
  })

  for (const [what, typed, found] of [
    ['customer', 'ben@ex', 1],
    ['product', 'power yoga', 2],
    ['course', 'course two', 2],
    ['order', '19026200', 1],
  ] as const) {
    test(`a search finds by ${what}, without JavaScript too`, async () => {
      const page = await open({ javaScriptEnabled: false })
      await page.goto(`${shop.base}/logs`)
      await page.getByRole('searchbox', { name: 'Search' }).fill(typed)
      await page.getByRole('button', { name: 'Search' }).click()
      // The click does not wait for the page it leads to.
      await expect.poll(() => page.locator('#log tbody tr').count(), SOON).toBe(found)
    })
  }

  test('filters combine, stay in the address and survive a reload', async () => {
    const page = await open()
    await page.goto(`${shop.base}/logs`)
    await page.getByLabel('Outcome').selectOption('enrolled')
    await page.getByText('More filters').click()
    await page.getByLabel('Integration', { exact: true }).selectOption({ label: 'Academy' })
    await page.getByLabel('From').fill(new Date(Date.now() - 86_400_000).toISOString().slice(0, 10))
    await expect.poll(() => new URL(page.url()).searchParams.get('from'), SOON).toBeTruthy()
    await expect.poll(() => page.locator('#log tbody tr').count(), SOON).toBe(2)
    await page.reload()
    expect(await page.locator('#log tbody tr').count()).toBe(2)
    expect(await page.getByLabel('Outcome').inputValue()).toBe('enrolled')

    await page.getByLabel('To').fill('2020-01-01')
    await page.getByText('Nothing matches these filters').waitFor()
  })

  test('a search without hits explains itself and says what else to try', async () => {
    const page = await open()
    await page.goto(`${shop.base}/logs?search=nobody%40example.com`)
    await page.getByText('Nothing matches “nobody@example.com”').waitFor()
    await page.getByText('The oldest entry is from').waitFor()
    await page.getByText('The last event was received').waitFor()
    await page.getByText('try the order id').waitFor()
    await page.getByRole('link', { name: 'What we know of nobody@example.com' }).waitFor()
  })

  test('an entry says why, and shows the event, the rule and each request without any secret', async () => {
    const page = await open()
    await page.goto(`${shop.base}/logs?search=ada@`)
    await page.getByRole('link', { name: 'Product Purchased' }).click()
    await page.locator('.verdict').getByText('Course Two').waitFor()
    await page.getByRole('link', { name: '“Product Purchased → Create Course Enrollment: Course Two”' }).waitFor()
    await page.getByText('POST /users').first().waitFor()
    for (const summary of await page.getByText('Request and response').all()) {
      await summary.click()
    }
    await page.getByText('The body as received').click()
    const whole = await read(page.locator('main'))
    expect(whole).toContain('ada@example.com')
    expect(whole).toContain('activated_at')
    expect(whole).not.toContain(school.apiKey)
    expect(whole).not.toMatch(/password/i)
  })

  test('what failed is fixed and retried, one by one or all that a filter shows', async () => {
    const missing = 4_111_111
    await shop.rule({ product: '3', integration, target: missing })
    const events = await Promise.all(
      ['x@example.com', 'y@example.com', 'z@example.com'].map((email) => shop.store.sell({ email, product: '3' })),
    )
    for (const event of events) {
      await shop.ends(event, 'target missing')
    }
    const page = await open()
    await page.goto(`${shop.base}/logs?search=x%40example.com`)
    await page.getByRole('link', { name: 'Product Purchased' }).click()
    await page.getByRole('button', { name: 'Retry' }).click()
    await page.getByText('Queued again.').waitFor()
    await expect
      .poll(async () => {
        await page.reload()
        return page.getByText('Retried by Demo Owner').count()
      }, SOON)
      .toBe(1)

    await page.goto(`${shop.base}/logs?search=${missing}`)
    await page.getByRole('link', { name: 'Retry all failed (3)' }).click()
    await page.getByText('3 failed entries will rerun').waitFor()
    await page.getByRole('button', { name: 'Retry All Failed' }).click()
    await page.getByText('3 entries are running again.').waitFor()
  })

  test('Replay runs an event against the rules of today', async () => {
    const event = await shop.store.sell({ email: 'late@example.com', product: '4' })
    await shop.ends(event, 'no rule')
    await shop.rule({ product: '4', integration, target: course })
    const page = await open()
    await page.goto(`${shop.base}/logs?search=late%40example.com`)
    await page.getByRole('link', { name: 'Product Purchased' }).click()
    await page.getByRole('link', { name: 'Replay' }).click()
    await page.getByRole('button', { name: 'Replay' }).click()
    await page.getByText('The event runs again').waitFor()
    await expect
      .poll(() => school.access('late@example.com'), SOON)
      .toMatchObject([{ courseId: course, state: 'full' }])
  })

  test('a waiting entry shows its next attempt, and updates automatically once Thinkific answers', async () => {
    await school.outage(true)
    await shop.store.sell({ email: 'patient@example.com', product: '1' })
    const page = await open()
    await expect
      .poll(async () => {
        await page.goto(`${shop.base}/logs?search=patient`)
        return page.locator('#waiting').getByText('Next try').count()
      }, SOON)
      .toBe(1)
    await school.outage(false)
    await page.locator('#log .badge').getByText('enrolled', { exact: true }).waitFor({ timeout: 40_000 })
    expect(await page.locator('#waiting').count()).toBe(0)
  })

  test('Export CSV gives what is asked, safe for a spreadsheet', async () => {
    const event = await shop.store.sell({ email: 'formula@example.com', name: ['=HYPERLINK("x")', '+1'], product: '9' })
    await shop.ends(event, 'no rule')
    const page = await open()
    await page.goto(`${shop.base}/logs?search=formula`)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export CSV' }).click(),
    ])
    const csv = await readFile(await download.path(), 'utf8')
    expect(csv.trimEnd().split('\r\n')).toHaveLength(2)
    expect(csv).toContain(`"'=HYPERLINK(""x"") +1"`)
  })
})

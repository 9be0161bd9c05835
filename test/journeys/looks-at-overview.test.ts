import { beforeAll, describe, expect, test } from 'vitest'
import { read, useBrowser } from './browser'
import { openSchool, type School } from './school'
import { openShop, type Shop } from './shop'

const SOON = { timeout: 20_000, interval: 200 }
/** More than 25 open entries are a backlog. */
const RUSH = 30

const { open } = useBrowser()
let shop: Shop
let school: School
let course: number

beforeAll(async () => {
  school = await openSchool('overview')
  course = await school.course('Course Two')
  shop = await openShop('Overview Shop')
})

describe('A merchant looks at Overview', () => {
  test('a new marketplace ticks its steps off one by one, until the first customer is in', async () => {
    const page = await open()
    const tally = async (done: number) => {
      await page.goto(`${shop.base}/overview`)
      await page.getByText(`${done} of 5 done`).waitFor()
    }
    await tally(0)
    const integration = await shop.connect(school)
    await tally(1)
    await shop.rule({ product: '1', integration, target: course })
    await tally(3)
    const event = await shop.store.sell({ email: 'first@example.com', product: '1' })
    await shop.ends(event, 'enrolled')
    await page.goto(`${shop.base}/overview`)
    await page.getByRole('heading', { name: 'Last 30 days' }).waitFor()
    expect(await page.getByText('of 5 done').count()).toBe(0)
  })

  test('the 30 days are drawn, and the same numbers stand in a table', async () => {
    const page = await open()
    await page.goto(`${shop.base}/overview`)
    await page.getByRole('img', { name: 'The same numbers follow as a table.' }).waitFor()
    await page.getByText('The same as a table').click()
    const enrolled = await read(page.locator('.totals dd').first())
    const column = await page.locator('.chart tbody td:nth-of-type(1)').allInnerTexts()
    expect(column.reduce((sum, cell) => sum + Number(cell), 0)).toBe(Number(enrolled))
  })

  test('a rejected key comes first, and once a new one is saved what waited runs automatically', async () => {
    await school.resetKey()
    await shop.store.sell({ email: 'locked@example.com', product: '1' })
    const page = await open()
    await expect
      .poll(async () => {
        await page.goto(`${shop.base}/overview`)
        return page.locator('.tasks li:first-child h2', { hasText: 'Academy needs attention' }).count()
      }, SOON)
      .toBe(1)
    await page.getByText('One entry is waiting; it runs automatically as soon as it works again.').waitFor()
    await page.getByRole('link', { name: 'Reconnect' }).click()
    expect(await page.locator(':focus').getAttribute('name')).toBe('key')
    await page.getByLabel('API Key').fill(school.apiKey)
    await page.getByRole('button', { name: 'Reconnect' }).click()
    await expect.poll(() => school.access('locked@example.com'), SOON).toMatchObject([{ state: 'full' }])
    await expect
      .poll(async () => {
        await page.goto(`${shop.base}/overview`)
        return page.locator('.tasks h2', { hasText: 'needs attention' }).count()
      }, SOON)
      .toBe(0)
  })

  test('a rush shows how far it is, and when it is over', async () => {
    await school.outage(true)
    for (let n = 0; n < RUSH; n += 1) {
      await shop.store.sell({ email: `rush-${n}@example.com`, product: '1' })
    }
    const page = await open()
    await expect
      .poll(async () => {
        await page.goto(`${shop.base}/overview`)
        return page.getByText('Working through a rush').count()
      }, SOON)
      .toBe(1)
    await page.getByRole('progressbar', { name: 'Customers moved' }).waitFor()
    await page.getByText(/of \d+ done/).waitFor()
    await school.outage(false)
  })
})

import { beforeAll, describe, expect, test } from 'vitest'
import { violations } from './axe'
import { read, tooWide, useBrowser } from './browser'
import { openSchool, type School } from './school'
import { openShop, type Shop } from './shop'

const SOON = { timeout: 20_000, interval: 200 }
const PHONE = { viewport: { width: 390, height: 844 } }

const { open } = useBrowser()
let shop: Shop
let school: School

beforeAll(async () => {
  school = await openSchool('years')
  const target = await school.course('Course Two')
  shop = await openShop('Years of Orders')
  const integration = await shop.connect(school)
  await shop.sells('1', 'Power Yoga')
  await shop.rule({ product: '1', integration, target })
})

const ORDERS = [
  'Order ID;Order Date;Customer Email;First Name;Product Name;Order Status;Refund Date;Processor',
  '101;5/3/2024;nora@example.com;Nora;Power Yoga;Paid;;Stripe',
  '102;5/4/2024;olga@example.com;Olga;Power Yoga;Refunded;6/1/2024;Stripe',
  '103;5/5/2024;Pia Lee;Pia;Power Yoga;Paid;;Stripe',
  '101;5/3/2024;nora@example.com;Nora;Power Yoga;Paid;;Stripe',
  '104;6/4/2024;rosa@example.com;Rosa;Old Mug;Paid;;Stripe',
].join('\r\n')

function csv(text: string, name = 'orders.csv') {
  return { name, mimeType: 'text/csv', buffer: Buffer.from(text) }
}

describe('Past orders in a file', () => {
  test('are uploaded, mapped, chosen, previewed and run; who paid is in, and the report says what came of each', async () => {
    const page = await open()
    await page.goto(`${shop.base}/customers`)
    await page.getByRole('link', { name: 'Import past orders' }).click()
    await page.getByLabel('CSV file').setInputFiles(csv(ORDERS))
    await page.getByRole('button', { name: 'Upload the file' }).click()

    await page.getByText('Your file looks like SamCart’s export of orders').waitFor()
    expect(await page.getByLabel('Email').inputValue()).toBe('2')
    await page.getByRole('button', { name: 'Read the rows' }).click()
    await page.getByRole('link', { name: 'Say whether the day or the month comes first.' }).waitFor()
    await page.getByLabel('Month first: 5/3 is May 3').check()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Read the rows' }).click()

    await page.getByText('4 orders found.').waitFor(SOON)
    await page.getByText('2 rows left out, each with its reason').waitFor()
    expect(await page.getByLabel('Power Yoga').inputValue()).toBe('1')
    expect(await page.getByLabel('Old Mug').inputValue()).toBe('')
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Preview' }).click()

    const would = page.getByRole('table', { name: 'What the orders would do' })
    await would.waitFor(SOON)
    const seen = await read(would)
    expect(seen).toMatch(/would enroll or extend access\D*1/)
    expect(seen).toMatch(/left out by date or product\D*1/)
    expect(await violations(page)).toEqual([])
    expect(await school.access('nora@example.com')).toEqual([])
    await page.getByRole('button', { name: 'Import these orders' }).click()

    await page.getByRole('heading', { name: 'What came of it' }).waitFor(SOON)
    expect(await school.access('nora@example.com')).toMatchObject([{}])
    expect(await school.access('olga@example.com')).toEqual([])
    const report = await shop.visitor.get(
      (await page.getByRole('link', { name: 'Download the report' }).getAttribute('href')) ?? '',
    )
    expect(report.text).toContain('"4","cannot be imported","“Pia Lee” is not an email address')
    expect(report.text).toContain('"5","cannot be imported","It is the same as row 2."')
    await page.goto(`${shop.base}/customers`)
    await page.getByRole('link', { name: 'Nora' }).waitFor()
  })

  test('what is no CSV file is refused with the reason, on a phone', async () => {
    const page = await open(PHONE)
    await page.goto(`${shop.base}/imports`)
    expect(await tooWide(page)).toBeLessThanOrEqual(0)
    await page.getByLabel('CSV file').setInputFiles({
      name: 'cat.png',
      mimeType: 'image/png',
      buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
    })
    await page.getByRole('button', { name: 'Upload the file' }).click()
    await page.getByText('This is a picture.').first().waitFor()
    await page.getByRole('button', { name: 'Upload the file' }).click()
    await page.getByText('Choose the CSV file that your store exported.').first().waitFor()
  })

  test('works without scripts, on a phone: pages are reloaded by hand', async () => {
    const page = await open({ ...PHONE, javaScriptEnabled: false })
    await page.goto(`${shop.base}/imports`)
    await page
      .getByLabel('CSV file')
      .setInputFiles(csv('Email,Product ID,Date\numa@example.com,1,2024-05-03\n', 'one.csv'))
    await page.getByRole('button', { name: 'Upload the file' }).click()
    await page.getByRole('button', { name: 'Read the rows' }).waitFor()
    expect(await tooWide(page)).toBeLessThanOrEqual(0)
    await page.getByRole('button', { name: 'Read the rows' }).click()
    const reloaded = async (name: string) => {
      await expect
        .poll(async () => {
          await page.reload()
          return page.getByRole('button', { name }).count()
        }, SOON)
        .toBe(1)
      expect(await tooWide(page)).toBeLessThanOrEqual(0)
      await page.getByRole('button', { name }).click()
    }
    await reloaded('Preview')
    await reloaded('Import these orders')
    await expect.poll(() => school.access('uma@example.com'), SOON).toMatchObject([{}])
    await reloaded('Delete the list')
    expect(await page.getByRole('link', { name: 'one.csv' }).count()).toBe(0)
  })
})

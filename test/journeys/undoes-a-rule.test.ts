import { beforeAll, describe, expect, test } from 'vitest'
import { read, tooWide, useBrowser } from './browser'
import { openSchool, type School } from './school'
import { openShop, type Shop } from './shop'

const SOON = { timeout: 15_000, interval: 200 }
const PHONE = { viewport: { width: 390, height: 844 } }

const { open, links } = useBrowser()
let shop: Shop
let school: School
let rule: string
let course: number
let integration: string

beforeAll(async () => {
  school = await openSchool('undoes')
  course = await school.course('Course Two')
  shop = await openShop('Wrong Rule Shop')
  integration = await shop.connect(school)
  await shop.sells('1', 'Power Yoga')
  await shop.rule({ integration, product: '1', target: course })
  rule = await shop.rule({ integration, product: '2', target: course })
})

describe('A rule that was wrong', () => {
  test('an admin sees who loses access and who keeps it, takes it back, and the log says so', async () => {
    for (const [email, product] of [
      ['nora@example.com', '2'],
      ['olga@example.com', '2'],
      ['olga@example.com', '1'],
    ] as const) {
      const sold = await shop.store.sell({ email, product, order: `${email} ${product}` })
      await shop.ends(sold, product === '2' ? 'enrolled' : 'already enrolled')
    }
    const page = await open()
    await page.goto(`${shop.base}/rules/${rule}`)
    await page.getByRole('link', { name: 'Undo what this rule did' }).click()
    await page.getByText('Undo what this rule did for 2 customers.').waitFor()
    const table = page.getByRole('table', { name: 'Customers and what would change for them' })
    expect(await read(table)).toContain('so it ends')
    expect(await read(table)).toContain('stays as it is, given by Power Yoga')
    await page.getByRole('button', { name: 'Undo It All' }).click()
    await page
      .getByText('Undone for 2 customers, each with an entry in the log: 1 lost access, 1 has what they had.')
      .waitFor()
    expect(await school.access('nora@example.com')).not.toMatchObject([{ state: 'full' }])
    expect(await school.access('olga@example.com')).toMatchObject([{}])
    await page.goto(`${shop.base}/logs`)
    await page.getByText('undone').first().waitFor()
    await links.collect()
  })

  test('one entry is undone on its own, on a phone too', async () => {
    await shop.ends(await shop.store.sell({ email: 'pia@example.com', product: '1', order: 'p' }), 'enrolled')
    const page = await open(PHONE)
    await page.goto(`${shop.base}/logs?search=pia%40example.com`)
    const entry = await page.locator('main a[href*="/logs/"]').first().getAttribute('href')
    await page.goto(entry ?? '')
    await page.getByRole('link', { name: 'Undo', exact: true }).click()
    await page.getByRole('heading', { name: 'Undo this entry?' }).waitFor()
    expect(await tooWide(page)).toBeLessThanOrEqual(0)
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await page.getByText('It is being undone.').waitFor()
    await expect.poll(() => shop.log().then(([newest]) => newest?.sentence), SOON).toContain('so it ends')
  })
})

describe('A rule that ends access, added late', () => {
  test('counts those who were refunded before, and ends their access', async () => {
    await shop.ends(await shop.store.sell({ email: 'rosa@example.com', product: '1', order: 'r' }), 'enrolled')
    await shop.ends(
      await shop.store.sell({ email: 'rosa@example.com', product: '1', order: 'r', type: 'product.refunded' }),
      'no rule',
    )
    const late = await shop.rule({
      integration,
      product: '1',
      target: course,
      trigger: 'product.refunded',
      action: 'expire_course',
    })
    const page = await open()
    await page.goto(`${shop.base}/rules/${late}`)
    await page.getByText('1 customer refunded before still has access').waitFor()
    await page.getByRole('link', { name: 'End their access' }).click()
    await page.getByRole('table', { name: 'Endings to apply' }).waitFor()
    await page.getByRole('button', { name: 'End their access' }).click()
    await page.getByText('One past ending ran, each with an entry in the log: 1 ended access.').waitFor()
    expect(await school.access('rosa@example.com')).not.toMatchObject([{ state: 'full' }])
  })
})

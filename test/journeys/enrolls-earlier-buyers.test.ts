import { beforeAll, describe, expect, test } from 'vitest'
import { read, tooWide, useBrowser } from './browser'
import { openSchool, type School } from './school'
import { openShop, type Shop } from './shop'

const SOON = { timeout: 15_000, interval: 200 }
const PHONE = { viewport: { width: 390, height: 844 } }

const { open, links } = useBrowser()
let shop: Shop
let school: School

beforeAll(async () => {
  school = await openSchool('later')
  await school.course('Course Two')
  shop = await openShop('Late Rule Shop')
  await shop.connect(school)
  await shop.sells('1', 'Power Yoga')
})

describe('A rule that came later than its buyers', () => {
  test('no rule, then a rule, then its 2 earlier buyers are enrolled', async () => {
    for (const email of ['nora@example.com', 'olga@example.com']) {
      await shop.ends(await shop.store.sell({ email, product: '1', order: email }), 'no rule')
    }
    const page = await open()
    await page.goto(`${shop.base}/logs`)
    await page.goto(`${shop.base}/overview`)
    await page.getByRole('heading', { name: 'No rule enrolls buyers of “Power Yoga”' }).waitFor()
    await page.getByRole('link', { name: 'New Rule' }).click()
    await page.getByLabel('Integration').selectOption('Academy')
    await page.getByLabel('Action').selectOption('Create Course Enrollment')
    await page.getByRole('button', { name: 'Next Step' }).click()
    await page.getByLabel('Trigger').selectOption('Product Purchased')
    await page.getByRole('button', { name: 'Next Step' }).click()
    await page.getByRole('searchbox', { name: 'Course' }).fill('two')
    await page.getByRole('radio', { name: 'Course Two' }).check()
    await page.getByRole('button', { name: 'Submit', exact: true }).click()

    await page.getByRole('link', { name: 'Enroll 2 earlier buyers' }).click()
    await page.getByRole('heading', { name: 'Earlier buyers' }).waitFor()
    expect(await read(page.getByRole('table', { name: 'Purchases to enroll' }))).toContain('order nora@example.com')
    await page.getByRole('button', { name: 'Enroll 2 earlier buyers' }).click()
    await page.getByText('2 earlier purchases ran, each with an entry in the log: 2 enrolled.').waitFor()
    for (const email of ['nora@example.com', 'olga@example.com']) {
      expect(await school.access(email)).toMatchObject([{}])
    }
    await page.goto(`${shop.base}/overview`)
    expect(await page.getByText('No rule enrolls').count()).toBe(0)
    await page.goto(`${shop.base}/logs`)
    await page.getByText('Enrolled in Course Two').first().waitFor()
    await links.collect()
    expect(links.size).toBeGreaterThanOrEqual(4)
  })

  test('a product whose rule is off is switched on from Overview, and offers who bought meanwhile, on a phone too', async () => {
    const rule = await ruleOf('Power Yoga')
    await shop.visitor.submit(`${shop.base}/rules/${rule}/activation`, { on: 'no' })
    await shop.ends(await shop.store.sell({ email: 'pia@example.com', product: '1', order: 'p' }), 'rule off')
    const page = await open(PHONE)
    await page.goto(`${shop.base}/overview`)
    await page.getByRole('heading', { name: '“Power Yoga” sells, but its rule is off' }).waitFor()
    expect(await tooWide(page)).toBeLessThanOrEqual(0)
    await page.getByRole('button', { name: 'Switch on' }).click()
    await page.getByRole('link', { name: 'Enroll 1 earlier buyer' }).click()
    await page.getByRole('button', { name: 'Enroll 1 earlier buyer' }).waitFor()
    expect(await tooWide(page)).toBeLessThanOrEqual(0)
    await page.getByRole('button', { name: 'Enroll 1 earlier buyer' }).click()
    await expect.poll(() => school.access('pia@example.com'), SOON).toMatchObject([{}])
  })
})

/** The product's only rule. */
async function ruleOf(product: string): Promise<string> {
  const { text } = await shop.visitor.get(`${shop.base}/products/1/integrations`)
  const [, id] = /\/rules\/([\w-]{36})"/.exec(text) ?? expect.fail(`no rule of ${product}`)
  return id ?? ''
}

import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { goTo, useBrowser } from './browser'
import { openSchool, type School } from './school'
import { openShop, type Shop } from './shop'

/** Making so many takes a while. */
const MANY_RULES_MS = 180_000
/** What every page after the first may weigh. */
const LATER_PAGE_BYTES = 8 * 1024
const SOON = { timeout: 10_000, interval: 100 }

const { open } = useBrowser()
let shop: Shop
let school: School
let integration: string
let course: number
let club: number

beforeAll(async () => {
  school = await openSchool('rules')
  course = await school.course('Course Two')
  club = await school.course('Club Course')
  shop = await openShop('Rules Shop')
  integration = await shop.connect(school)
  await shop.sells('1', 'Power Yoga')
  await shop.sells('2', 'Old Workshop')
})

describe('A merchant writes rules', () => {
  test('three steps with Back lose nothing, and Courses is there with why it cannot be chosen', async () => {
    const page = await open()
    await page.goto(`${shop.base}/products/1/integrations`)
    await page.getByRole('link', { name: 'New Rule' }).click()
    await page.getByLabel('Integration').selectOption('Academy')
    await page.getByLabel('Action').selectOption('Create Course Enrollment')
    await page.getByRole('button', { name: 'Next Step' }).click()
    expect(await page.locator('option', { hasText: 'Courses' }).isDisabled()).toBe(true)
    await page.getByText('Thinkific’s actions use none of them').waitFor()
    await page.getByLabel('Trigger').selectOption('Product Purchased')
    await page.getByRole('button', { name: 'Next Step' }).click()
    await page.getByRole('searchbox', { name: 'Course' }).fill('two')
    await page.getByRole('radio', { name: 'Course Two' }).check()

    await page.getByRole('button', { name: 'Back' }).click()
    await expect.poll(() => page.getByLabel('Trigger').inputValue(), SOON).toBe('product.purchased')
    await page.getByRole('button', { name: 'Back' }).click()
    expect(await page.getByLabel('Action').inputValue()).toBe('create_course')
    await page.getByRole('button', { name: 'Next Step' }).click()
    await page.getByRole('button', { name: 'Next Step' }).click()
    expect(await page.getByRole('radio', { name: 'Course Two' }).isChecked()).toBe(true)

    await page.getByLabel('A number of days from each payment').check()
    await page.getByLabel('Days of access').fill('90')
    await page.getByRole('button', { name: 'Submit', exact: true }).click()
    await page.getByRole('row', { name: 'Product Purchased' }).getByText('Course Two').first().waitFor()
  })

  test('a step without a choice says what to choose', async () => {
    const page = await open()
    await page.goto(`${shop.base}/rules/new?product=1`)
    await page.getByRole('button', { name: 'Next Step' }).click()
    await page.getByText('Choose what the rule does.').first().waitFor()
  })

  test('a rule is edited, switched off and on, duplicated and deleted', async () => {
    const id = await shop.rule({ product: '2', integration, target: course })
    const page = await open()
    await page.goto(`${shop.base}/rules/${id}`)
    await page.getByRole('link', { name: 'Edit', exact: true }).click()
    await page.getByRole('searchbox', { name: 'Course' }).fill('club')
    await page.getByRole('radio', { name: 'Club Course' }).check()
    await page.getByRole('button', { name: 'Submit', exact: true }).click()
    await page.locator('.answer').getByText('Club Course').waitFor()

    await page.getByRole('button', { name: 'Switch off' }).click()
    await page.getByText('While it is off, the log still says what it would have done').waitFor()
    await shop.ends(await shop.store.sell({ email: 'off@example.com', product: '2' }), 'rule off')
    expect(await school.access('off@example.com')).toEqual([])
    await page.getByRole('button', { name: 'Switch on' }).click()
    await page.getByRole('button', { name: 'Switch off' }).waitFor()

    await page.getByRole('button', { name: 'Duplicate' }).click()
    await page.getByText('This is the copy. It is off').waitFor()
    await page.getByRole('link', { name: 'Delete' }).click()
    await page.getByRole('button', { name: 'Delete Rule' }).click()
    await page.getByText('is deleted').waitFor()
    await page.goto(`${shop.base}/products/2/integrations`)
    expect(await page.getByRole('link', { name: 'Product Purchased', exact: true }).count()).toBe(1)
  })

  test('what is recommended and missing is one click away, and then gone from the list', async () => {
    await shop.sells('3', 'Breath Basics')
    await shop.rule({ product: '3', integration, target: course })
    const page = await open()
    await page.goto(`${shop.base}/products/3/integrations`)
    await page.getByText('refunded customers keep Course Two').waitFor()
    await page.getByRole('button', { name: 'Add for Product Refunded, Course Two' }).click()
    await page
      .getByRole('row', { name: 'Product Refunded' })
      .getByText('Expire Course Enrollment: Course Two')
      .first()
      .waitFor()
    expect(await page.getByText('refunded customers keep').count()).toBe(0)
  })

  test('rules are copied to other products, once', async () => {
    await shop.sells('4', 'Yoga Mat')
    await shop.rule({ product: '1', integration, target: club, trigger: 'subscription.charged' })
    const page = await open()
    for (const copied of ['rules copied to 1 product', '0 rules copied to 1 product']) {
      await page.goto(`${shop.base}/products/1/integrations`)
      await page.getByRole('link', { name: 'Copy rules to other products' }).click()
      await page.getByLabel('Yoga Mat').check()
      await page.getByRole('button', { name: 'Copy Rules' }).click()
      await page.getByText(copied).waitFor()
    }
    await page.goto(`${shop.base}/products/4/integrations`)
    await page.getByRole('row', { name: 'Subscription Charged' }).getByText('No such event received yet').waitFor()
  })

  test('a rule whose course disappeared says so, on the rule and in Overview', async () => {
    const doomed = await school.course('Doomed Course')
    await shop.visitor.submit(`${shop.base}/integrations/${integration}/catalog/refreshes`, {})
    await expect
      .poll(async () => (await shop.visitor.get(`${shop.base}/integrations`)).text.includes('3 courses'), SOON)
      .toBe(true)
    const id = await shop.rule({ product: '4', integration, target: doomed })
    await school.deleteCourse(doomed)
    await shop.visitor.submit(`${shop.base}/integrations/${integration}/catalog/refreshes`, {})
    const page = await open()
    await expect
      .poll(async () => {
        await page.goto(`${shop.base}/rules/${id}`)
        return page.getByText('is no longer in Thinkific. Choose').count()
      }, SOON)
      .toBe(1)
    await goTo(page, 'Overview')
    await page.locator('.tasks').getByText('Doomed Course').first().waitFor()
  })

  test(
    'five hundred rules stay readable: by product, filtered as one types, also without JavaScript',
    async () => {
      const numbers = Array.from({ length: 19 }, (_, n) => n + 1)
      for (const n of numbers) {
        await shop.sells(`many-${n}`, `Seasonal ${n}`)
      }
      for (let n = 0; n < 25; n += 1) {
        await shop.rule({ product: 'many-1', integration, target: course, options: { name: `Lesson ${n}` } })
      }
      const page = await open()
      await page.goto(`${shop.base}/products/many-1/copies`)
      for (const box of await page.getByLabel(/^Seasonal/).all()) {
        await box.check()
      }
      await page.getByRole('button', { name: 'Copy Rules' }).click()
      await page.getByText('450 rules copied to 18 products.').waitFor()

      await page.goto(`${shop.base}/rules`)
      expect(await page.getByRole('row', { name: /^Seasonal/ }).count()).toBe(numbers.length)
      expect(gzipSync(await page.content()).length).toBeLessThanOrEqual(LATER_PAGE_BYTES)
      await page.getByLabel('Filter rules').pressSequentially('seasonal 17')
      await expect.poll(() => page.getByRole('heading', { name: 'Seasonal' }).count(), SOON).toBe(1)
      expect(page.url()).toContain('q=seasonal+17')

      const plain = await open({ javaScriptEnabled: false })
      await plain.goto(`${shop.base}/rules`)
      await plain.getByLabel('Filter rules').fill('lesson 24')
      await plain.getByRole('button', { name: 'Filter' }).click()
      await plain.getByText('rules contain “lesson 24”').waitFor()
      expect(await plain.locator('tbody tr').count()).toBe(numbers.length)
    },
    MANY_RULES_MS,
  )
})

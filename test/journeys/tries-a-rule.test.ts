import { beforeAll, describe, expect, test } from 'vitest'
import { useBrowser } from './browser'
import { openSchool, type School } from './school'
import { openShop, type Shop } from './shop'

const SOON = { timeout: 20_000, interval: 200 }

const { open } = useBrowser()
let shop: Shop
let school: School
let course: number
let rule: string

beforeAll(async () => {
  school = await openSchool('try')
  course = await school.course('Course Two')
  shop = await openShop('Try Shop')
  const integration = await shop.connect(school)
  await shop.sells('1', 'Power Yoga')
  rule = await shop.rule({ product: '1', integration, target: course })
  await shop.ends(await shop.store.sell({ email: 'ada@example.com', product: '1', order: '5' }), 'enrolled')
})

for (const javaScriptEnabled of [true, false]) {
  test(`Try it explains and calls nothing, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
    const calls = (await school.calls()).length
    const page = await open({ javaScriptEnabled })
    await page.goto(`${shop.base}/rules/${rule}`)
    await page.getByRole('link', { name: 'Try it' }).click()
    await page.getByLabel('Customer’s email').fill('maybe@example.com')
    await page.getByRole('button', { name: 'Try it' }).first().click()
    await page.getByRole('heading', { name: 'What would happen' }).waitFor()
    await page.locator('.badge').getByText('enrolled', { exact: true }).waitFor()

    await page.getByLabel('Event').selectOption({ index: 1 })
    await page.getByRole('button', { name: 'Try it' }).last().click()
    await page.getByText('order 5').waitFor()
    await page.getByText('this rule').waitFor()
    expect(await school.calls()).toHaveLength(calls)
    expect(await school.access('maybe@example.com')).toEqual([])
  })
}

describe('A merchant tries a rule', () => {
  test('for a customer it is about their latest purchase, unless another is chosen', async () => {
    const page = await open()
    await page.goto(`${shop.base}/customers/ada%40example.com`)
    await page.getByRole('link', { name: 'Try it' }).click()
    await page.getByLabel('What happens').selectOption('Product Refunded')
    await page.getByRole('button', { name: 'Try it' }).first().click()
    await page.getByText('Product Refunded · ada@example.com · Power Yoga · order 5').waitFor()
    await page.getByText('No rule handles refunds of Power Yoga').waitFor()

    await page.getByLabel('What happens').selectOption('Product Purchased')
    await page.getByLabel('For which purchase').selectOption('Order 5')
    await page.getByRole('button', { name: 'Try it' }).first().click()
    await page.getByText('Already enrolled in Course Two').waitFor()
  })

  test('Send test event goes all the way, marked as a test, and can be undone', async () => {
    const page = await open()
    await page.goto(`${shop.base}/rules/${rule}`)
    await page.getByRole('link', { name: 'Send test event' }).click()
    await page.getByLabel('Customer’s email').fill('no email')
    await page.getByRole('button', { name: 'Send test event' }).click()
    await page.locator('#email-error').waitFor()
    await page.getByLabel('Customer’s email').fill('tester@example.com')
    await page.getByRole('button', { name: 'Send test event' }).click()
    await page.getByText(/The test event (arrived|is on its way)\./).waitFor()
    await expect
      .poll(() => school.access('tester@example.com'), SOON)
      .toMatchObject([{ courseId: course, state: 'full' }])

    await expect
      .poll(async () => {
        await page.goto(`${shop.base}/logs?search=tester`)
        return page.getByText('test', { exact: true }).count()
      }, SOON)
      .toBe(1)
    await page.getByRole('link', { name: 'Product Purchased' }).click()
    await page.getByRole('link', { name: 'Undo this test' }).click()
    await page.getByRole('button', { name: 'Undo This Test' }).click()
    const state = async () => (await school.access('tester@example.com'))[0]?.state
    await expect.poll(state, SOON).toBe('expired')
  })
})

import { beforeAll, describe, expect, test } from 'vitest'
import { useBrowser } from './browser'
import { openProgram } from './program'
import { openSchool, type School } from './school'
import { openShop, type Shop } from './shop'

const SOON = { timeout: 20_000, interval: 200 }

const { open, links } = useBrowser()
let shop: Shop
let school: School
let course: number
let other: number

beforeAll(async () => {
  school = await openSchool('help')
  course = await school.course('Course Two')
  other = await school.course('Bonus Course')
  shop = await openShop('Help Shop')
  const integration = await shop.connect(school)
  const program = await openProgram(shop, 'Setup')
  await program.addProduct({ id: '1', name: 'Power Yoga' })
  const rule = { product: '1', integration, target: String(course) }
  await program.addRule({ ...rule, trigger: 'product.purchased', action: 'create_course' })
  await program.addRule({ ...rule, trigger: 'product.refunded', action: 'expire_course' })
})

async function customer(email: string, order: string): Promise<void> {
  await shop.ends(await shop.store.sell({ email, product: '1', order, productName: 'Power Yoga' }), 'enrolled')
}

describe('A merchant helps a customer', () => {
  test('a customer’s page shows what is open to them and why, and their history', async () => {
    await customer('ada@example.com', '100')
    const page = await open()
    await page.goto(`${shop.base}/logs?search=ada`)
    await page.getByRole('link', { name: 'Ada Byron' }).click()
    await page.getByRole('heading', { level: 1, name: 'Ada Byron' }).waitFor()
    await page.locator('#access').getByText('Course Two', { exact: true }).waitFor()
    await page.locator('#access').getByText('Power Yoga').first().waitFor()
    await page.locator('.story').getByText('Bought Power Yoga').waitFor()

    await page.getByRole('link', { name: 'Check in Thinkific' }).click()
    await page.locator('#site-records').getByText('Course Two').waitFor()
    await page.locator('#site-records').getByText('open').waitFor()
  })

  test('Enroll now opens a course at once, End access now ends it, each under the person’s name', async () => {
    await customer('bea@example.com', '200')
    const page = await open()
    await page.goto(`${shop.base}/customers/${encodeURIComponent('bea@example.com')}`)
    await page.getByRole('link', { name: 'Enroll now' }).click()
    await page.getByRole('searchbox', { name: 'Course or bundle' }).fill('bonus')
    await page.getByRole('radio', { name: 'Bonus Course' }).check()
    await page.getByRole('button', { name: 'Enroll Now' }).click()
    await page.getByText('Enrolling in Bonus Course.').waitFor()
    const bonus = async () => (await school.access('bea@example.com')).find(({ courseId }) => courseId === other)?.state
    await expect.poll(bonus, SOON).toBe('full')

    await page.goto(`${shop.base}/customers/${encodeURIComponent('bea@example.com')}`)
    await page.getByRole('link', { name: /^End access now ?: Bonus Course/ }).click()
    await page.getByText('can no longer open Bonus Course').waitFor()
    await page.getByRole('button', { name: 'End Access Now' }).click()
    await expect.poll(bonus, SOON).toBe('expired')
    await page.goto(`${shop.base}/customers/${encodeURIComponent('bea@example.com')}`)
    await page.locator('.story').getByText('By hand').first().waitFor()
    await expect.poll(() => page.locator('.story').getByText('Demo Owner').count(), SOON).toBeGreaterThan(0)
  })

  test('Correct email moves the purchase and the notes, and what happens later follows', async () => {
    await customer('typo@exmaple.com', '300')
    const page = await open()
    await page.goto(`${shop.base}/customers/${encodeURIComponent('typo@exmaple.com')}`)
    await page.locator('#notes').getByRole('textbox').fill('Called about the typo.')
    await page.locator('#notes').getByRole('button', { name: 'Add Note' }).click()
    await page.getByText('Note added.').waitFor()
    await page.getByRole('link', { name: 'Correct email' }).click()
    await page.getByLabel('The right email').fill('nonsense')
    await page.getByRole('button', { name: 'Correct Email' }).click()
    await page.getByRole('alert').waitFor()
    expect(await page.getByLabel('The right email').inputValue()).toBe('nonsense')
    await page.getByLabel('The right email').fill('typo@example.com')
    await page.getByLabel('Also move their access in Thinkific').check()
    await page.getByRole('button', { name: 'Correct Email' }).click()
    await page.waitForURL(/typo%40example\.com/)
    const state = async (email: string) => (await school.access(email))[0]?.state
    await expect.poll(() => state('typo@example.com'), SOON).toBe('full')
    await expect.poll(() => state('typo@exmaple.com'), SOON).toBe('expired')

    await page.reload()
    await page.locator('#notes').getByText('Called about the typo.').waitFor()

    const refund = { type: 'product.refunded', email: 'typo@exmaple.com', product: '1', order: '300' }
    await shop.store.sell(refund)
    await expect.poll(() => state('typo@example.com'), SOON).toBe('expired')
  })

  test('an unknown customer is explained, and can be enrolled all the same', async () => {
    const page = await open()
    await page.goto(`${shop.base}/customers/${encodeURIComponent('stranger@example.com')}`)
    await page.getByText('No event named this email.').waitFor()
    await page.getByRole('link', { name: 'Enroll now' }).waitFor()
  })

  test('a customer’s data is exported, and erased after saying what goes', async () => {
    await customer('erase@example.com', '400')
    const page = await open()
    await page.goto(`${shop.base}/customers/${encodeURIComponent('erase@example.com')}`)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/\.json$/)
    expect(await links.findDead(page.request)).toEqual([])
    await page.getByRole('link', { name: 'Erase' }).click()
    await page.locator('form.card button').click()
    await expect
      .poll(async () => {
        await page.goto(`${shop.base}/logs?search=erase%40example.com`)
        return page.locator('#log tbody tr').count()
      }, SOON)
      .toBe(0)
  })
})

import { beforeAll, describe, expect, test } from 'vitest'
import { useBrowser } from './browser'
import { openSchool, type School } from './school'
import { openShop, type Shop } from './shop'

const SOON = { timeout: 20_000, interval: 200 }

const { open } = useBrowser()
let shop: Shop
let school: School
let integration: string
let company: number

beforeAll(async () => {
  school = await openSchool('fields')
  company = await school.field('Company name')
  await school.field('Country', 'country')
  const course = await school.course('Course Two')
  shop = await openShop('Field Shop')
  integration = await shop.connect(school)
  await shop.rule({ product: '1', integration, target: course })
  const seen = { email: 'first@example.com', product: '1', fields: { Company: 'Acme', 'Shoe size': '44' } }
  await shop.ends(await shop.store.sell(seen), 'enrolled')
})

/** The value Thinkific holds in a sign-up field of a user. */
async function companyOf(email: string): Promise<unknown> {
  const { users } = await school.owner()
  const user = users.find((one) => one.email === email)
  return user?.fields.find((field) => field.definitionId === company)?.value
}

describe('A merchant maps fields', () => {
  test('+ Add Custom Field Mapping: fields seen are offered, others can be typed, only text can be chosen, each once', async () => {
    const page = await open()
    await page.goto(`${shop.base}/integrations`)
    await page.getByRole('link', { name: 'Mapping Academy' }).click()
    await page.getByRole('link', { name: '+ Add Custom Field Mapping' }).click()
    expect(
      await page.locator('datalist option').evaluateAll((all) => all.map((one) => one.getAttribute('value'))),
    ).toEqual(['Company', 'Shoe size'])
    expect(await page.locator('option', { hasText: 'Country' }).isDisabled()).toBe(true)
    await page.getByLabel('Marketplace field').fill('Company')
    await page.getByLabel('Thinkific field').selectOption({ label: 'Company name' })
    await page.getByRole('button', { name: 'Save Mapping' }).click()
    await page.getByRole('row', { name: 'Company' }).getByText('Company name').waitFor()

    await page.getByRole('link', { name: '+ Add Custom Field Mapping' }).click()
    expect(await page.locator('option', { hasText: 'Company name' }).isDisabled()).toBe(true)
    await page.getByLabel('Marketplace field').fill('Firm')
    await page.getByRole('button', { name: 'Save Mapping' }).click()
    await page.locator('#definition-error').waitFor()
    expect(await page.getByLabel('Marketplace field').inputValue()).toBe('Firm')
  })

  test('mapped values arrive when a student is created, and when they change', async () => {
    const buyer = { email: 'mapped@example.com', product: '1' }
    await shop.ends(await shop.store.sell({ ...buyer, fields: { Company: 'Acme & Søn 🎨' } }), 'enrolled')
    await expect.poll(() => companyOf(buyer.email), SOON).toBe('Acme & Søn 🎨')
    await shop.store.sell({ ...buyer, order: '2', fields: { Company: 'Globex' } })
    await expect.poll(() => companyOf(buyer.email), SOON).toBe('Globex')
  })

  test('a mapping is removed without JavaScript', async () => {
    const page = await open({ javaScriptEnabled: false })
    await page.goto(`${shop.base}/integrations/${integration}/mapping`)
    await page.getByRole('button', { name: 'Remove Company' }).click()
    await page.getByText('No custom fields are mapped').waitFor()
  })
})

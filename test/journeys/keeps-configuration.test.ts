import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { violations } from './axe'
import { useBrowser } from './browser'
import { openSchool, type School } from './school'
import { openShop, type Shop } from './shop'

const { open } = useBrowser()
let shop: Shop
let school: School
let course: number

beforeAll(async () => {
  school = await openSchool('kept')
  course = await school.course('Course Two')
  shop = await openShop('Kept Shop')
  const integration = await shop.connect(school)
  await shop.sells('1', 'Power Yoga')
  await shop.rule({ product: '1', integration, target: course })
})

type Page = Awaited<ReturnType<typeof open>>

async function download(page: Page): Promise<string> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download enrollwire.json' }).click(),
  ])
  expect(file.suggestedFilename()).toBe('enrollwire.json')
  return readFile(await file.path(), 'utf8')
}

describe('An admin keeps the configuration as a file', () => {
  test('exports it, changes a rule in its text, sees what would change, applies it, and exports the same text', async () => {
    const page = await open()
    await page.goto(`${shop.base}/team`)
    await page.getByRole('link', { name: 'Export or import' }).click()
    const exported = await download(page)
    expect(exported).toContain(`"id": "${course}"`)

    const file = JSON.parse(exported) as { rules: { options?: object }[] }
    Object.assign(file.rules[0] ?? {}, { options: { accessDays: 60 } })
    const edited = `${JSON.stringify(file, null, 2)}\n`
    await page.getByLabel('Or its text').fill(edited.replace('"product.purchased"', '"product.sold"'))
    await page.getByRole('button', { name: 'Compare' }).click()
    await page.getByText('rules[0].trigger: is no trigger of this version.').waitFor()
    await page.getByLabel('Or its text').fill(edited)
    await page.getByRole('button', { name: 'Compare' }).click()
    await page.getByText('Access: without an end → 60 days').waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Apply changes' }).click()
    await page.getByText('1 change is made.').waitFor()
    expect(await download(page)).toBe(edited)
  })

  test('takes it to another marketplace with its key, and removes there what is ticked', async () => {
    const second = await openShop('Second Shop')
    await second.sells('2', 'Old Workshop')
    const page = await open()
    await page.goto(`${second.base}/configuration`)
    await page.getByLabel('Or the configuration of another marketplace').selectOption('Kept Shop')
    await page.getByRole('button', { name: 'Compare' }).click()
    await page.getByText('When Power Yoga is purchased, enroll the customer in Course Two for 60 days').waitFor()
    await page.getByText('The product “Old Workshop” is here and not in the file.').waitFor()
    await page.getByLabel('API Key of Academy').fill(school.apiKey)
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Apply changes' }).click()
    await page.getByText('3 changes are made.').waitFor()

    await page.getByLabel('Or its text').fill('{ "version": 1 }')
    await page.getByRole('button', { name: 'Compare' }).click()
    await page.getByText('Everything in the file is already here.').waitFor()
    await page.getByLabel(/^Delete the rule “Product Purchased → Create Course Enrollment: Course Two”/).check()
    await page.getByRole('button', { name: 'Apply changes' }).click()
    await page.getByText('1 change is made.').waitFor()
    expect(await download(page)).toContain('"rules": []')
  })
})

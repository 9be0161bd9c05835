import { beforeAll, describe, expect, test } from 'vitest'
import { read, useBrowser } from './browser'
import { openSchool, type School } from './school'
import { openShop, type Shop } from './shop'

const CATALOG_COURSES = 3_000
const CATALOG_BUNDLES = 500
/** 12 pages of courses, 14 of products, one of fields, at 250 rows a page. */
const REFRESH_CALLS = 27
const REFRESHED = { timeout: 30_000, interval: 250 }

const { open } = useBrowser()
let shop: Shop
let school: School
let integration: string

beforeAll(async () => {
  school = await openSchool('quiet')
  await school.course('Course One')
  shop = await openShop('Integration Shop')
  integration = await shop.connect(school, 'Main Academy')
})

describe('A merchant connects Thinkific', () => {
  test('integrations stand sorted by name, each with its status, its catalog and when it was refreshed', async () => {
    const second = await openSchool('second')
    await shop.connect(second, 'a second one')
    const page = await open()
    await page.goto(`${shop.base}/integrations`)
    await page.getByText('0 courses, 0 bundles').waitFor()
    const names = await page.locator('tbody tr th a').allInnerTexts()
    expect(names).toEqual(['a second one', 'Main Academy'])
    expect(await page.getByText('Connected').count()).toBe(2)
    expect(await page.locator('tbody time').count()).toBeGreaterThanOrEqual(2)
  })

  test('a custom domain is refused with where to find the name that works', async () => {
    const page = await open()
    await page.goto(`${shop.base}/integrations/new?kind=thinkific`)
    await page.getByLabel('Integration name').fill('By domain')
    await page.getByLabel('Site URL').fill('courses.example.com')
    await page.getByLabel('API Key').fill('any')
    await page.getByRole('button', { name: 'Save Integration' }).click()
    await page.locator('#site-error').getByText('is a custom domain').waitFor()
    expect(await read(page.locator('#site-error'))).toContain('Settings')
    expect(await page.getByLabel('Site URL').inputValue()).toBe('courses.example.com')
  })

  test('a name that is taken is refused at its field', async () => {
    const other = await openSchool('other')
    const page = await open()
    await page.goto(`${shop.base}/integrations/new?kind=thinkific`)
    await page.getByLabel('Integration name').fill('Main Academy')
    await page.getByLabel('Site URL').fill(other.subdomain)
    await page.getByLabel('API Key').fill(other.apiKey)
    await page.getByRole('button', { name: 'Save Integration' }).click()
    await page.locator('#name-error').getByText('Another integration has this name').waitFor()
  })

  test('Edit renames, takes a new key and another pace, and never shows the key', async () => {
    await school.resetKey()
    const page = await open()
    await page.goto(`${shop.base}/integrations`)
    await page.getByRole('link', { name: 'Edit Main Academy' }).click()
    expect(await page.getByLabel('API Key').inputValue()).toBe('')
    expect(await page.content()).not.toContain(school.apiKey)
    await page.getByLabel('Integration name').fill('Renamed Academy')
    await page.getByLabel('API Key').fill(school.apiKey)
    await page.getByLabel('Requests per minute').fill('600')
    await page.getByRole('button', { name: 'Save Integration' }).click()
    await page.getByRole('link', { name: 'Renamed Academy', exact: true }).waitFor()
    await page.getByRole('link', { name: 'Edit Renamed Academy' }).click()
    expect(await page.getByLabel('Requests per minute').inputValue()).toBe('600')

    await page.getByLabel('Requests per minute').fill('5000')
    await page.getByRole('button', { name: 'Save Integration' }).click()
    await page.locator('#pace-error').getByText('from 1 to 1000').waitFor()
  })

  test('Refresh says what changed, keeps the old list until the new one is whole, and says why when it fails', async () => {
    const small = await openSchool('small')
    const gone = await small.course('Autumn Retreat')
    await shop.connect(small, 'Small School')
    const page = await open()
    await page.goto(`${shop.base}/integrations`)
    const row = page.getByRole('row', { name: 'Small School' })
    await row.getByText('1 course, 0 bundles').waitFor()

    await small.course('Winter Retreat')
    await small.deleteCourse(gone)
    await small.fault('slow', 1, '^/courses', 1_500)
    await row.getByRole('button', { name: 'Refresh' }).click()
    await row.getByRole('progressbar').waitFor()
    await row.getByText('The current list still works.').waitFor()
    await row.getByText('1 new (Winter Retreat), 1 gone (Autumn Retreat)').waitFor()

    await small.resetKey()
    await row.getByRole('button', { name: 'Refresh' }).click()
    await row.getByText('could not be read').waitFor()
    await row.getByText('1 course, 0 bundles').waitFor()
  })

  test('3,000 courses and 500 bundles: 27 calls to refresh, one short list to choose from', async () => {
    const large = await openSchool('large')
    await large.catalog(CATALOG_COURSES, CATALOG_BUNDLES)
    await shop.sells('700', 'Everything')
    const before = (await large.calls()).length
    const id = await shop.connect(large, 'Large School')
    const page = await open()
    await page.goto(`${shop.base}/integrations`)
    const row = page.getByRole('row', { name: 'Large School' })
    await row.getByText('3,000 courses, 500 bundles').waitFor({ timeout: REFRESHED.timeout })
    const refreshing = (await large.calls()).slice(before).filter(({ path }) => /limit=250/.test(path))
    console.log(`Refresh of ${CATALOG_COURSES} courses and ${CATALOG_BUNDLES} bundles: ${refreshing.length} calls`)
    expect(refreshing).toHaveLength(REFRESH_CALLS)

    const rule = { product: '700', integration: id, category: 'ecommerce', trigger: 'product.purchased', step: '3' }
    await page.goto(`${shop.base}/rules/new?${new URLSearchParams({ ...rule, action: 'create_course' })}`)
    expect(await page.getByRole('radio').count()).toBeLessThanOrEqual(20)
    await page.getByRole('searchbox', { name: 'Course' }).pressSequentially('chess masterclass 2980')
    await page.getByRole('radio', { name: 'Chess Masterclass 2980' }).waitFor()
    await expect
      .poll(() => page.locator('#target-options').getByRole('radio').count(), REFRESHED)
      .toBeLessThanOrEqual(1)
    await page.goto(
      `${shop.base}/rules/new?${new URLSearchParams({ ...rule, action: 'create_bundle', q: 'bundle 499' })}`,
    )
    await page.getByRole('radio', { name: 'Bundle 499' }).waitFor()
  })

  test('a school without courses says so, and a course can still be named by its id', async () => {
    const empty = await openSchool('empty')
    const id = await shop.connect(empty, 'Empty School')
    const chosen = { product: '*', integration: id, category: 'ecommerce', trigger: 'product.purchased' }
    const page = await open()
    await page.goto(`${shop.base}/rules/new?${new URLSearchParams({ ...chosen, action: 'create_course', step: '3' })}`)
    await page.locator('#target-count').waitFor()
    expect(await read(page.locator('#target-count'))).not.toBe('')
    await page.getByRole('searchbox', { name: 'Course' }).fill('1555')
    await page.getByRole('button', { name: 'Submit', exact: true }).click()
    await page.getByText('1555').first().waitFor()
    expect(new URL(page.url()).pathname).toMatch(/\/rules(\/|$)/)
  })

  for (const javaScriptEnabled of [true, false]) {
    test(`Delete says how many rules go with it, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
      const name = javaScriptEnabled ? 'Doomed' : 'Doomed too'
      const doomed = await openSchool('doomed')
      const course = await doomed.course('Last Course')
      const id = await shop.connect(doomed, name)
      await shop.rule({ product: '700', integration: id, target: course })
      await shop.rule({ product: '*', integration: id, target: course })
      const page = await open({ javaScriptEnabled })
      await page.goto(`${shop.base}/integrations`)
      await page.getByRole('link', { name: `Delete ${name}`, exact: true }).click()
      await page.getByText('2 rules go with it.').waitFor()
      await page.getByRole('link', { name: 'Keep everything as it is' }).click()
      await page.getByRole('link', { name: `Delete ${name}`, exact: true }).click()
      await page.getByRole('button', { name: 'Delete Integration' }).click()
      await page.waitForURL(/\/integrations$/)
      expect(await page.getByRole('link', { name, exact: true }).count()).toBe(0)
      await page.goto(`${shop.base}/rules`)
      expect(await page.getByText('Last Course').count()).toBe(0)
    })
  }

  test('the setup of an integration stands beside what Thinkific needs', async () => {
    const page = await open()
    await page.goto(`${shop.base}/integrations/${integration}`)
    for (const word of ['Grow plan', 'Welcome e-mails on', 'Courses private', 'Don’t test with your own e-mail']) {
      await page.getByText(word).first().waitFor()
    }
  })
})

import { beforeAll, describe, expect, test } from 'vitest'
import { goTo, read, signIn, useBrowser } from './browser'
import { openSchool, type School } from './school'
import { openShop, type Shop } from './shop'
import { Store } from './store'

/** From the answer 202 to being in the course. */
const PROMISED_MS = 5_000
const QUICK = { timeout: PROMISED_MS, interval: 100 }

const { stranger, open } = useBrowser()

for (const javaScriptEnabled of [true, false]) {
  test(`from signing in to the first enrolled customer, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
    const school = await openSchool('first')
    await school.course('Course One')
    const courseTwo = await school.course('Course Two')
    const page = await stranger({ javaScriptEnabled })
    await signIn(page)

    await page.goto('/marketplaces')
    await page.getByRole('link', { name: 'New Marketplace' }).click()
    await page.getByLabel('Name').fill(`First Shop ${school.subdomain}`)
    await page.getByRole('button', { name: 'Create Marketplace' }).click()
    await page.waitForURL(/\/overview$/)
    await page.getByRole('heading', { name: 'From sale to course in five steps' }).waitFor()

    await goTo(page, 'Webhook')
    await page.getByRole('button', { name: 'Create Endpoint' }).click()
    const secret = await read(page.locator('#made-signing'))
    await page.getByRole('link', { name: 'Other senders' }).click()
    const address = await read(page.locator('#url'))
    const store = new Store(address.slice(address.lastIndexOf('/') + 1), secret)

    await goTo(page, 'Integrations')
    await page.getByRole('link', { name: 'New Integration' }).click()
    await page.getByRole('button', { name: 'Next Step' }).click()
    await page.getByLabel('Integration name').fill('Academy')
    await page.getByLabel('Site URL').fill(`https://${school.subdomain}.thinkific.com/admin`)
    await page.getByLabel('API Key').fill(school.apiKey)
    await page.getByRole('button', { name: 'Save Integration' }).click()
    await page.getByText('Connected', { exact: true }).waitFor()
    await expect
      .poll(async () => {
        if (!javaScriptEnabled) {
          await page.reload()
        }
        return page.getByText('2 courses, 0 bundles').count()
      }, QUICK)
      .toBe(1)

    await goTo(page, 'Products')
    await page.getByRole('link', { name: 'New Product' }).click()
    await page.getByLabel('Product ID').fill('350399')
    await page.getByLabel('Product name').fill('Power Yoga')
    await page.getByRole('button', { name: 'Save Product' }).click()

    await page.getByRole('link', { name: 'New Rule' }).click()
    await page.getByLabel('Integration').selectOption({ label: 'Academy' })
    await page.getByLabel('Action').selectOption({ label: 'Create Course Enrollment' })
    await page.getByRole('button', { name: 'Next Step' }).click()
    await page.getByLabel('Trigger').selectOption({ label: 'Product Purchased' })
    await page.getByRole('button', { name: 'Next Step' }).click()
    await page.getByRole('searchbox', { name: 'Course' }).fill('two')
    if (!javaScriptEnabled) {
      await page.getByRole('button', { name: 'Search' }).click()
    }
    await page.getByRole('radio', { name: 'Course One' }).waitFor({ state: 'detached' })
    await page.getByRole('radio', { name: 'Course Two' }).check()
    await page.getByRole('button', { name: 'Submit', exact: true }).click()
    await page.getByRole('table').getByText('Create Course Enrollment: Course Two').first().waitFor()

    await store.sell({ email: 'ada@example.com', product: '350399', order: '19026152' })
    await expect
      .poll(() => school.access('ada@example.com'), QUICK)
      .toMatchObject([{ courseId: courseTwo, state: 'full' }])

    const log = page.url().replace(/\/products.*/, '/logs')
    await expect
      .poll(async () => {
        await page.goto(log)
        return page.locator('.badge', { hasText: /^enrolled$/ }).count()
      }, QUICK)
      .toBe(1)
    await page.getByRole('link', { name: 'Product Purchased' }).click()
    await page.getByText('“Product Purchased → Create Course Enrollment: Course Two”').waitFor()
    await page.getByText('Ada Byron', { exact: false }).first().waitFor()
  })
}

let shop: Shop
let school: School
let integration: string
let course: number

beforeAll(async () => {
  school = await openSchool('yoga')
  course = await school.course('Course Two')
  shop = await openShop('Yoga Shop')
  integration = await shop.connect(school)
})

describe('A merchant sells a course', () => {
  test('a purchase reported twice makes one enrollment, and its entry shows the count', async () => {
    await shop.rule({ product: '101', integration, target: course })
    const id = await shop.store.sell({ email: 'twice@example.com', product: '101', order: '1' })
    await shop.ends(id, 'enrolled')
    const calls = (await school.calls()).length

    await shop.store.sell({ email: 'twice@example.com', product: '101', order: '1', id })
    const page = await open()
    await expect
      .poll(async () => {
        await page.goto(`${shop.base}/logs?search=twice`)
        return page.getByText('received 2 times').count()
      }, QUICK)
      .toBe(1)
    expect(await page.locator('#log tbody tr').count()).toBe(1)
    expect(await school.calls()).toHaveLength(calls)
  })

  test('what no rule listens for says so, and offers the rule', async () => {
    await shop.ends(await shop.store.sell({ email: 'norule@example.com', product: '102' }), 'no rule')
    const page = await open()
    await page.goto(`${shop.base}/logs?search=norule`)
    await page.getByRole('link', { name: 'Product Purchased' }).click()
    await page.getByRole('link', { name: 'New Rule for this product' }).click()
    await page.getByLabel('Action').waitFor()
  })

  test('a refund ends what its purchase opened, where a rule says so', async () => {
    const customer = { email: 'refund@example.com', product: '103', order: '7' }
    await shop.rule({ product: '103', integration, target: course })
    await shop.rule({
      product: '103',
      integration,
      target: course,
      trigger: 'product.refunded',
      action: 'expire_course',
    })
    await shop.ends(await shop.store.sell({ ...customer, minutesAgo: 2 }), 'enrolled')
    await shop.ends(await shop.store.sell({ ...customer, type: 'product.refunded' }), 'expired')
    expect(await school.access(customer.email)).toMatchObject([{ courseId: course, state: 'expired' }])
  })

  test('a bundle is one call to Thinkific, however many courses it holds', async () => {
    const others = [await school.course('Course Three'), await school.course('Course Four')]
    const bundle = await school.bundle('All Access', [course, ...others])
    await shop.rule({ product: '104', integration, action: 'create_bundle', target: bundle })
    const before = (await school.calls()).length
    await shop.ends(await shop.store.sell({ email: 'bundle@example.com', product: '104' }), 'enrolled')
    const since = (await school.calls()).slice(before).map(({ method, path }) => `${method} ${path}`)
    expect(since).toEqual(['POST /users', `POST /bundles/${bundle}/enrollments`])
    expect(await school.access('bundle@example.com')).toHaveLength(3)
  })

  test('a rule whose course has gone ends as “target missing”, in words', async () => {
    await shop.rule({ product: '105', integration, target: 4_999_999 })
    await shop.ends(await shop.store.sell({ email: 'missing@example.com', product: '105' }), 'target missing')
    const page = await open()
    await page.goto(`${shop.base}/logs?search=missing`)
    await page.getByRole('link', { name: 'Product Purchased' }).click()
    await page.getByRole('button', { name: 'Retry' }).waitFor()
    await page.locator('.verdict').getByText('4999999').waitFor()
  })

  test('a wrong API key is explained at its field, and what was typed stays', async () => {
    const page = await open()
    await page.goto(`${shop.base}/integrations/new?kind=thinkific`)
    await page.getByLabel('Integration name').fill('Second Academy')
    await page.getByLabel('Site URL').fill(school.subdomain)
    await page.getByLabel('API Key').fill('not-the-key')
    await page.getByRole('button', { name: 'Save Integration' }).click()
    await page.locator('#key-error').getByText('key').waitFor()
    expect(await page.getByLabel('Integration name').inputValue()).toBe('Second Academy')
    expect(await page.getByLabel('Site URL').inputValue()).toBe(school.subdomain)
    expect(await page.getByLabel('API Key').inputValue()).toBe('')
    expect(await page.locator(':focus').getAttribute('role')).toBe('alert')
  })
})

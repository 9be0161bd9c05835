import { beforeAll, describe, expect, test } from 'vitest'
import { tooWide, useBrowser } from './browser'
import { openSchool, type School } from './school'
import { openShop, type Shop } from './shop'

const SOON = { timeout: 10_000, interval: 100 }

/** What moves for longer than goes unnoticed. */
const MOVING = `[...document.querySelectorAll('*')].filter((one) => {
  const { animationName, animationDuration, transitionDuration } = getComputedStyle(one)
  const longest = Math.max(...transitionDuration.split(',').map(Number.parseFloat))
  return longest > 0.01 || (animationName !== 'none' && Number.parseFloat(animationDuration) > 0.01)
}).map((one) => one.outerHTML.slice(0, 80))`

const { open, complaints } = useBrowser()
let shop: Shop
let school: School

beforeAll(async () => {
  school = await openSchool('trouble')
  await school.course('Course Two')
  shop = await openShop('Trouble Shop')
  await shop.connect(school)
  await shop.sells('1', 'Power Yoga')
  await shop.ends(await shop.store.sell({ email: 'ada@example.com', product: '1' }), 'no rule')
})

describe('A merchant meets trouble', () => {
  test('the watch over the browser hears a script error and what the page’s policy forbids', async () => {
    const page = await open()
    await page.goto(`${shop.base}/overview`)
    await page.evaluate(`
    setTimeout(() => { throw new Error('a fault of a script') })
    document.body.insertAdjacentHTML('beforeend', '<p style="color: red">no inline styles</p>')
  `)
    const noises: string[] = []
    await expect.poll(() => noises.push(...complaints()), SOON).toBe(2)
    expect(noises.join('\n')).toContain('a fault of a script')
    expect(noises.join('\n')).toContain('Content Security Policy')
  })

  test('offline, a search and a form each say so, and keep what was typed', async () => {
    const page = await open()
    await page.goto(`${shop.base}/logs`)
    await page.context().setOffline(true)
    await page.getByRole('searchbox', { name: 'Search' }).pressSequentially('ada')
    await page.locator('.toast').getByText('That did not reach us.').waitFor()
    expect(await page.getByRole('searchbox', { name: 'Search' }).inputValue()).toBe('ada')
    expect(await page.locator('#log tbody tr').count()).toBe(1)
    await page.context().setOffline(false)

    await page.goto(`${shop.base}/products/new`)
    await page.getByLabel('Product ID').fill('77')
    await page.getByLabel('Product name').fill('Typed with care')
    await page.context().setOffline(true)
    await page.getByRole('button', { name: 'Save Product' }).click()
    await page.locator('.toast').getByText('That did not reach us.').waitFor()
    expect(await page.getByLabel('Product name').inputValue()).toBe('Typed with care')
    await page.context().setOffline(false)
    await page.getByRole('button', { name: 'Save Product' }).click()
    await page.getByRole('heading', { level: 1, name: 'Typed with care' }).waitFor()
    complaints()
  })

  test('when something of ours breaks, the form stays and one can try again', async () => {
    const page = await open()
    await page.route('**/*', async (route) => {
      const breaks = route.request().method() === 'POST' || route.request().url().includes('search=ada')
      return breaks ? route.fulfill({ status: 503, body: 'out of order' }) : route.continue()
    })
    await page.goto(`${shop.base}/logs`)
    await page.getByRole('searchbox', { name: 'Search' }).pressSequentially('ada')
    await page.locator('.toast').getByText('Something went wrong on our side.').waitFor()
    expect(await page.locator('#log tbody tr').count()).toBe(1)

    await page.goto(`${shop.base}/products/new`)
    await page.getByLabel('Product ID').fill('78')
    await page.getByLabel('Product name').fill('Kept all the same')
    await page.getByRole('button', { name: 'Save Product' }).click()
    await page.locator('.toast').getByText('Something went wrong on our side.').waitFor()
    expect(await page.getByLabel('Product name').inputValue()).toBe('Kept all the same')
    await page.unroute('**/*')
    await page.getByRole('button', { name: 'Save Product' }).click()
    await page.getByRole('heading', { level: 1, name: 'Kept all the same' }).waitFor()
    complaints()
  })

  for (const javaScriptEnabled of [true, false]) {
    test(`a form sent twice makes one thing, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
      const name = javaScriptEnabled ? 'Twice' : 'Twice, plainly'
      const page = await open({ javaScriptEnabled })
      await page.goto(`${shop.base}/integrations/new?kind=thinkific`)
      await page.getByLabel('Integration name').fill(name)
      await page.getByLabel('Site URL').fill(school.subdomain)
      await page.getByLabel('API Key').fill(school.apiKey)
      const save = page.getByRole('button', { name: 'Save Integration' })
      await save.dblclick()
      await page.waitForURL(/\/integrations$/)
      await page.goto(`${shop.base}/integrations`)
      expect(await page.getByRole('link', { name, exact: true }).count()).toBe(1)
    })
  }

  test('a refused form moves the focus to its errors, and each links to its field', async () => {
    const page = await open()
    await page.goto(`${shop.base}/products/new`)
    await page.getByLabel('Product name').fill('A name without an id')
    await page.getByRole('button', { name: 'Save Product' }).click()
    await page.getByRole('alert').waitFor()
    expect(await page.locator(':focus').getAttribute('role')).toBe('alert')
    await page.getByRole('alert').getByRole('link').click()
    expect(await page.locator(':focus').getAttribute('id')).toBe('productId')
    expect(await page.getByLabel('Product ID').getAttribute('aria-invalid')).toBe('true')
    expect(await page.getByLabel('Product name').inputValue()).toBe('A name without an id')
  })

  test('who wants no motion gets none', async () => {
    const page = await open({ reducedMotion: 'reduce' })
    for (const path of ['overview', 'logs', 'integrations', 'webhook']) {
      await page.goto(`${shop.base}/${path}`)
      const moving = await page.evaluate<string[]>(MOVING)
      expect(moving).toEqual([])
    }
  })

  test('names of any length, script and direction are kept, shown as text, or refused with the figure', async () => {
    const page = await open()
    const odd = '‮ماراثون👩‍🎨 <script>alert(1)</script> & “söz”'
    await page.goto(`${shop.base}/products/new`)
    await page.getByLabel('Product ID').fill('id/with?odd&signs #1')
    await page.getByLabel('Product name').fill(odd)
    await page.getByRole('button', { name: 'Save Product' }).click()
    await page.getByRole('heading', { level: 1 }).getByText('<script>alert(1)</script>').waitFor()
    await page.goto(`${shop.base}/products`)
    await page.getByText('<script>alert(1)</script>').click()
    await page.getByText('Product ID id/with?odd&signs #1').waitFor()

    await page.goto(`${shop.base}/products/new`)
    await page.getByLabel('Product ID').fill('79')
    await page.getByLabel('Product name').fill('x'.repeat(10_000))
    await page.getByRole('button', { name: 'Save Product' }).click()
    await page.locator('#name-error').getByText('10,000 characters').waitFor()
    expect(await page.getByLabel('Product name').inputValue()).toHaveLength(10_000)
    expect(await tooWide(page)).toBeLessThanOrEqual(0)
  })

  test('a rule deleted in another tab, and another shop’s rule, are simply not there', async () => {
    const integration = await shop.connect(await openSchool('tabs'), 'Tabs')
    const id = await shop.rule({ product: '1', integration, target: 1234 })
    const page = await open()
    await page.goto(`${shop.base}/rules/${id}/edit`)
    await shop.visitor.submit(`${shop.base}/rules/${id}/deletions`, {})
    await page.getByRole('button', { name: 'Submit', exact: true }).click()
    await page.getByText('There is nothing here').waitFor()

    const elsewhere = await openShop('Elsewhere')
    const kept = await shop.rule({ product: '1', integration, target: 1234 })
    await page.goto(`${elsewhere.base}/rules/${kept}`)
    await page.getByText('There is nothing here').waitFor()
  })
})

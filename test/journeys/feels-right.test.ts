import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { tooWide, useBrowser } from './browser'
import { openSchool } from './school'
import { openShop, type Shop } from './shop'

/** A toast stays six seconds. */
const LEAVES = { timeout: 12_000, interval: 200 }

const { open } = useBrowser()
let shop: Shop

beforeAll(async () => {
  shop = await openShop('Feeling Shop')
})

describe('A page answers gently', () => {
  test('a toast of success leaves, one of a failure stays', async () => {
    const page = await open()
    await page.goto(`${shop.base}/products/new`)
    await page.getByLabel('Product ID').fill('1')
    await page.getByLabel('Product name').fill('Power Yoga')
    await page.getByRole('button', { name: 'Save Product' }).click()
    const toast = page.locator('.toast')
    await toast.getByText('Power Yoga is saved.').waitFor()
    await expect.poll(() => toast.count(), LEAVES).toBe(0)

    await page.goto(`${shop.base}/retries`)
    await toast.getByText('There are no failed entries here now').waitFor()
    await page.waitForTimeout(7_000)
    expect(await toast.count()).toBe(1)
  })

  test('a form names all its problems at once, and each corrected field turns calm', async () => {
    const page = await open()
    await page.goto(`${shop.base}/integrations/new?kind=thinkific`)
    await page.getByRole('button', { name: 'Save Integration' }).click()
    const summary = page.getByRole('alert')
    await summary.getByText('Fix 3 problems').waitFor()
    await page.getByLabel('Integration name').fill('Academy')
    await summary.getByText('Fix 2 problems').waitFor()
    expect(await page.getByLabel('Integration name').getAttribute('aria-invalid')).toBeNull()
    expect(await page.locator('#name-error').count()).toBe(0)
    await page.getByLabel('Site URL').fill('academy')
    await page.getByLabel('API Key').fill('x')
    await expect.poll(() => summary.count()).toBe(0)
  })

  test('a double click in the log selects a word, and a single one opens the entry', async () => {
    const page = await open({ viewport: { width: 1280, height: 900 } })
    await page.goto(`/m/${inject('demo').marketplace}/logs?outcome=kept`)
    const email = page.locator('#log .log-who .aside').first()
    await email.dblclick({ position: { x: 8, y: 8 } })
    await page.waitForTimeout(600)
    expect(await page.evaluate('getSelection().toString()')).toMatch(/^\w+$/)
    expect(new URL(page.url()).pathname).toMatch(/\/logs$/)
    await page.locator('h1').click()
    await email.click()
    await page.waitForURL(/\/logs\/[^/]+$/)
  })

  test('an email and an order number of the log are never cut on a computer’s screen', async () => {
    const page = await open({ viewport: { width: 1280, height: 900 } })
    await page.goto(`/m/${inject('demo').marketplace}/logs?outcome=enrolled`)
    const cut = `[...document.querySelectorAll('#log .aside')].filter((one) => one.scrollWidth > one.clientWidth).length`
    expect(await page.evaluate(cut)).toBe(0)
  })

  test('a page with a form opens where its work is', async () => {
    const page = await open()
    await page.goto(`${shop.base}/integrations/new?kind=thinkific`)
    expect(await page.locator(':focus').getAttribute('name')).toBe('name')
  })

  test('tables fit windows of any width between a phone’s and a computer’s', async () => {
    const page = await open()
    const base = `/m/${inject('demo').marketplace}`
    const wide: string[] = []
    for (const place of ['logs', 'integrations', 'products', 'rules', 'customers']) {
      await page.goto(`${base}/${place}`)
      for (const width of [480, 640, 700, 768, 900, 1000, 1024, 1100]) {
        await page.setViewportSize({ width, height: 800 })
        const excess = await tooWide(page)
        wide.push(...(excess > 0 ? [`${place} at ${width} px: ${excess}`] : []))
      }
    }
    expect(wide).toEqual([])
  })

  test('arrows lead from a combobox’s search into its list and back', async () => {
    const school = await openSchool('feeling')
    await school.course('Breath')
    const integration = await shop.connect(school)
    const page = await open()
    const draft = { product: '*', integration, category: 'ecommerce', trigger: 'product.purchased', step: '3' }
    const form = `${shop.base}/rules/new?${new URLSearchParams({ ...draft, action: 'create_course' })}`
    // Its courses are fetched in the background.
    await expect
      .poll(async () => {
        await page.goto(form)
        return page.locator('.options input').count()
      }, LEAVES)
      .toBeGreaterThan(0)
    await page.getByLabel('Course').and(page.locator('[type="search"]')).focus()
    await page.keyboard.press('ArrowDown')
    expect(await page.locator(':focus').getAttribute('name')).toBe('target')
    await page.keyboard.press('ArrowUp')
    expect(await page.locator(':focus').getAttribute('type')).toBe('search')
  })

  test('the tab of Overview shows that something needs its viewer', async () => {
    const page = await open()
    await page.goto(`/m/${inject('demo').marketplace}/overview`)
    expect(await page.title()).toMatch(/^\(\d+\) Overview/)
    expect(await page.locator('link[rel="icon"]').getAttribute('href')).toContain('icon-attention')
    await page.goto(`/m/${inject('demo').marketplace}/products`)
    expect(await page.locator('link[rel="icon"]').getAttribute('href')).not.toContain('icon-attention')
  })

  test('names of one long word fit a page of any width', async () => {
    const word = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'
    const email = `${'long-'.repeat(9)}${'address'.repeat(7)}@example.com`
    const school = await openSchool('long')
    const integration = await shop.connect(school, word)
    await shop.sells('2', word)
    const rule = await shop.rule({ product: '2', integration, target: await school.course(word) })
    const event = await shop.store.sell({ email, product: '2', order: '1', name: [word, word] })
    await shop.ends(event, 'enrolled')
    const page = await open()
    const customer = `customers/${encodeURIComponent(email)}`
    const places = ['overview', 'products', 'products/2/integrations', 'rules', `rules/${rule}`, `rules/${rule}/edit`]
    const others = [`rules/${rule}/delete`, `rules/${rule}/undo`, 'logs', 'customers', customer, `${customer}/enroll`]
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 })
      for (const place of [...places, ...others, 'integrations', 'webhook/activity']) {
        await page.goto(`${shop.base}/${place}`)
        expect(await tooWide(page), `${place} at ${width}`).toBeLessThanOrEqual(0)
        expect(await standOut(page), `${place} at ${width}`).toEqual([])
      }
    }
  })

  test('printed, a page is its content alone', async () => {
    const page = await open()
    await page.goto(`/m/${inject('demo').marketplace}/logs`)
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.top, .foot, main search, .selection').filter({ visible: true }).count()).toBe(0)
    expect(await page.locator('#log tbody tr').filter({ visible: true }).count()).toBeGreaterThan(5)
    await page.goto((await page.locator('.log-who a').first().getAttribute('href')) ?? '')
    expect(await page.locator('#access').isVisible()).toBe(true)
    expect(await page.locator('#notes .form, .dashed').filter({ visible: true }).count()).toBe(0)
  })
})

/** What is wider than its card. */
function standOut(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`[...document.querySelectorAll('.card')]
    .filter((card) => card.scrollWidth > card.clientWidth + 1)
    .map((card) => card.textContent.slice(0, 60))`)
}

import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { read, useBrowser } from './browser'
import { openSchool, type School } from './school'
import { openShop, type Shop } from './shop'

/** More stops than any page here has. */
const MOST_STOPS = 80
const SOON = { timeout: 20_000, interval: 200 }

const { open } = useBrowser()
let shop: Shop
let school: School

beforeAll(async () => {
  school = await openSchool('keys')
  await school.course('Course Two')
  shop = await openShop('Keyboard Shop')
  await shop.sells('1', 'Power Yoga')
})

/** The words of what has the keyboard, and whether one sees that it has. */
const FOCUSED = `(() => {
  const at = document.activeElement
  const labels = [...(at.labels ?? [])].map((label) => label.textContent).join(' ')
  const visible = [at, at.closest('label') ?? at, at.parentElement].some((one) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one)
    return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none'
  })
  const words = at.getAttribute('aria-label') ?? (labels || at.textContent)
  return { words: words.replace(/\\s+/g, ' ').trim(), visible, isPage: at === document.body }
})()`

function focused(page: Page): Promise<{ words: string; visible: boolean; isPage: boolean }> {
  return page.evaluate(FOCUSED)
}

/** Presses Tab until the keyboard is at something of these words, if it is not yet; each stop on the way must be seen. */
async function tabTo(page: Page, words: RegExp): Promise<void> {
  const passed: string[] = []
  const begun = await focused(page)
  if (begun.visible && words.test(begun.words)) {
    return
  }
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press('Tab')
    const at = await focused(page)
    if (at.isPage) {
      // The next page arrived between the two: its first stop is a Tab away.
      continue
    }
    expect(at.visible, `the focus on “${at.words}” is seen`).toBe(true)
    if (words.test(at.words)) {
      return
    }
    passed.push(at.words)
  }
  throw new Error(`Tab never came to ${words}, only to ${passed.join(' | ')}`)
}

async function press(page: Page, words: RegExp, key = 'Enter'): Promise<void> {
  await tabTo(page, words)
  await page.keyboard.press(key)
}

async function type(page: Page, words: RegExp, typed: string): Promise<void> {
  await tabTo(page, words)
  await page.keyboard.type(typed)
}

/** Goes down a list of choices to the one of these words. */
async function choose(page: Page, words: RegExp, option: string): Promise<void> {
  await tabTo(page, words)
  const chosen = () => read(page.locator(':focus > option:checked'))
  for (let step = 0; step < MOST_STOPS && (await chosen()) !== option; step += 1) {
    await page.keyboard.press('ArrowDown')
  }
  expect(await chosen()).toBe(option)
}

describe('A merchant with the keyboard', () => {
  test('connect, rule and log with the keyboard alone', async () => {
    const page = await open()
    await page.goto(`${shop.base}/integrations`)
    await page.keyboard.press('Tab')
    expect((await focused(page)).words).toBe('Skip to the page')
    await page.keyboard.press('Enter')
    await press(page, /New Integration/)
    await page.waitForURL(/\/integrations\/new/)
    await press(page, /Next Step/)
    await page.waitForURL(/kind=thinkific/)
    await type(page, /Integration name/, 'Academy')
    await type(page, /Site URL/, school.subdomain)
    await type(page, /API Key/, 'a wrong key')
    await press(page, /Save Integration/)
    await page.getByRole('alert').waitFor()
    expect(await page.locator(':focus').getAttribute('role')).toBe('alert')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator(':focus').getAttribute('id'), SOON).toBe('key')
    await page.keyboard.type(school.apiKey)
    await page.keyboard.press('Enter')
    await page.getByText('Connected', { exact: true }).waitFor()

    await page.goto(`${shop.base}/products/1/integrations`)
    await press(page, /New Rule/)
    await page.waitForURL(/rules\/new/)
    await choose(page, /^Integration$/, 'Academy')
    await choose(page, /^Action$/, 'Create Course Enrollment')
    await press(page, /Next Step/)
    await page.waitForURL(/step=2/)
    await choose(page, /^Trigger$/, 'Product Purchased')
    await press(page, /Next Step/)
    await page.waitForURL(/step=3/)
    await type(page, /^Course/, 'two')
    await press(page, /Course Two/, 'Space')
    await press(page, /^Submit$/)
    await page.waitForURL(/\/products\/1\/integrations$/)

    await shop.ends(await shop.store.sell({ email: 'ada@example.com', product: '1' }), 'enrolled')
    await page.goto(`${shop.base}/logs`)
    await type(page, /^Search$/, 'ada@')
    await expect.poll(() => page.url(), SOON).toContain('search=ada')
    await press(page, /Product Purchased/)
    await page.locator('.verdict').getByText('Course Two').waitFor()
  })

  test('the menu opens, closes with Escape and gives the focus back', async () => {
    const page = await open()
    await page.goto(`${shop.base}/overview`)
    await press(page, /Keyboard Shop/)
    await page.getByRole('link', { name: 'Your account' }).waitFor()
    await page.keyboard.press('Escape')
    expect(await page.locator('details.menu').getAttribute('open')).toBeNull()
    expect((await focused(page)).words).toBe('Keyboard Shop')
  })
})

/** A merchant's Chromium. Anything the browser complains about (CSP, script errors) fails the journey that caused it. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject } from 'vitest'

/** Chromium as root in a container, without looking for anything outside this machine. */
const QUIET_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const INSTALLED = process.env.CHROMIUM ?? '/usr/bin/chromium'

let browser: Browser

/** Call once per file; gives a way to open pages. */
export function useBrowser(): { open: (options?: BrowserContextOptions) => Promise<Page> } {
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: INSTALLED, args: QUIET_FLAGS })
  })
  afterAll(() => browser.close())
  return {
    open: async (options = {}) => {
      const context = await browser.newContext({ baseURL: inject('address'), ...options })
      const page = await context.newPage()
      const complaints: string[] = []
      page.on('console', (message) => {
        if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('close', () => expect(complaints).toEqual([]))
      return page
    },
  }
}

/** Signs in as the demo's owner and ends on the marketplace's Overview. */
export async function signIn(page: Page): Promise<void> {
  const demo = inject('demo')
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(demo.email)
  await page.getByLabel('Password').fill(demo.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(/\/m\/[^/]+\//)
}

/** A merchant's Chromium. Anything the browser complains about (CSP, script errors, a broken answer) fails the journey. */
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { launch } from './chromium'
import { EntryLinks } from './entry-links'
import { type Served, shared } from './served'

const PATIENCE_MS = 15_000
/** A page that says what is wrong with a form, or that there is nothing, is an answer and no fault. */
const AN_ANSWER = /status of 4\d\d/
/** A busy Chromium shows the next page without its fade, and reports that as a rejected promise no script can reach. */
const A_SKIPPED_FADE = /^Transition was (aborted|skipped)/

type Session = Awaited<ReturnType<BrowserContext['storageState']>>

export interface Chromium {
  /** A page of the demo's owner, who signs in once per file. */
  open: (options?: BrowserContextOptions) => Promise<Page>
  /** A page without a session. */
  stranger: (options?: BrowserContextOptions) => Promise<Page>
  /** What browsers complained about since it was last asked. A journey that provokes complaints takes them itself. */
  complaints: () => string[]
  /** To entries, on every page shown. Those that no longer answer at the end fail the file. */
  links: EntryLinks
}

/** Call once per file. Pages are closed after each test. */
export function useBrowser(served: () => Served = shared): Chromium {
  let browser: Browser
  let noises: string[] = []
  const complaints = () => noises.splice(0)
  beforeAll(async () => {
    browser = await launch()
  })
  const links = new EntryLinks()
  afterEach(async () => {
    await links.collect()
    await Promise.all(browser.contexts().map((context) => context.close()))
    expect(complaints(), 'what the browser complained about').toEqual([])
  })
  afterAll(async () => {
    if (links.size > 0) {
      const { request } = (await open()).context()
      expect(await links.findDead(request), 'links to entries that no longer answer').toEqual([])
    }
    await browser.close()
  })
  const stranger = async (options: BrowserContextOptions = {}) => {
    const context = await browser.newContext({ baseURL: served().address, ...options })
    context.setDefaultTimeout(PATIENCE_MS)
    const page = await context.newPage()
    listen(page, (complaint) => {
      noises = [...noises, complaint]
    })
    links.follow(page)
    return page
  }
  let session: Promise<Session> | null = null
  const signedIn = async () => {
    const page = await stranger()
    await signIn(page, served())
    return page.context().storageState()
  }
  const open = async (options: BrowserContextOptions = {}) => {
    session ??= signedIn()
    return stranger({ ...options, storageState: await session })
  }
  return { open, stranger, complaints, links }
}

function listen(page: Page, onNoise: (complaint: string) => void): void {
  page.on('console', (message) => {
    if (message.type() === 'error' && !AN_ANSWER.test(message.text())) {
      onNoise(`${page.url()}: ${message.text()}`)
    }
  })
  page.on('pageerror', ({ message }) => {
    if (!A_SKIPPED_FADE.test(message)) {
      onNoise(`${page.url()}: ${message}`)
    }
  })
}

/** Signs in as the demo's owner and ends on the marketplace's Overview, or among the marketplaces. */
export async function signIn(page: Page, { demo }: Served = shared()): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(demo.email)
  await page.getByLabel('Password').fill(demo.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(/\/(m\/[^/]+\/|marketplaces)/)
}

/** Clicks one of the places on top of every page of a marketplace. */
export async function goTo(
  page: Page,
  place: 'Overview' | 'Customers' | 'Products' | 'Integrations' | 'Logs' | 'Webhook' | 'Team',
): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: place }).click()
}

/** The words of one thing on the page. */
export async function read(what: Locator): Promise<string> {
  return ((await what.textContent()) ?? '').replace(/\s+/g, ' ').trim()
}

/** Whether the page fits its window without scrolling sideways. Says by how many pixels it does not. */
export async function tooWide(page: Page): Promise<number> {
  // A page that has just begun to come has nothing to measure.
  await page.waitForLoadState()
  return page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
}

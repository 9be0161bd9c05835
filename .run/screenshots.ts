/** `npm run screenshots`: the pictures of the README and the merchant's guide, taken from the demo on fresh state. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { launch } from '../test/journeys/chromium'
import { ensureBuilt } from './built.ts'
import { ROOT } from './child'
import { prepareDemo } from './demo/prepare'
import { takeMailPictures } from './mail-pictures'
import { takePicture } from './picture'
import { startProduct } from './product'

const PORTS = { port: 18_797, thinkificPort: 18_798 }
/** The same wherever and whenever they are taken. */
const VIEWER = {
  viewport: { width: 1200, height: 800 },
  deviceScaleFactor: 1.5,
  colorScheme: 'light',
  locale: 'en-US',
  timezoneId: wherever(10),
} as const

/** Below what a picture shows. */
const MARGIN_PX = 32

const pictures = join(ROOT, 'docs', 'images')
const stateDir = mkdtempSync(join(tmpdir(), 'enrollwire-screenshots-'))
await ensureBuilt()
const product = await startProduct({ ...PORTS, stateDir, thinkificApiUrl: null, mails: true })
try {
  const demo = await prepareDemo(product)
  const { email, password, marketplace } = demo
  mkdirSync(pictures, { recursive: true })
  const browser = await launch()
  const context = await browser.newContext({ ...VIEWER, baseURL: product.address })
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(/\/overview$/)
  await picture(page, 'overview.webp')

  // The entry that shows what is special: a refund after which the customer rightly stays in.
  await page.goto(`/m/${marketplace}/logs?outcome=kept`)
  await page.locator('#log .row-link').first().click()
  await page.locator('.verdict').waitFor()
  await picture(page, 'entry.webp')
  const mails = await takeMailPictures(browser, page, { demo, product, folder: pictures })
  await browser.close()
  console.log(`docs/images: ${['overview.webp', 'entry.webp', ...mails].join(', ')}`)
} finally {
  await product.stop()
  rmSync(stateDir, { recursive: true, force: true })
}

/** The page down to where its content ends. */
async function picture(page: Page, name: string): Promise<void> {
  const bottom = await page.evaluate<number>(
    "document.querySelector('main').lastElementChild.getBoundingClientRect().bottom",
  )
  await takePicture(page, join(pictures, name), Math.ceil(bottom) + MARGIN_PX)
}

/** A time zone where it is that hour now. */
function wherever(hour: number): string {
  const ahead = hour - new Date().getUTCHours()
  const hours = ahead < -12 ? ahead + 24 : ahead
  // These names count the other way round: Etc/GMT-2 is two hours ahead.
  return `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`
}

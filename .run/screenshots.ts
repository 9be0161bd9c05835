/** `npm run screenshots`: the README's two pictures, taken from the demo on fresh state. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launch } from '../test/journeys/chromium'
import { ROOT } from './child'
import { prepareDemo } from './demo/prepare'
import { startProduct } from './product'

const PORTS = { port: 18_797, thinkificPort: 18_798 }
/** The same wherever and whenever they are taken. */
const VIEWER = {
  viewport: { width: 1280, height: 860 },
  deviceScaleFactor: 1.5,
  colorScheme: 'light',
  locale: 'en-US',
  timezoneId: wherever(10),
} as const

const pictures = join(ROOT, 'docs', 'images')
const stateDir = mkdtempSync(join(tmpdir(), 'enrollwire-screenshots-'))
const product = await startProduct({ ...PORTS, stateDir, thinkificApiUrl: null })
try {
  const { email, password, marketplace } = await prepareDemo(product)
  mkdirSync(pictures, { recursive: true })
  const browser = await launch()
  const page = await browser.newPage({ ...VIEWER, baseURL: product.address })
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(/\/overview$/)
  await page.screenshot({ path: join(pictures, 'overview.png'), fullPage: true })

  // The entry that shows what is special: a refund after which the customer rightly stays in.
  await page.goto(`/m/${marketplace}/logs?outcome=kept`)
  await page.locator('#log .row-link').first().click()
  await page.locator('.verdict').waitFor()
  await page.screenshot({ path: join(pictures, 'entry.png') })
  await browser.close()
  console.log('docs/images: overview.png, entry.png')
} finally {
  await product.stop()
  rmSync(stateDir, { recursive: true, force: true })
}

/** A time zone where it is that hour now. */
function wherever(hour: number): string {
  const ahead = hour - new Date().getUTCHours()
  const hours = ahead < -12 ? ahead + 24 : ahead
  // These names count the other way round: Etc/GMT-2 is two hours ahead.
  return `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`
}

/** `npm run screenshots`: the README's two pictures, taken from the demo on fresh state. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { launch } from '../test/journeys/chromium'
import { ensureBuilt } from './built.ts'
import { ROOT } from './child'
import { prepareDemo } from './demo/prepare'
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

/** Letters stay sharp. */
const QUALITY = 0.9
/** Below what a picture shows. */
const MARGIN_PX = 32

const pictures = join(ROOT, 'docs', 'images')
const stateDir = mkdtempSync(join(tmpdir(), 'enrollwire-screenshots-'))
await ensureBuilt()
const product = await startProduct({ ...PORTS, stateDir, thinkificApiUrl: null })
try {
  const { email, password, marketplace } = await prepareDemo(product)
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
  await browser.close()
  console.log('docs/images: overview.webp, entry.webp')
} finally {
  await product.stop()
  rmSync(stateDir, { recursive: true, force: true })
}

/** The page down to where its content ends, as a WebP: about half the bytes of a PNG. */
async function picture(page: Page, name: string): Promise<void> {
  const bottom = await page.evaluate<number>(
    "document.querySelector('main').lastElementChild.getBoundingClientRect().bottom",
  )
  const clip = { x: 0, y: 0, width: VIEWER.viewport.width, height: Math.ceil(bottom) + MARGIN_PX }
  const png = await page.screenshot({ fullPage: true, clip })
  const owner = await page.context().newPage()
  const webp = await owner.evaluate<string>(`fetch('data:image/png;base64,${png.toString('base64')}')
    .then((answer) => answer.blob())
    .then(createImageBitmap)
    .then((image) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height })
      canvas.getContext('2d').drawImage(image, 0, 0)
      return canvas.toDataURL('image/webp', ${QUALITY})
    })`)
  await owner.close()
  writeFileSync(join(pictures, name), Buffer.from(webp.slice(webp.indexOf(',') + 1), 'base64'))
}

/** A time zone where it is that hour now. */
function wherever(hour: number): string {
  const ahead = hour - new Date().getUTCHours()
  const hours = ahead < -12 ? ahead + 24 : ahead
  // These names count the other way round: Etc/GMT-2 is two hours ahead.
  return `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`
}

import { gzipSync } from 'node:zlib'
import type { Page, Response } from 'playwright-core'
import { describe, expect, inject, test } from 'vitest'
import { EVENTS } from '../../.run/demo/month'
import { signIn, useBrowser } from './browser'
import { measureShift } from './layout-shift'

const KB = 1024
const FIRST_PAGE = { bytes: 32 * KB, requests: 5 }
const LATER_PAGE_BYTES = 8 * KB
const HEAVIEST = ['logs', 'logs?outcome=enrolled', 'customers', 'team/time-zone', 'help']

const { open, stranger } = useBrowser()

/**
 * What a page takes over the wire: requests not served from the browser's cache, each body as gzip makes it (Cloudflare
 * compresses at its edge; this machine does not).
 */
async function weigh(page: Page, path: string): Promise<{ bytes: number; requests: number }> {
  const answers: Response[] = []
  const listen = (answer: Response) => answers.push(answer)
  page.on('response', listen)
  await page.goto(path, { waitUntil: 'networkidle' })
  page.off('response', listen)
  const cached = await page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ transferSize }) => transferSize === 0)
      .map(({ name }) => name),
  )
  const sent = answers.filter((answer) => !cached.includes(answer.url()) && answer.status() === 200)
  const bodies = await Promise.all(sent.map((answer) => answer.body()))
  return { requests: sent.length, bytes: bodies.reduce((sum, body) => sum + gzipSync(body).length, 0) }
}

function describeWeight(what: string, { bytes, requests }: { bytes: number; requests: number }): string {
  return `${what}: ${(bytes / KB).toFixed(1)} KB in ${requests} requests`
}

describe('A page’s weight', () => {
  test('the first page is light', async () => {
    const page = await stranger()
    const weight = await weigh(page, '/sign-in')
    console.log(describeWeight('First page, sign in', weight))
    expect(weight.bytes).toBeLessThanOrEqual(FIRST_PAGE.bytes)
    expect(weight.requests).toBeLessThanOrEqual(FIRST_PAGE.requests)
  })

  test('the API reference is light, and each of its pages after the first', async () => {
    const page = await stranger()
    const first = await weigh(page, '/reference/')
    expect(first.bytes).toBeLessThanOrEqual(FIRST_PAGE.bytes)
    expect(first.requests).toBeLessThanOrEqual(FIRST_PAGE.requests)
    const later = await weigh(page, '/reference/hooks')
    expect(later.requests).toBe(1)
    expect(later.bytes).toBeLessThanOrEqual(LATER_PAGE_BYTES)
  })

  test('the first page after signing in is light', async () => {
    const page = await open()
    const weight = await weigh(page, `/m/${inject('demo').marketplace}/overview`)
    console.log(describeWeight('First page, overview', weight))
    expect(weight.bytes).toBeLessThanOrEqual(FIRST_PAGE.bytes)
    expect(weight.requests).toBeLessThanOrEqual(FIRST_PAGE.requests)
  })

  test('so is a first page that someone opens from a link, the heaviest ones too', async () => {
    const base = `/m/${inject('demo').marketplace}`
    for (const path of ['/account', ...HEAVIEST.map((place) => `${base}/${place}`)]) {
      const page = await open()
      const weight = await weigh(page, path)
      await page.context().close()
      console.log(describeWeight(`First page, ${path.slice(base.length)}`, weight))
      expect(weight.bytes, path).toBeLessThanOrEqual(FIRST_PAGE.bytes)
      expect(weight.requests, path).toBeLessThanOrEqual(FIRST_PAGE.requests)
    }
  })

  test('later pages are lighter still: what does not change is never asked for again', async () => {
    const base = `/m/${inject('demo').marketplace}`
    const page = await stranger()
    await signIn(page)
    const product = `${base}/products/350399/integrations`
    const places = [
      'overview',
      'products',
      'integrations',
      'rules',
      'logs',
      'logs?outcome=enrolled',
      'webhook',
      'team',
      'help',
      'integrations/new?kind=thinkific',
      'customers',
      'customers/ada%40example.com',
      'imports',
      'alerts',
      'webhook/activity',
      'lost-sales',
    ]
    const customer = `${base}/customers/${encodeURIComponent(EVENTS.at(-1)?.email ?? '')}`
    for (const path of [
      customer,
      ...places.map((place) => `${base}/${place}`),
      product,
      `${base}/rules/new?product=350399`,
    ]) {
      const weight = await weigh(page, path)
      console.log(describeWeight(path.slice(base.length), weight))
      expect(await measureShift(page), path).toBe(0)
      expect(weight.requests, path).toBe(1)
      expect(weight.bytes, path).toBeLessThanOrEqual(LATER_PAGE_BYTES)
    }
  })
})

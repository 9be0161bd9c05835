import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { beforeAll, expect, inject, test, vi } from 'vitest'
import { EVENTS } from '../../.run/demo/month'
import { Visitor } from '../../.run/visitor'
import { tooWide, useBrowser } from './browser'
import { openShop } from './shop'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const AXE_OPTIONS = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
  preload: false,
}
/** Everything folded away is part of the page too, except the menu, which has a test of its own. */
const UNFOLD = "for (const one of document.querySelectorAll('details:not(.menu)')) one.open = true"
const WIDE = { width: 1280, height: 900 }
/** Somebody of the demo with more than one purchase. */
const MEMBER = EVENTS.find(({ role }) => role === 'upsell')?.email ?? ''
/** A dozen pages, each looked at twice. */
const PATIENCE_MS = 240_000
/** What WCAG calls reflow: 1280 px at 400 %. */
const NARROW = { width: 320, height: 640 }

vi.setConfig({ testTimeout: PATIENCE_MS })
const { open, stranger } = useBrowser()
let base: string
let visitor: Visitor

beforeAll(async () => {
  const { email, password, marketplace } = inject('demo')
  base = `/m/${marketplace}`
  visitor = new Visitor(inject('address'))
  await visitor.submit('/sign-in', { email, password })
})

/** Addresses on a page that match, each once, in their order. */
async function linksOn(path: string, pattern: RegExp): Promise<string[]> {
  const { text } = await visitor.get(path)
  const links = [...text.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))
  return [...new Set(links.filter((href) => pattern.test(href)))]
}

async function linkOn(path: string, pattern: RegExp): Promise<string> {
  const [first] = await linksOn(path, pattern)
  if (first === undefined) throw new Error(`${path} links to nothing like ${pattern}`)
  return first
}

/** What is wrong with a page: light and wide, dark and narrow, everything unfolded. */
async function faultsOf(page: Page, path: string): Promise<string[]> {
  await page.setViewportSize(WIDE)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.goto(path)
  await page.evaluate(UNFOLD)
  const light = await violations(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize(NARROW)
  const dark = await violations(page)
  const scrolls = await tooWide(page)
  return [
    ...light.map((fault) => `${path}, light and wide: ${fault}`),
    ...dark.map((fault) => `${path}, dark and narrow: ${fault}`),
    ...(scrolls > 0 ? [`${path} is ${scrolls} px too wide at ${NARROW.width} px`] : []),
  ]
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const results = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(AXE_OPTIONS)})`)
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`),
  )
}

async function allFaults(page: Page, paths: string[]): Promise<string[]> {
  const faults: string[] = []
  for (const path of paths) faults.push(...(await faultsOf(page, path)))
  return faults
}

test('nobody’s pages: signing in, a forgotten password, what does not exist', async () => {
  const page = await stranger()
  const paths = ['/sign-in', '/forgotten-password', '/sign-up', '/setup', '/new-password?token=over']
  expect(await allFaults(page, paths)).toEqual([])
})

test('a person’s pages: marketplaces and account', async () => {
  expect(await allFaults(await open(), ['/marketplaces', '/marketplaces/new', '/account', '/nothing-here'])).toEqual([])
})

test('overview, products and their pages', async () => {
  const product = `${base}/products/350399`
  const paths = ['overview', 'products', 'products/new'].map((path) => `${base}/${path}`)
  const its = [`${product}/integrations`, `${product}/details`, `${product}/copies`]
  expect(await allFaults(await open(), [...paths, ...its])).toEqual([])
})

test('integrations and their pages', async () => {
  const one = (await linkOn(`${base}/integrations`, /\/integrations\/[^/]+\/delete$/)).replace(/\/delete$/, '')
  const paths = ['integrations', 'integrations/new', 'integrations/new?kind=thinkific'].map((path) => `${base}/${path}`)
  const its = [one, `${one}/delete`, `${one}/mapping`, `${one}/mapping?add=yes`]
  expect(await allFaults(await open(), [...paths, ...its])).toEqual([])
})

test('rules, their three steps and their pages', async () => {
  const rule = await linkOn(`${base}/products/440369/integrations`, /\/rules\/[^/?]{20,}$/)
  const integration = /integrations\/([^/]+)\/delete/.exec(await linkOn(`${base}/integrations`, /\/delete$/))?.[1] ?? ''
  const draft = { product: '350399', integration, category: 'ecommerce', trigger: 'product.refunded' }
  const step = (n: number, action: string) =>
    `${base}/rules/new?${new URLSearchParams({ ...draft, action, step: `${n}` })}`
  const steps = [
    `${base}/rules/new?product=*`,
    step(2, 'create_course'),
    step(3, 'create_course'),
    step(3, 'expire_bundle'),
  ]
  const made = `${rule}/try?${new URLSearchParams({ email: 'ada@example.com', product: '440369' })}`
  const its = [rule, `${rule}/edit`, `${rule}/delete`, `${rule}/test`, `${rule}/try`, made, `${base}/try`]
  expect(await allFaults(await open(), [`${base}/rules`, `${base}/rules?q=nothing`, ...steps, ...its])).toEqual([])
})

test('logs, every kind of entry, and what may be done with it', async () => {
  const entries = await linksOn(`${base}/logs`, /\/logs\/[^/]+$/)
  expect(entries.length).toBeGreaterThan(5)
  const waiting = await linkOn(`${base}/logs?outcome=waiting`, /\/logs\/[^/]+$/)
  const asked = [`${waiting}/give-up`, `${entries.at(-1)}/replay`, `${base}/retries`]
  const lists = [`${base}/logs`, `${base}/logs?search=nobody%40example.com`]
  expect(await allFaults(await open(), [...lists, ...entries, ...asked])).toEqual([])
})

test('customers and what may be done for them', async () => {
  const member = `${base}/customers/${encodeURIComponent(MEMBER)}`
  const acts = ['', '/thinkific', '/enroll', '/correction', '/erasure'].map((act) => `${member}${act}`)
  const end = await linkOn(member, /\/end\?/)
  expect(await allFaults(await open(), [...acts, end, `${base}/customers/nobody%40example.com`])).toEqual([])
})

test('webhook and team', async () => {
  const revoke = await linkOn(`${base}/webhook`, /\/secrets\/[^/]+\/delete$/)
  expect(await allFaults(await open(), [`${base}/webhook`, revoke, `${base}/team`])).toEqual([])
})

test('a new marketplace, where every list is empty', async () => {
  const shop = await openShop('Empty Shop')
  const places = ['overview', 'products', 'integrations', 'rules', 'rules/new?product=*', 'logs', 'webhook', 'team']
  expect(
    await allFaults(
      await open(),
      places.map((place) => `${shop.base}/${place}`),
    ),
  ).toEqual([])
})

test('forms sent with nothing in them', async () => {
  const page = await open()
  const faults: string[] = []
  for (const [path, button] of [
    [`${base}/products/new`, 'Save Product'],
    [`${base}/integrations/new?kind=thinkific`, 'Save Integration'],
    ['/marketplaces/new', 'Make it'],
  ] as const) {
    await page.goto(path)
    await page.getByRole('button', { name: button }).click()
    await page.getByRole('alert').waitFor()
    faults.push(...(await violations(page)).map((fault) => `${path}: ${fault}`))
  }
  expect(faults).toEqual([])
})

test('the menu of who is signed in, unfolded', async () => {
  const page = await open()
  await page.goto(`${base}/overview`)
  await page.locator('details.menu summary').click()
  expect(await violations(page)).toEqual([])
})

/** What WCAG and good practice find wrong with pages: light and wide, dark and narrow, by touch, everything unfolded. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { tooWide } from './browser'
import { hidingFields } from './field-names'
import { missedTargets } from './touch-targets'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const AXE_OPTIONS = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
  preload: false,
}
/** Everything folded away is part of the page too, except the menu, which has a test of its own. */
const UNFOLD = "for (const one of document.querySelectorAll('details:not(.menu)')) one.open = true"
/** What is still fading in has too little contrast for a moment. A skeleton never rests. */
const AT_REST = `Promise.all(document.getAnimations()
  .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime))
  .map(({ finished }) => finished.catch(() => {})))`
const WIDE = { width: 1280, height: 900 }
/** What WCAG calls reflow: 1280 px at 400 %. */
const NARROW = { width: 320, height: 640 }
/** Dense lists of calls, for who writes a program. */
const READ_AT_A_DESK = /^\/reference\//
/** Windows that look at pages at the same time. */
const WINDOWS = 2

/** Every fault of these pages. @param open opens the viewer's window */
export async function allFaults(open: () => Promise<Page>, paths: string[]): Promise<string[]> {
  const waiting = [...paths]
  const faults: string[] = []
  const look = async () => {
    const page = await open()
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      await page.setViewportSize(WIDE)
      await page.goto(path)
      faults.push(...(await faultsOf(page)))
    }
  }
  await Promise.all(Array.from({ length: WINDOWS }, look))
  return faults
}

/** The faults of the page as it is now. */
export async function faultsOf(page: Page): Promise<string[]> {
  const path = new URL(page.url()).pathname
  await page.evaluate(UNFOLD)
  await page.setViewportSize(WIDE)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  const light = await violations(page)
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await page.setViewportSize(NARROW)
  const dark = await violations(page)
  const scrolls = await tooWide(page)
  const hiding = await hidingFields(page)
  const missed = READ_AT_A_DESK.test(path) ? [] : await missedTargets(page)
  return [
    ...light.map((fault) => `${path}, light and wide: ${fault}`),
    ...dark.map((fault) => `${path}, dark and narrow: ${fault}`),
    ...(scrolls > 0 ? [`${path} is ${scrolls} px too wide at ${NARROW.width} px`] : []),
    ...hiding.map((fault) => `${path}: ${fault}`),
    ...missed.map((fault) => `${path}, by touch: ${fault}`),
  ]
}

/** What axe finds, as the page stands. */
export async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate('Boolean(window.axe)'))) {
    await page.evaluate(AXE)
  }
  await page.evaluate(`${AT_REST}.then(() => {})`)
  const results = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(AXE_OPTIONS)})`)
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`),
  )
}

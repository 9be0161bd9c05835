/** How far what is seen of a page moves, as Chromium measures it (Cumulative Layout Shift). */
import type { Page } from 'playwright-core'

/** How far the page moved while it was built. */
export function measureShift(page: Page): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries().reduce((sum, { value }) => sum + value, 0)))
      .observe({ type: 'layout-shift', buffered: true })
    setTimeout(() => resolve(0), 300)
  })`)
}

/** Lists everything that moves by a pixel or more from now on, also after a click. */
export async function watchShift(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(`window.moved = []
    const place = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(' ')
    const name = (node) => node === null ? 'gone' : (node.outerHTML ?? node.data).slice(0, 80)
    new PerformanceObserver((list) => list.getEntries().forEach(({ sources }) => {
      for (const { node, previousRect, currentRect } of sources) {
        const [from, to] = [place(previousRect), place(currentRect)]
        if (from !== to) {
          window.moved.push(name(node) + ' from ' + from + ' to ' + to)
        }
      }
    })).observe({ type: 'layout-shift' })`)
  return () => page.evaluate<string[]>('window.moved')
}

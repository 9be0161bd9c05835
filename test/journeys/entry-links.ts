/** Links to entries that a journey met on its pages: each must still answer at its end. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const TO_ENTRIES = 'a[href*="/logs/"]'

export class EntryLinks {
  readonly #met = new Set<string>()

  /** Collects from every page that is shown from now on. */
  follow(page: Page): void {
    page.on('load', () => void this.collect(page))
  }

  async collect(page: Page): Promise<void> {
    // A page that is left meanwhile has nothing to collect.
    const links = await page
      .locator(TO_ENTRIES)
      .evaluateAll(readAddresses)
      .catch(() => [])
    for (const link of links) {
      this.#met.add(link)
    }
  }

  /** Follows redirects, as a browser does. Says how many there are. */
  async expectAlive(page: Page): Promise<number> {
    await this.collect(page)
    for (const link of this.#met) {
      expect([link, (await page.request.get(link)).status()]).toEqual([link, 200])
    }
    return this.#met.size
  }
}

function readAddresses(links: unknown[]): string[] {
  return links.map((link) => (link as { href: string }).href)
}

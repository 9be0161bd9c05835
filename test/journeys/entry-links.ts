/** Links to entries on the pages that journeys met: each must still answer at the end. */
import type { APIRequestContext, Page, Response } from 'playwright-core'

const TO_ENTRY = /href="(\/m\/[^/"]+\/logs\/[^/"?#]+)"/g
const AT_ONCE = 8

export class EntryLinks {
  readonly #met = new Set<string>()
  #reading: Promise<void>[] = []

  /** Reads every page and fragment that arrives from now on. */
  follow(page: Page): void {
    page.on('response', (response) => {
      this.#reading = [...this.#reading, this.#read(response)]
    })
  }

  /** Before pages are closed, since what they were sent goes with them. */
  async collect(): Promise<void> {
    await Promise.all(this.#reading)
    this.#reading = []
  }

  get size(): number {
    return this.#met.size
  }

  /** Of those met until now, which are not asked again: a journey that erases entries asks before. Follows redirects. */
  async findDead(request: APIRequestContext): Promise<string[]> {
    await this.collect()
    const left = [...this.#met]
    this.#met.clear()
    const dead: string[] = []
    const follow = async () => {
      for (let link = left.pop(); link !== undefined; link = left.pop()) {
        const status = (await request.get(link)).status()
        if (status !== 200) {
          dead.push(`${link}: ${status}`)
        }
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, follow))
    return dead
  }

  async #read(response: Response): Promise<void> {
    if (response.headers()['content-type']?.startsWith('text/html')) {
      // A redirect has no body, and that of a page left meanwhile is gone.
      const html = await response.text().catch(() => '')
      for (const [, link = ''] of html.matchAll(TO_ENTRY)) {
        this.#met.add(link)
      }
    }
  }
}

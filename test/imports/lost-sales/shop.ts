/** A marketplace with a SamCart shop beside it: a rule for its products, and posts that its journal received. */
import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { vi } from 'vitest'
import { saveSamCartKey } from '../../../src/imports/lost-sales/key-commands'
import { NOTHING_COMPARED } from '../../../src/journal/lost-sales/state'
import { readFact, writeFact } from '../../../src/journal/storage/facts'
import type { MarketEvent } from '../../../src/model/event'
import { adminOf } from '../../accounts/admin'
import { sampleEvent, sampleItem } from '../../journal/samples'
import { SamCart } from '../../simulator/samcart/samcart'

export const COURSE = 350399
export const CLUB = 440369
/** No rule is for it. */
export const MAT = 350950

export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS

const keys = new Set<string>()

export class LostSalesShop {
  readonly marketplace = `lost-${crypto.randomUUID()}`
  readonly key = `sc-key-${crypto.randomUUID()}`
  readonly samcart = new SamCart({ apiKey: this.key })

  constructor() {
    keys.add(this.key)
    vi.spyOn(globalThis, 'fetch').mockImplementation(this.#answer as typeof fetch)
    this.samcart.shop.addProduct(COURSE, 'Power Yoga')
    this.samcart.shop.addProduct(CLUB, 'All Access Club')
    this.samcart.shop.addProduct(MAT, 'Yoga Mat')
  }

  get journal() {
    return env.JOURNAL.getByName(this.marketplace)
  }

  /** Rules for the course and the club. */
  async open(): Promise<this> {
    const integration = `${this.marketplace}-academy`
    await env.DB.prepare(
      `INSERT INTO integrations (id, marketplace, kind, name, site, scheme, sealed_credential, requests_per_minute, site_welcome, created_at, updated_at)
       VALUES (?1, ?2, 'thinkific', 'Academy', 'academy', 'api_key', '', 120, 0, 0, 0)`,
    )
      .bind(integration, this.marketplace)
      .run()
    for (const product of [COURSE, CLUB]) {
      await env.DB.prepare(
        `INSERT INTO rules (id, marketplace, integration, product, "trigger", action, target_kind, target_id, target_name, name, "on", end_when, skip_test, remove_always, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, 'product.purchased', 'create_course', 'course', '7', 'Seven', 'Welcome', 1, 'at once', 0, 0, 0, 0)`,
      )
        .bind(`${this.marketplace}-${product}`, this.marketplace, integration, String(product))
        .run()
    }
    return this
  }

  /** A post that arrived. */
  async report(different: Partial<MarketEvent> & { product?: number; subscription?: string }): Promise<void> {
    const { product = COURSE, subscription, ...rest } = different
    const at = rest.happenedAt ?? Date.now()
    const named = subscription === undefined ? null : { id: subscription, failedAttempts: null, periodEnd: null }
    const event = sampleEvent({
      id: `evt-${crypto.randomUUID()}`,
      marketplace: this.marketplace,
      happenedAt: at,
      receivedAt: at,
      items: [sampleItem(String(product), { subscription: named })],
      ...rest,
    })
    await this.journal.receive(event, [])
  }

  async connect(key = this.key) {
    const author = await adminOf(this.marketplace)
    return saveSamCartKey(env, author, { id: crypto.randomUUID(), key })
  }

  /** The shop of an earlier test may still be compared: its calls are none of this one's. */
  readonly #answer: typeof fetch = async (input, init) => {
    const key = new Request(input, init).headers.get('sc-api')
    const isOther = key !== null && key !== this.key && keys.has(key)
    return isOther ? new Response('', { status: 401 }) : this.samcart.fetch(input as RequestInfo, init)
  }

  /** Calls of today. */
  async spend(calls: number): Promise<void> {
    const day = new Date().toISOString().slice(0, 10)
    await runInDurableObject(this.journal, (_, { storage }) => {
      writeFact(storage.sql, 'lost sales', { ...NOTHING_COMPARED, spent: { day, calls } })
    })
  }

  /** As the nightly run would, to its end for today. Waits are passed over, and counted. */
  async compare(): Promise<{ result: string | null; waited: number }> {
    await this.journal.startJob({
      id: 'compare-sales',
      kind: 'compare-sales',
      marketplace: this.marketplace,
      input: {},
      person: 'Enrollwire',
      again: true,
    })
    return this.finish()
  }

  async finish(id = 'compare-sales'): Promise<{ result: string | null; waited: number }> {
    let waited = 0
    for (;;) {
      const job = (await this.journal.jobs()).find((one) => one.id.startsWith(id))
      if (job === undefined || job.endedAt !== null) {
        return { result: job?.result ?? null, waited }
      }
      waited += await runInDurableObject(this.journal, (_, { storage }) => {
        const due = readFact(storage.sql, `job ${job.id}`)?.dueAt ?? 0
        const wait = Math.max(due - Date.now(), 0)
        vi.setSystemTime(Date.now() + wait + 1)
        return wait
      })
      await runDurableObjectAlarm(this.journal)
      // A slice may be under way by the alarm itself.
      await scheduler.wait(5)
    }
  }

  /** `paid ada@example.com 350399 19026152` */
  async listed(): Promise<string[]> {
    const { groups } = await this.journal.lostSales()
    return groups.flatMap(({ sales }) =>
      sales.map(({ kind, email, productId, orderId }) => [kind, email, productId, orderId].join(' ')),
    )
  }
}

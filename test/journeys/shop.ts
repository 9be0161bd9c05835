/** A marketplace of its own for a journey: its webhook, a school connected to it, products and rules, made over the product's own forms. */
import { expect, vi } from 'vitest'
import { Visitor } from '../../.run/visitor'
import type { School } from './school'
import { type Served, shared } from './served'
import { Store } from './store'

const SETTLED_WITHIN_MS = 20_000
const LOOK_AGAIN_MS = 200
const MADE_SECRET = /<code id="made-(signing|key)">([^<]+)</g

export interface NewRule {
  /** '*' for every product. */
  product: string
  integration: string
  trigger?: string
  action?: 'create_course' | 'expire_course' | 'create_bundle' | 'expire_bundle'
  target: number
  options?: Record<string, string>
}

/** A line of the log as the CSV has it. */
export interface LogLine {
  outcome: string
  sentence: string
  customer: string
  event: string
}

/** Makes a marketplace with a webhook and nothing else. */
export async function openShop(name: string, served: Served = shared()): Promise<Shop> {
  const visitor = new Visitor(served.address)
  const { email, password } = served.demo
  await visitor.submit('/sign-in', { email, password })
  const { url } = await visitor.submit('/marketplaces', { name })
  const base = url.pathname.replace(/\/overview$/, '')
  const endpoint = crypto.randomUUID()
  const { text } = await visitor.submit(`${base}/webhook/endpoints`, { id: endpoint })
  const secrets = new Map([...text.matchAll(MADE_SECRET)].map(([, kind, code]) => [kind, code]))
  const store = new Store(endpoint, secrets.get('signing') ?? '', served)
  return new Shop(name, base, visitor, store, { endpoint, key: secrets.get('key') ?? '' })
}

export class Shop {
  readonly name: string
  /** /m/<marketplace> */
  readonly base: string
  readonly visitor: Visitor
  readonly store: Store
  /** The endpoint's id and the ?key= of senders that cannot sign. */
  readonly hook: { endpoint: string; key: string }
  readonly #sold = new Set<string>()

  constructor(name: string, base: string, visitor: Visitor, store: Store, hook: Shop['hook']) {
    this.name = name
    this.base = base
    this.visitor = visitor
    this.store = store
    this.hook = hook
  }

  /** Connects a school; the integration's id. */
  async connect({ subdomain, apiKey }: School, name = 'Academy', pace?: number): Promise<string> {
    const id = crypto.randomUUID()
    await this.visitor.submit(`${this.base}/integrations`, { id, name, site: subdomain, key: apiKey })
    if (pace !== undefined) {
      await this.visitor.submit(`${this.base}/integrations/${id}`, { name, site: subdomain, pace: String(pace) })
    }
    return id
  }

  async sells(productId: string, name: string): Promise<void> {
    this.#sold.add(productId)
    await this.visitor.submit(`${this.base}/products`, { id: crypto.randomUUID(), productId, name })
  }

  /** Adds a rule, and its product where the shop does not sell it yet; the rule's id. A purchase creates unless it says otherwise. */
  async rule({ target, options, ...parts }: NewRule): Promise<string> {
    const id = crypto.randomUUID()
    const { product } = parts
    if (product !== '*' && !this.#sold.has(product)) {
      const { status } = await this.visitor.get(`${this.base}/products/${product}/integrations`)
      if (status !== 200) {
        await this.sells(product, `Product ${product}`)
      }
      this.#sold.add(product)
    }
    await this.visitor.submit(`${this.base}/rules`, {
      id,
      trigger: 'product.purchased',
      action: 'create_course',
      category: 'ecommerce',
      ...parts,
      q: String(target),
      target: String(target),
      ...options,
    })
    return id
  }

  /** Every final line of the log, newest first. */
  async log(): Promise<LogLine[]> {
    const { text } = await this.visitor.get(`${this.base}/logs.csv`)
    const [heads = [], ...rows] = parsed(text)
    return rows.map((row) => {
      const cell = (head: string) => row[heads.indexOf(head)] ?? ''
      return { outcome: cell('Outcome'), sentence: cell('Why'), customer: cell('Email'), event: cell('Event') }
    })
  }

  /** Waits until an event's entries ended as `outcomes`, in any order. */
  async ends(event: string, ...outcomes: string[]): Promise<void> {
    const ended = async () => (await this.log()).filter((line) => line.event === event).map((line) => line.outcome)
    await vi.waitFor(async () => expect((await ended()).sort()).toEqual(outcomes.sort()), {
      timeout: SETTLED_WITHIN_MS,
      interval: LOOK_AGAIN_MS,
    })
  }
}

/** CSV whose cells are all quoted. */
function parsed(csv: string): string[][] {
  const cells = (line: string) =>
    [...line.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell = '']) => cell.replaceAll('""', '"'))
  return csv.trimEnd().split('\r\n').map(cells)
}

/** A simulated SamCart API over a shop, with its key, limits and faults. */
import { Hono } from 'hono'
import { page } from './pages.ts'
import { Renderer, readWireTime } from './records.ts'
import { Shop } from './shop.ts'
import { type SamCartSwitches, samcartDefaults } from './switches.ts'

export const SAMCART_PATH = '/v1'

export type SamCartFault = 'timeout' | 'unavailable' | 'html' | 'not json' | 'unreachable' | 'too many' | 'not found'

interface Options {
  apiKey: string
  /** Epoch ms. */
  now?: () => number
}

const WINDOW_MS = 60_000
const HTML = '<!doctype html><title>502 Bad Gateway</title>'

export class SamCart {
  apiKey: string
  readonly shop = new Shop()
  readonly switches: SamCartSwitches = samcartDefaults()
  /** Paths with their queries, oldest first. */
  readonly calls: string[] = []
  /** The real number is not published. */
  requestsPerMinute = 600
  readonly #now: () => number
  readonly #counted: number[] = []
  readonly #faults: SamCartFault[] = []
  readonly #app: Hono

  constructor({ apiKey, now = () => Date.now() }: Options) {
    this.apiKey = apiKey
    this.#now = now
    this.#app = this.#route()
  }

  /** The next calls fail so, one each. */
  fail(fault: SamCartFault, times = 1): void {
    this.#faults.push(...Array.from({ length: times }, () => fault))
  }

  /** Serves the API below SAMCART_PATH; rejects where a fault says so. */
  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init)
    const url = new URL(request.url)
    this.calls.push(url.pathname.slice(url.pathname.indexOf(SAMCART_PATH) + SAMCART_PATH.length) + url.search)
    const fault = this.#faults.shift()
    if (fault === 'unreachable') {
      throw new TypeError('connection reset')
    }
    return this.#refusal(request, fault) ?? this.#app.fetch(request)
  }

  #refusal(request: Request, fault: SamCartFault | undefined): Response | null {
    if (request.headers.get('sc-api') !== this.apiKey) {
      return Response.json({ message: 'Unauthorized: the API key is not valid.' }, { status: 401 })
    }
    if (fault === 'too many' || this.#isTooMany()) {
      const headers: HeadersInit = this.switches.retryAfter === 'seconds' ? { 'retry-after': '7' } : {}
      return Response.json({ message: 'Too Many Requests' }, { status: 429, headers })
    }
    switch (fault) {
      case 'timeout':
        return Response.json({ message: 'Endpoint request timed out' }, { status: 504 })
      case 'unavailable':
        return new Response('', { status: 503 })
      case 'html':
        return new Response(HTML, { status: 502, headers: { 'content-type': 'text/html' } })
      case 'not json':
        return new Response('{"data": [', { status: 200 })
      case 'not found':
        return Response.json({ message: 'Object could not be found' }, { status: 404 })
      default:
        return null
    }
  }

  #isTooMany(): boolean {
    const now = this.#now()
    while ((this.#counted[0] ?? now) <= now - WINDOW_MS) {
      this.#counted.shift()
    }
    if (this.#counted.length >= this.requestsPerMinute) {
      return true
    }
    this.#counted.push(now)
    return false
  }

  #route(): Hono {
    const { shop, switches } = this
    const render = new Renderer(shop, switches)
    const api = new Hono().basePath(`/:path{.*v1}`)
    api.get('/products', (c) => c.json(page(new URL(c.req.url), shop.products, (one) => render.product(one), switches)))
    api.get('/customers', (c) =>
      c.json(page(new URL(c.req.url), shop.customers, (one) => render.customer(one), switches)),
    )
    api.get('/orders', (c) => {
      const url = new URL(c.req.url)
      return c.json(page(url, filter(url, shop.orders), (one) => render.order(one), switches))
    })
    api.get('/charges', (c) => {
      const url = new URL(c.req.url)
      return c.json(page(url, filter(url, shop.charges), (one) => render.charge(one), switches))
    })
    api.get('/refunds', (c) => {
      const url = new URL(c.req.url)
      return c.json(page(url, filter(url, shop.refunds), (one) => render.refund(one), switches))
    })
    api.get('/subscriptions', (c) => {
      const url = new URL(c.req.url)
      const status = url.searchParams.get('status')
      const canceled = url.searchParams.get('canceled_at_min')
      const since = canceled === null ? null : readWireTime(canceled)
      const found = filter(url, shop.subscriptions)
        .filter((one) => status === null || one.status === status)
        .filter((one) => since === null || (one.canceledAt !== null && one.canceledAt >= since))
      return c.json(page(url, found, (one) => render.subscription(one), switches))
    })
    api.get('/subscriptions/:id/history', (c) => {
      const found = find(shop.subscriptions, c.req.param('id'))
      return found ? c.json({ data: render.history(found), pagination: { next: null, prev: null } }) : c.notFound()
    })
    api.get('/orders/:id', (c) => {
      const found = find(shop.orders, c.req.param('id'))
      return found ? c.json(render.order(found)) : c.notFound()
    })
    api.get('/charges/:id', (c) => {
      const found = find(shop.charges, c.req.param('id'))
      return found ? c.json(render.charge(found)) : c.notFound()
    })
    api.get('/customers/:id', (c) => {
      const found = find(shop.customers, c.req.param('id'))
      return found ? c.json(render.customer(found)) : c.notFound()
    })
    api.notFound((c) => c.json({ message: 'Object could not be found' }, 404))
    return api
  }
}

function filter<Item extends { at: number; test: boolean }>(url: URL, records: Item[]): Item[] {
  const least = url.searchParams.get('created_at_min')
  const most = url.searchParams.get('created_at_max')
  const test = url.searchParams.get('test_mode')
  const since = least === null ? null : readWireTime(least)
  const until = most === null ? null : readWireTime(most)
  return records
    .filter(({ at }) => (since === null || at >= since) && (until === null || at <= until))
    .filter((one) => test === null || one.test === (test === 'true' || test === '1'))
}

function find<Item extends { id: number }>(records: Item[], id: string): Item | null {
  return records.find((one) => one.id === Number(id)) ?? null
}

/** The setup pages over a real D1 and KV, as a member sees them; the journal and the sites give prepared answers. */
import { env } from 'cloudflare:workers'
import { type Handler, Hono } from 'hono'
import { vi } from 'vitest'
import type { Role } from '../../src/accounts/members'
import type { Env } from '../../src/env'
import type { Catalog } from '../../src/integrations/thinkific/catalog/catalog'
import { writeCatalog } from '../../src/integrations/thinkific/catalog/store'
import type { Arrival, ForeseenArrival, OpenFiring, Sightings } from '../../src/journal/queries'
import { triggersOfEvent } from '../../src/rules/explain'
import { match } from '../../src/rules/match'
import { help } from '../../src/web/help'
import type { Web } from '../../src/web/http/context'
import { integrations } from '../../src/web/integrations'
import { mapping } from '../../src/web/mapping'
import { products } from '../../src/web/products'
import { rules } from '../../src/web/rules'
import { webhook } from '../../src/web/webhook'
import { adminOf } from '../accounts/admin'

/** What Thinkific answers to any list that is empty (API reference, section 2). */
const EMPTY_PAGE = {
  items: [],
  meta: { pagination: { current_page: 1, next_page: null, prev_page: null, total_pages: 1, total_items: 0 } },
}

/** What a journal answers before its first event. */
export const NOTHING_SEEN: Sightings = { products: [], subscribed: [], triggers: [], fields: [], marks: [] }

/** What an event fires by its own type, each firing left to its site. */
function foreseeAlone({ event, candidates }: Arrival): ForeseenArrival {
  const fired = triggersOfEvent(event)
  const firings = match(event, fired, candidates, event.id).map((firing): OpenFiring => {
    return { firing, origin: 'event', person: null }
  })
  const triggers = fired.map((item) => item.map(({ trigger }) => trigger))
  return { received: { status: 'open', event, triggers, firings, newProducts: [] }, fired, settled: [] }
}

type Answers = Record<string, unknown>

/** What a page answered: status, body, where it leads. */
export interface RecordedAnswer {
  status: number
  text: string
  to: string | null
}

/** A marketplace of its own with someone in it. */
export class Visitor {
  readonly marketplace = `m-${crypto.randomUUID()}`
  /** Calls to the journal and the sites, `name(arguments)`. */
  readonly called: string[] = []
  /** What was put into the queue. */
  readonly sent: unknown[] = []
  role: Role = 'admin'
  journal: Answers = {
    seen: NOTHING_SEEN,
    received: [],
    refused: { count: 0, last: [] },
    notUnderstoodWords: [],
    overview: { silent: false, lastEvent: null },
    ruleOff: 0,
    earlierPurchases: { purchases: [], next: null },
    log: { waiting: [], rows: [], found: 0, next: null },
    orders: [],
    productFigures: {},
    addNote: true,
    deleteNote: undefined,
    customers: { customers: [], next: null, listing: null },
    jobs: [],
    startJob: undefined,
    releaseParked: 0,
    customer: { email: '', customer: null, erased: false, events: [], notes: [] },
    foresee: foreseeAlone,
    left: undefined,
    sitesLeft: [],
    differenceCounts: {},
  }
  assets = env.ASSETS
  /** Whether Thinkific accepts its keys, under the names of their sites. */
  isAccepted = true
  site: Answers = {
    adopt: undefined,
    describePace: null,
    refresh: undefined,
    refreshProgress: null,
    holders: { count: 0, more: false },
    forget: undefined,
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<RecordedAnswer> {
    return this.#ask(path, { headers })
  }

  async post(path: string, fields: Record<string, string> | [string, string][] = {}): Promise<RecordedAnswer> {
    return this.#ask(path, { method: 'POST', body: new URLSearchParams(fields) })
  }

  async #ask(path: string, init: RequestInit): Promise<RecordedAnswer> {
    await adminOf(this.marketplace)
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (_, init) => this.#thinkific(new Headers(init?.headers)))
    const answer = await appFor(this).request(`/m/${this.marketplace}${path}`, init, this.#env())
    return { status: answer.status, text: await answer.text(), to: answer.headers.get('location') }
  }

  #thinkific(headers: Headers): Response {
    const isMadeUp = headers.get('x-auth-subdomain')?.startsWith('enrollwire-') ?? true
    if (!isMadeUp) {
      this.called.push('check()')
    }
    const refused = Response.json({ error: 'You are not authentic' }, { status: 401 })
    return isMadeUp || !this.isAccepted ? refused : Response.json(EMPTY_PAGE)
  }

  #env(): Env {
    const journalsOf = (answers: () => Answers) => ({ getByName: () => this.#object(answers) })
    const EVENTS = { send: async (message: unknown) => this.sent.push(message) }
    return {
      ...env,
      ASSETS: this.assets,
      EVENTS,
      JOURNAL: journalsOf(() => this.journal),
      THINKIFIC_SITE: journalsOf(() => this.site),
    } as unknown as Env
  }

  #object(answers: () => Answers) {
    return new Proxy(
      {},
      {
        get:
          (_, name: string) =>
          async (...given: unknown[]) => {
            this.called.push(`${name}(${given.map((one) => JSON.stringify(one)).join(', ')})`)
            const answer = answers()[name]
            return typeof answer === 'function' ? answer(...given) : answer
          },
      },
    )
  }
}

/** A connected integration with a small catalog; its id. */
export async function integrationFor(visitor: Visitor, name = 'Academy', catalog: Partial<Catalog> = {}) {
  const id = crypto.randomUUID()
  await visitor.post('/integrations', { id, name, site: `site-${id}`, key: 'k'.repeat(32) })
  const course = (offer: string, called: string) => ({ id: offer, name: called, status: 'published', private: true })
  await writeCatalog(env.COPIES, id, {
    v: 1,
    fetchedAt: Date.now(),
    courses: [course('1002', 'Course Two'), course('1012', 'Course Twelve')],
    bundles: [course('501', 'All Access')],
    fields: [],
    ...catalog,
  })
  return id
}

/** A rule made by Submit; its id. */
export async function ruleFor(visitor: Visitor, integration: string, more: Record<string, string> = {}) {
  const id = crypto.randomUUID()
  const plain = { product: '*', action: 'create_course', trigger: 'product.purchased', target: '1002' }
  const { status, text } = await visitor.post('/rules', { id, integration, ...plain, ...more })
  if (status !== 303) {
    throw new Error(`no rule was made: ${text}`)
  }
  return id
}

function appFor(visitor: Visitor) {
  const enter: Handler<Web> = async (c, next) => {
    c.set('person', { id: `admin of ${visitor.marketplace}`, name: 'Ada Byron', email: 'ada@example.com' })
    c.set('member', { marketplace: { id: visitor.marketplace, name: 'Demo' }, role: visitor.role })
    await next()
  }
  const app = new Hono<Web>()
  app.use('/m/:marketplace/*', enter)
  for (const pages of [help, integrations, mapping, products, rules, webhook]) {
    app.route('/m/:marketplace', pages)
  }
  return app
}

/** A person with an integration and one rule. */
export async function withRule() {
  const ada = new Visitor()
  const academy = await integrationFor(ada)
  return { ada, academy, rule: await ruleFor(ada, academy) }
}

/**
 * A shop on the whole Worker: signed posts go through the real endpoint, queue, journal and site objects to the simulated
 * Thinkific. Nothing is stood in for.
 */
import { env, exports } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { Webhook } from 'standardwebhooks'
import { expect, vi } from 'vitest'
import { endpointSecrets, endpoints, integrations, products } from '../../src/db/schema'
import { KINDS } from '../../src/integrations'
import { toSettingsColumns } from '../../src/integrations/connection'
import { THINKIFIC } from '../../src/integrations/thinkific/kind'
import type { LogRow } from '../../src/journal/queries'
import { EVERY_PRODUCT, PLAIN_OPTIONS, type RuleOptions } from '../../src/model/rule'
import type { Trigger } from '../../src/model/trigger'
import { addRule } from '../../src/rules/add-commands'
import type { RuleDraft } from '../../src/rules/store'
import { seal } from '../../src/secrets/sealing'
import { installAgain } from '../new-installation'
import { ACADEMY, addDemoSites, STUDIO } from '../simulator/academy'
import { createSimulator, type Simulator } from '../simulator/simulator'

const SITES = { academy: ACADEMY, studio: STUDIO }
export type SiteName = keyof typeof SITES
const SECRET = `whsec_${btoa('a signing secret of 32 bytes ...')}`
/** Who sets the shop up. */
const ADA = { id: 'p1', name: 'Ada', email: 'owner@example.com' }
const KEY = 'the-key-in-the-address'
/** The real queue delivers in moments; this is for a busy machine. */
const PATIENCE = { timeout: 45_000, interval: 100 }

/** An empty product, and a Thinkific with the two demo sites, reached by whatever the Worker fetches. */
export async function thinkific(): Promise<Simulator> {
  await installAgain()
  const simulator = createSimulator()
  addDemoSites(simulator)
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => simulator.fetch(input, init))
  return simulator
}

export class Shop {
  readonly marketplace: string
  /** What its events are signed with. */
  readonly secret = SECRET
  /** What proves its posts where nothing is signed. */
  readonly key = KEY
  readonly #endpoint = crypto.randomUUID()
  #sent = 0

  /** Of a marketplace a person made, or of one without members. */
  constructor(marketplace = `m-${crypto.randomUUID()}`) {
    this.marketplace = marketplace
  }

  /** Makes the endpoint and an integration with each site. `requestsPerMinute`: what the sites' plans allow. */
  async open(sites: SiteName[], requestsPerMinute = 120): Promise<this> {
    const { marketplace } = this
    const secret = async (kind: 'signing' | 'key', plain: string) => {
      const id = crypto.randomUUID()
      const sealed = await seal(env.SEALING_KEYS, `endpoint:${marketplace}:${this.#endpoint}:${id}`, plain)
      return { id, endpoint: this.#endpoint, kind, sealed, createdAt: 0, validUntil: null }
    }
    const secrets = [await secret('signing', SECRET), await secret('key', KEY)]
    const db = drizzle(env.DB)
    await db.batch([
      db.insert(endpoints).values({ id: this.#endpoint, marketplace, createdAt: 0 }).onConflictDoNothing(),
      db.insert(endpointSecrets).values(secrets),
    ])
    for (const site of sites) {
      const id = this.integration(site)
      const sealedCredential = await seal(env.SEALING_KEYS, `integration:${marketplace}:${id}`, SITES[site].apiKey)
      await db.insert(integrations).values({
        id,
        marketplace,
        kind: 'thinkific',
        name: site,
        sealedCredential,
        problem: null,
        ...toSettingsColumns(THINKIFIC, { site, scheme: 'api_key', requestsPerMinute, siteWelcome: false }, id),
        createdAt: 0,
        updatedAt: 0,
      })
    }
    return this
  }

  integration(site: SiteName): string {
    return `${this.marketplace}-${site}`
  }

  /** When this product's trigger fires, do that to this target of that site. */
  async rule(
    product: string,
    trigger: Trigger,
    action: string,
    target: number,
    { site = 'academy', on = true, ...options }: Partial<RuleOptions> & { site?: SiteName; on?: boolean } = {},
  ): Promise<string> {
    const draft: RuleDraft = {
      id: crypto.randomUUID(),
      marketplace: this.marketplace,
      integration: this.integration(site),
      product,
      on,
      trigger,
      action,
      name: `${trigger} ${action}`,
      options: { ...PLAIN_OPTIONS, ...options },
      target: { kind: KINDS.action(action).target, id: String(target), name: `Target ${target}` },
    }
    if (product !== EVERY_PRODUCT) {
      const row = { id: product, marketplace: this.marketplace, name: product, createdAt: 0 }
      await drizzle(env.DB).insert(products).values(row).onConflictDoNothing()
    }
    const added = await addRule(env, { marketplace: this.marketplace, person: ADA }, draft)
    if (!added.ok) {
      throw new Error(added.sentence)
    }
    return draft.id
  }

  /** Posts a signed event; answers its id once it was accepted. */
  async send(type: string, data: Record<string, unknown>, { id = '', at = Date.now() } = {}): Promise<string> {
    this.#sent += 1
    const event = id || `event-${this.#sent}`
    const body = JSON.stringify({ type, timestamp: new Date(at).toISOString(), data })
    const now = new Date(Date.now())
    const answer = await this.post('', body, {
      'webhook-id': event,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(SECRET).sign(event, now, body),
    })
    expect(answer.status).toBe(202)
    return event
  }

  /** Posts as SamCart does; a text goes as it is. */
  async samcart(body: unknown): Promise<void> {
    const answer = await this.post(`/samcart?key=${KEY}`, typeof body === 'string' ? body : JSON.stringify(body), {})
    expect(answer.status).toBe(202)
  }

  /** Posts with the key in the address, as senders do that cannot sign; answers whatever came back. */
  keyed(path: string, body: string): Promise<Response> {
    return this.post(`${path}?key=${KEY}`, body, {})
  }

  post(path: string, body: string, headers: Record<string, string>): Promise<Response> {
    return exports.default.fetch(this.request(path, body, headers))
  }

  request(path: string, body: string, headers: Record<string, string>): Request {
    return new Request(`https://enrollwire.test/hooks/${this.#endpoint}${path}`, { method: 'POST', headers, body })
  }

  /** The log, oldest first, once it holds so many final entries. */
  async log(entries: number): Promise<LogRow[]> {
    return vi.waitFor(async () => {
      const { rows } = await this.journal.log({ limit: 1000 })
      if (rows.length < entries) {
        throw new Error(`${rows.length} of ${entries} entries are final`)
      }
      expect(rows).toHaveLength(entries)
      return rows.toReversed()
    }, PATIENCE)
  }

  /** What waits, once so many do. */
  async waiting(entries: number): Promise<LogRow[]> {
    return vi.waitFor(async () => {
      const { waiting } = await this.journal.log({ limit: 1000 })
      expect(waiting).toHaveLength(entries)
      return waiting
    }, PATIENCE)
  }

  /** What is parked, once so many are. */
  async parked(entries: number): Promise<LogRow[]> {
    return vi.waitFor(async () => {
      const { waiting } = await this.journal.log({ limit: 1000 })
      const parked = waiting.filter((row) => row.waiting?.parked)
      expect(parked).toHaveLength(entries)
      return parked
    }, PATIENCE)
  }

  get journal() {
    return env.JOURNAL.getByName(this.marketplace)
  }
}

/** The product without Cloudflare: its consumer, its decisions, its site's object, over a simulated Thinkific. */

import type { Settings } from '../../src/db/rules-match'
import { deliver } from '../../src/dispatch/dispatch'
import { jobOf } from '../../src/dispatch/job'
import { MESSAGE_VERSION, type QueueMessage } from '../../src/dispatch/message'
import type { Ports, SitePort } from '../../src/dispatch/ports'
import { Alarm } from '../../src/enrollment/alarm'
import type { IntegrationAccess } from '../../src/enrollment/job'
import { takeNotes } from '../../src/enrollment/notes'
import { Errands } from '../../src/enrollment/settle'
import { Site } from '../../src/enrollment/site'
import type { Env } from '../../src/env'
import type { MarketEvent } from '../../src/intake/event'
import { thinkificClient } from '../../src/thinkific/client'
import type { Simulator } from '../simulator/simulator'
import type { Clock } from './clock'
import type { History } from './histories'
import { MARKETPLACES, SITE } from './setups'
import { Dead, type Life, Rows, storageOf } from './storage'
import { Told } from './told'

const API = 'https://api.thinkific.com/api/public/v1'
/** An alarm that did not get through is rung again. */
const ALARM_AGAIN_MS = 2_000
export const KEY = 'k'.repeat(32)
const INTEGRATIONS = MARKETPLACES.map(
  (marketplace): IntegrationAccess => ({
    ...{ id: `of ${marketplace}`, name: 'Academy', marketplace, site: SITE, scheme: 'api_key' },
    ...{ sealedCredential: KEY, requestsPerMinute: 120, siteWelcome: false },
  }),
)

/** A site whose customers are known by their emails, and whose credential lies open. */
class OpenSite extends Site {
  override async keyOf(email: string): Promise<string> {
    return email
  }
}

/** One life of the object: until it dies, and another takes its place. */
interface Body extends Life {
  site: Site
  errands: Errands
  alarm_: Alarm
  end: Promise<never>
  die: () => void
}

export class Product {
  readonly #told = new Map(MARKETPLACES.map((marketplace) => [marketplace as string, new Told()]))
  readonly rows = new Rows()
  readonly settings: Settings
  readonly #clock: Clock
  readonly #simulator: Simulator
  #body: Body | null = null
  #alarm: number | null = null
  #crashes: { after: number; at: 'call' | 'write' }[]
  /** Steps since the last crash. */
  #steps = { call: 0, write: 0 }
  readonly ports: Ports

  constructor(history: History, simulator: Simulator, clock: Clock, site?: SitePort) {
    this.#clock = clock
    this.#simulator = simulator
    this.#crashes = history.mishaps.filter((one) => one.kind === 'crash')
    this.settings = { rules: history.rules, integrations: INTEGRATIONS, mappings: [], names: [] }
    this.ports = {
      journal: (marketplace) => this.#toldBy(marketplace).port(),
      site: () => site ?? this.#site(),
      settings: async () => this.settings,
      addProducts: async () => {},
      send: async (messages, delay) => {
        for (const body of messages) this.send(body, clock.now + delay * 1000)
      },
      now: () => clock.now,
      log: () => {},
    }
  }

  /** Everything that fired, settled or not. */
  get fired(): Told['all'] {
    return [...this.#told.values()].flatMap(({ all }) => all)
  }

  #toldBy(marketplace: string): Told {
    const told = this.#told.get(marketplace)
    if (told === undefined) throw new Error(`no marketplace ${marketplace}`)
    return told
  }

  /** An event comes out of the queue at its time. */
  arrives(event: MarketEvent, at: number): void {
    this.send({ v: MESSAGE_VERSION, kind: 'event', event, copies: 0 }, at)
  }

  /** Puts a message into the queue, to be delivered at a time (epoch ms), and again until it is let go. */
  send(body: QueueMessage, at: number, attempts = 1, sentAt = this.#clock.now): void {
    this.#clock.at(at, () => {
      this.#clock.activity += 1
      let ended = false
      const end = (what: () => void) => {
        if (!ended) what()
        ended = true
        this.#clock.activity += 1
      }
      const message = {
        ...{ id: '', body, attempts, timestamp: new Date(sentAt) },
        ack: () => end(() => {}),
        retry: ({ delaySeconds = 0 } = {}) =>
          end(() => this.send(body, this.#clock.now + delaySeconds * 1000, attempts + 1, sentAt)),
      }
      void deliver({ queue: 'events', messages: [message] } as unknown as MessageBatch<unknown>, this.ports)
    })
  }

  /** Settles every firing once more, as when the journal lost all it was told. @param suffix makes them firings anew */
  async settleAgain(suffix = ''): Promise<void> {
    const jobs = this.fired
      .filter(
        ({ open: { firing }, event }) => firing.yieldsTo === null && !(firing.rule.options.skipTest && event.test),
      )
      .flatMap(({ event, open }) => {
        const firing = { ...open.firing, id: `${open.firing.id}${suffix}` }
        return jobOf({ ...open, event, firing }, this.settings) ?? []
      })
    this.#crashes = []
    for (const job of jobs) await this.#site().settle([job])
  }

  #site(): SitePort {
    const body = this.#alive()
    const orDead = <T>(work: Promise<T>): Promise<T> => Promise.race([work, body.end])
    return {
      settle: (jobs) => orDead(this.#settle(body, jobs)),
      note: (notes) => orDead(takeNotes(body.site, notes)),
      explain: async () => ({ outcome: 'rule off', sentence: '' }),
    }
  }

  async #settle({ errands, alarm_ }: Body, jobs: Parameters<SitePort['settle']>[0]) {
    const arm = (work: Promise<unknown>) => void work.then(() => alarm_.arm()).catch(buried)
    const answers = await errands.settle(jobs, arm)
    await alarm_.arm()
    return answers
  }

  #alive(): Body {
    if (this.#body === null || this.#body.dead) this.#body = this.#born()
    return this.#body
  }

  #born(): Body {
    const { promise: end, reject } = Promise.withResolvers<never>()
    end.catch(buried)
    const life: Life & { die: () => void } = {
      dead: false,
      die: () => {
        life.dead = true
        reject(new Dead('the object died'))
      },
      wrote: () => this.#step('write', life),
      alarm: (at) => this.#ring(at),
    }
    const storage = storageOf(this.rows, life)
    const site = new OpenSite(storage, this.#env())
    site.integrations.client = async () =>
      thinkificClient({ apiUrl: API, site: SITE, scheme: 'api_key', credential: KEY, fetch: this.#fetch(life) })
    return Object.assign(life, { site, errands: new Errands(site), alarm_: new Alarm(site, storage), end })
  }

  /** The network as one life of the object sees it; an answer to a dead one comes to nobody. */
  #fetch(life: Life & { die: () => void }): typeof fetch {
    return async (input, init) => {
      if (life.dead) return new Promise(() => {})
      this.#clock.activity += 1
      try {
        return await this.#simulator.fetch(input as string, init)
      } finally {
        this.#clock.activity += 1
        this.#step('call', life)
        if (life.dead) await new Promise(() => {})
      }
    }
  }

  /** Another call or write is done; perhaps it was the last thing this object did. */
  #step(what: 'call' | 'write', life: { dead: boolean; die: () => void }): void {
    if (life.dead) return
    this.#clock.activity += 1
    this.#steps[what] += 1
    const [next] = this.#crashes
    if (next === undefined || next.at !== what || this.#steps[what] <= next.after) return
    this.#crashes = this.#crashes.slice(1)
    this.#steps = { call: 0, write: 0 }
    life.die()
    if (what === 'write') throw new Dead('the object died')
  }

  #ring(at: number): void {
    if (this.#alarm !== null) this.#clock.forget(this.#alarm)
    this.#alarm = this.#clock.at(at, () => {
      this.#alarm = null
      this.#clock.activity += 1
      const body = this.#alive()
      const again = () => body.dead && this.#ring(this.#clock.now + ALARM_AGAIN_MS)
      void Promise.race([body.alarm_.ring(), body.end]).catch(buried).then(again)
    })
  }

  #env(): Env {
    const release = async (marketplace: string, filter: { integration?: string; site?: string }) => {
      const told = this.#toldBy(marketplace)
      const parked = told.all.filter(({ open }) => told.parked.has(open.firing.id))
      if (filter.site === undefined && filter.integration === undefined) throw new Error('nothing to release')
      told.parked.clear()
      for (const { event, open } of parked) {
        const message = { kind: 'firing', marketplace, event: event.id, firing: open.firing.id } as const
        this.send({ v: MESSAGE_VERSION, ...message, copies: 0 }, this.#clock.now)
      }
      return parked.length
    }
    const statement = { bind: () => ({ run: async () => ({}) }) }
    return {
      ...{ THINKIFIC_API_URL: API, SEALING_KEYS: '' },
      ...{
        DB: { prepare: () => statement },
        JOURNAL: { getByName: (name: string) => ({ release: release.bind(null, name) }) },
      },
    } as unknown as Env
  }
}

/** What a dead object's last breath says is of no interest. */
function buried(error: unknown): void {
  if (!(error instanceof Dead)) throw error
}

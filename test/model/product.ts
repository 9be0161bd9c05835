/** The product without Cloudflare: its consumer, its decisions, its site's object, over a simulated Thinkific. */

import type { BatchSettings } from '../../src/dispatch/batch-settings'
import { buildJob } from '../../src/dispatch/build-job'
import { deliver } from '../../src/dispatch/dispatch'
import { type ForeseenEvent, foreseeEvent } from '../../src/dispatch/foresee'
import type { DispatchPorts } from '../../src/dispatch/ports'
import type { Settler } from '../../src/integrations/kind'
import type { SitePorts } from '../../src/integrations/thinkific/site/ports'
import { PARKED_AGAIN_MS } from '../../src/journal/upkeep'
import type { Connection } from '../../src/model/connection'
import type { MarketEvent } from '../../src/model/event'
import { MESSAGE_VERSION, type QueueMessage } from '../../src/model/message'
import type { Settling } from '../../src/model/outcome'
import type { Rule } from '../../src/model/rule'
import type { Simulator } from '../simulator/simulator'
import type { Clock } from './clock'
import type { Mishap } from './mishaps'
import { API, KEY, SiteObject, TOKEN } from './object'
import { roughen } from './parts'
import { MemoryJournal } from './receipts'
import { MARKETPLACES, SITE } from './setups'
import { undoFirings } from './undo'

const CREDENTIALS = {
  m1: { scheme: 'api_key', sealedCredential: KEY },
  m2: { scheme: 'access_token', sealedCredential: TOKEN },
}
/** A message takes longer than a moment to come round. */
const QUEUED_AGAIN_MS = 1_000

const INTEGRATIONS = MARKETPLACES.map((marketplace): Connection => {
  const { scheme, sealedCredential } = CREDENTIALS[marketplace]
  return {
    id: `of ${marketplace}`,
    name: 'Academy',
    marketplace,
    kind: 'thinkific',
    site: SITE,
    sealedCredential,
    settings: { site: SITE, scheme, requestsPerMinute: 120, siteWelcome: false },
  }
})

export class Product {
  readonly #journals = new Map(
    MARKETPLACES.map((one) => [
      one as string,
      new MemoryJournal((event, firing, why) =>
        this.#runAgain(one, event, firing, why === 'own fault' ? PARKED_AGAIN_MS : QUEUED_AGAIN_MS),
      ),
    ]),
  )
  readonly settings: BatchSettings
  readonly #clock: Clock
  readonly #object: SiteObject
  readonly ports: DispatchPorts

  constructor(history: { rules: Rule[]; mishaps: Mishap[] }, simulator: Simulator, clock: Clock, site?: Settler) {
    this.#clock = clock
    this.#object = new SiteObject(history.mishaps, simulator, clock, this.#sitePorts())
    this.settings = {
      rules: history.rules,
      integrations: INTEGRATIONS,
      mappings: [],
      names: [],
      zones: new Map(),
      listening: new Set<string>(),
    }
    const ports: DispatchPorts = {
      journal: (marketplace) => this.#journalOf(marketplace).port(),
      settler: () => site ?? this.#object.port(),
      settings: async () => this.settings,
      rulesOff: async (ids) => ids.filter((id) => !this.settings.rules.some((rule) => rule.id === id && rule.on)),
      access: async () => ({ open: false, end: null }),
      addProducts: async () => {},
      send: async (messages, delay) => {
        for (const body of messages) {
          this.send(body, clock.now + delay * 1000)
        }
      },
      now: () => clock.now,
      log: () => {},
    }
    this.ports = roughen(ports, history.mishaps)
  }

  /** As after a refresh of the catalog. */
  readBundles(bundles: [id: string, courses: string[]][]): void {
    this.#object.readBundles(bundles)
  }

  /** Everything that fired, settled or not. */
  get fired(): MemoryJournal['all'] {
    return [...this.#journals.values()].flatMap(({ all }) => all)
  }

  /** What an event would do if it arrived now. */
  foresee(event: MarketEvent): Promise<ForeseenEvent> {
    const journal = this.#journalOf(event.marketplace)
    return foreseeEvent(event, { ...this.ports, foresee: (arrival) => journal.foresee(arrival) })
  }

  /** Takes back all that a rule did so far, and deletes it: each customer's firings together, as the journal does. */
  undo(rule: string): void {
    this.settings.rules = this.settings.rules.filter(({ id }) => id !== rule)
    for (const [marketplace, journal] of this.#journals) {
      for (const message of undoFirings(journal, marketplace, rule, this.#clock.now)) {
        this.send(message, this.#clock.now)
      }
    }
  }

  /** What a firing was answered first: one that begins later waits before it is settled. */
  firstAnswer(marketplace: string, firing: string): Settling | undefined {
    return this.#journalOf(marketplace).firstAnswers.get(firing)
  }

  /** What events without rules changed. */
  get effects(): MemoryJournal['effects'] {
    return [...this.#journals.values()].flatMap(({ effects }) => effects)
  }

  #journalOf(marketplace: string): MemoryJournal {
    const journal = this.#journals.get(marketplace)
    if (journal === undefined) {
      throw new Error(`no marketplace ${marketplace}`)
    }
    return journal
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
        if (!ended) {
          what()
        }
        ended = true
        this.#clock.activity += 1
      }
      const message = {
        id: '',
        body,
        attempts,
        timestamp: new Date(sentAt),
        ack: () => end(() => {}),
        retry: ({ delaySeconds = 0 } = {}) =>
          end(() => this.send(body, this.#clock.now + delaySeconds * 1000, attempts + 1, sentAt)),
      }
      void deliver({ queue: 'events', messages: [message] } as unknown as MessageBatch<unknown>, this.ports)
    })
  }

  /** Settles every firing once more, as when the journal lost every outcome. @param suffix makes them new firings */
  async settleAgain(suffix = ''): Promise<void> {
    const jobs = this.fired
      .filter(
        ({ open: { firing }, event }) => firing.yieldsTo === null && !(firing.rule.options.skipTest && event.test),
      )
      .flatMap(({ event, open }) => {
        const firing = { ...open.firing, id: `${open.firing.id}${suffix}` }
        return buildJob({ ...open, event, firing }, this.settings) ?? []
      })
    this.#object.spare()
    for (const job of jobs) {
      await this.#object.port().settle([job])
    }
  }

  #sitePorts(): SitePorts {
    return {
      object: '',
      apiUrl: API,
      sealingKeys: '',
      catalogs: { read: async () => null, write: async () => {} },
      reportProblem: async () => {},
      findRules: async () => [],
      recordEffects: async () => {},
      releaseParked: async (marketplace) => {
        this.#journalOf(marketplace).releases.note({ site: SITE }, this.#clock.now)
        for (const { event, open } of this.#journalOf(marketplace).all) {
          this.#release(marketplace, event.id, open.firing.id)
        }
      },
    }
  }

  /** As the journal does, by its upkeep too. What a site parks waits for that site's release alone, so that a lost one shows. */
  #runAgain(marketplace: string, event: string, firing: string, afterMs: number): void {
    this.#clock.at(this.#clock.now + afterMs, () => this.#release(marketplace, event, firing))
  }

  #release(marketplace: string, event: string, firing: string): void {
    if (this.#journalOf(marketplace).parked.delete(firing)) {
      this.send({ v: MESSAGE_VERSION, kind: 'firing', marketplace, event, firing, copies: 0 }, this.#clock.now)
    }
  }
}

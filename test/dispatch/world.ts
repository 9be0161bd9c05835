/** A world for dispatch: journals that keep receipts in a map, sites and a D1 with prepared answers, messages that note their end. */

import type { BatchSettings } from '../../src/dispatch/batch-settings'
import { deliver } from '../../src/dispatch/dispatch'
import type { DispatchPorts, JournalPort } from '../../src/dispatch/ports'
import type { CurrentAccess } from '../../src/integrations/customer-access'
import type { Settler } from '../../src/integrations/kind'
import type { FiringAnswer, OpenFiring, ReceiveResult } from '../../src/journal/queries'
import type { Connection } from '../../src/model/connection'
import type { MarketEvent } from '../../src/model/event'
import { mainTrigger } from '../../src/model/event-type'
import type { FiringJob, Note } from '../../src/model/firing-job'
import { MESSAGE_VERSION, type QueueMessage } from '../../src/model/message'
import type { Settling } from '../../src/model/outcome'
import { match } from '../../src/rules/match'
import { AT, final, sampleRule } from '../journal/samples'

export type Ending = 'ack' | { again: number }

export class World {
  now = AT
  settings: BatchSettings = {
    rules: [sampleRule()],
    integrations: [integration()],
    mappings: [],
    names: [],
    zones: new Map(),
    listening: new Set(),
  }
  recorded: FiringAnswer[] = []
  kept: MarketEvent[] = []
  onRecord = () => {}
  accessNow: CurrentAccess = { open: false, end: null }
  parked: { message: QueueMessage; reason: string }[] = []
  sent: { message: QueueMessage; delay: number }[] = []
  settled: { site: string; jobs: FiringJob[] }[] = []
  notes: { site: string; notes: Note[] }[] = []
  products: string[] = []
  lookups = 0
  ruleLookups = 0
  lines: object[] = []
  answer: (job: FiringJob) => Settling | Promise<Settling> = () => final()
  readonly #open = new Map<string, { event: MarketEvent; open: OpenFiring }>()
  #isMatched = false
  readonly #endings = new Map<string, Ending>()
  readonly ports: DispatchPorts

  constructor(broken: Partial<DispatchPorts & JournalPort & Settler> = {}) {
    this.ports = {
      journal: () => ({ ...this.#journal(), ...only(broken, ['receiveAll', 'firings', 'record', 'park', 'fallback']) }),
      settler: ({ site }) => ({ ...this.#site(site), ...only(broken, ['settle', 'note', 'foresee']) }),
      settings: async () => {
        this.lookups += 1
        return this.settings
      },
      rulesOff: async (ids) => {
        this.ruleLookups += 1
        const isOn = (id: string) => this.settings.rules.some((rule) => rule.id === id && rule.on)
        return ids.filter((id) => !isOn(id))
      },
      access: async () => this.accessNow,
      addProducts: async (_, products) => {
        this.products.push(...products.map((product) => product.id))
      },
      send: async (messages, delay) => {
        this.sent.push(...messages.map((message) => ({ message, delay })))
      },
      now: () => this.now,
      log: (line) => this.lines.push(line),
      ...only(broken, ['settings', 'rulesOff', 'addProducts', 'send', 'journal', 'settler']),
    }
  }

  /** Delivers bodies as one batch and answers how each message ended, in order. */
  async deliver(
    bodies: unknown[],
    { attempts = 1, sentAt = AT, queue = 'events' } = {},
  ): Promise<(Ending | undefined)[]> {
    const messages = bodies.map((body, index) => this.#message(`message-${index}`, body, attempts, sentAt))
    this.#endings.clear()
    await deliver({ queue, messages } as unknown as MessageBatch<unknown>, this.ports)
    return messages.map(({ id }) => this.#endings.get(id))
  }

  /** Receipts keep what was matched: events already received are not matched again. */
  keepMatched(): void {
    this.#isMatched = true
  }

  changeOpen(firing: string, different: Partial<OpenFiring>): void {
    const known = this.#open.get(firing)
    if (known !== undefined) {
      Object.assign(known.open, different)
    }
  }

  #message(id: string, body: unknown, attempts: number, sentAt: number) {
    // As the queue has it: the first word about a message counts.
    const end = (ending: Ending) => this.#endings.has(id) || this.#endings.set(id, ending)
    return {
      id,
      body,
      attempts,
      timestamp: new Date(sentAt),
      ack: () => void end('ack'),
      retry: ({ delaySeconds = 0 } = {}) => void end({ again: delaySeconds }),
    }
  }

  #journal(): JournalPort {
    return {
      receiveAll: async (arrivals) =>
        arrivals.map(({ event, candidates }): ReceiveResult => {
          const fired = event.items.map(() =>
            event.type === null
              ? []
              : [
                  {
                    trigger: mainTrigger(event.type) ?? 'product.purchased',
                    happenedAt: event.happenedAt,
                    impliedBy: null,
                  },
                ],
          )
          const firings = this.#isMatched
            ? [...this.#open.values()].map(({ open }) => open)
            : match(event, fired, candidates, `c.${event.id}`).map(
                (firing): OpenFiring => ({ firing, origin: 'event', person: null }),
              )
          for (const open of firings) {
            this.#open.set(open.firing.id, { event, open })
          }
          return {
            status: firings.length > 0 ? 'open' : 'closed',
            event,
            firings,
            triggers: fired.map((item) => item.map((one) => one.trigger)),
            newProducts: event.items.map((item) => ({ id: item.productId, name: item.productName })),
          }
        }),
      firings: async (ids) =>
        ids.map((id) => {
          const found = this.#open.get(id)
          return found === undefined ? null : { ...found.open, event: found.event }
        }),
      record: async (answers) => {
        this.onRecord()
        this.recorded.push(...answers)
        for (const { firing, settling } of answers) {
          if (settling.final) {
            this.#open.delete(firing)
          }
        }
      },
      recordEffects: async () => {},
      park: async (message, reason) => {
        this.parked.push({ message, reason })
      },
      fallback: async (event) => void this.kept.push(event),
    }
  }

  #site(site: string): Settler {
    return {
      settle: async (jobs) => {
        this.settled.push({ site, jobs })
        return Promise.all(jobs.map((job) => this.answer(job)))
      },
      note: async (notes) => {
        this.notes.push({ site, notes })
        return notes.map(() => null)
      },
      foresee: async (events) =>
        events.map(({ jobs }) => ({
          outcomes: jobs.map(() => ({ outcome: 'enrolled', sentence: 'Ada would be enrolled.' })),
          effects: [],
        })),
    }
  }
}

export function eventMessage(event: MarketEvent): QueueMessage {
  return { v: MESSAGE_VERSION, kind: 'event', event, copies: 0 }
}

export function integration(different: Partial<Connection> = {}): Connection {
  return {
    id: 'i1',
    name: 'Academy',
    marketplace: 'm1',
    kind: 'thinkific',
    site: 'academy',
    sealedCredential: 'sealed',
    settings: { site: 'academy', scheme: 'api_key', requestsPerMinute: 120, siteWelcome: false },
    ...different,
  }
}

function only<T extends object, K extends keyof T>(all: T, keys: K[]): Pick<T, K> {
  return Object.fromEntries(keys.filter((key) => key in all).map((key) => [key, all[key]])) as Pick<T, K>
}

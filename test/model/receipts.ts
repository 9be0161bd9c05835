/** A journal in memory: the real decisions of what an event fires, and receipts that outlive a redelivery. */
import type { JournalPort } from '../../src/dispatch/ports'
import { deriveEvent, type Histories, listEarlierProducts } from '../../src/journal/dunning/derive-event'
import type { SubscriptionRecord } from '../../src/journal/dunning/subscription-history'
import type { Arrival, ForeseenArrival, OpenFiring, ReceiveResult } from '../../src/journal/queries'
import { dateByFirst, dateFiring } from '../../src/journal/receipts/first-arrival'
import { LastReleases } from '../../src/journal/waiting/last-releases'
import { type MarketEvent, sourceOf } from '../../src/model/event'
import type { FiredTrigger } from '../../src/model/firing'
import { toJobInstruction, type YieldingFiring } from '../../src/model/firing-job'
import type { Amendment, Settling } from '../../src/model/outcome'
import type { Rule } from '../../src/model/rule'
import { match } from '../../src/rules/match'
import { SITE } from './setups'

/** Each marketplace has one integration, released with its site. */
const PLACE = { id: '', site: SITE }

interface Receipt {
  event: MarketEvent
  fired: FiredTrigger[][]
  firings: OpenFiring[]
  settled: Map<string, Settling>
}

export class MemoryJournal {
  readonly receipts = new Map<string, Receipt>()
  readonly parked = new Set<string>()
  /** What each firing was answered first. */
  readonly firstAnswers = new Map<string, Settling>()
  /** What events without rules changed. */
  readonly effects: { event: string; outcome: string }[] = []
  readonly #stories = new Map<string, SubscriptionRecord>()
  readonly #onParked: (event: string, firing: string, why: 'own fault' | 'released before') => void
  readonly releases = new LastReleases()

  /** @param onParked for a firing that no release of its site will reach */
  constructor(onParked: (event: string, firing: string, why: 'own fault' | 'released before') => void) {
    this.#onParked = onParked
  }

  port(): JournalPort {
    return {
      receiveAll: async (arrivals) => arrivals.map((arrival) => this.#receive(arrival)),
      firings: async (ids) => ids.map((id) => this.#open(id)),
      record: async (answers) => {
        for (const answer of answers) {
          const { event, firing, settling } = answer
          this.firstAnswers.set(firing, this.firstAnswers.get(firing) ?? settling)
          if (settling.final) {
            this.receipts.get(event)?.settled.set(firing, settling)
          } else if (settling.parked) {
            this.parked.add(firing)
            if (this.releases.isBehind(answer, PLACE)) {
              this.#onParked(event, firing, 'released before')
            } else if (settling.reason === 'internal') {
              this.#onParked(event, firing, 'own fault')
            }
          }
          this.#amend(settling.amendments ?? [])
        }
      },
      recordEffects: async (event, effects) => {
        this.effects.push(
          ...effects.flatMap(({ own }) => (own === null ? [] : [{ event: event.id, outcome: own.outcome }])),
        )
        this.#amend(effects.flatMap(({ amendments }) => amendments))
      },
      park: async (_, reason) => {
        throw new Error(`parked: ${reason}`)
      },
      fallback: async () => {
        throw new Error('the queue takes everything')
      },
    }
  }

  /** What receiving an event would decide, taken back. */
  async foresee(arrival: Arrival): Promise<ForeseenArrival> {
    const stories = new Map(this.#stories)
    const known = this.receipts.get(arrival.event.id)
    const received = this.#receive(arrival)
    const receipt = this.receipts.get(arrival.event.id)
    const settled = (receipt?.firings ?? []).flatMap(({ firing }) => {
      const settling = receipt?.settled.get(firing.id)
      return settling?.final ? [{ firing, outcome: settling.outcome, sentence: '' }] : []
    })
    const own = receipt?.firings.length === 0 ? [{ firing: null, outcome: 'no rule' as const, sentence: '' }] : []
    this.#stories.clear()
    for (const [story, record] of stories) {
      this.#stories.set(story, record)
    }
    if (known === undefined) {
      this.receipts.delete(arrival.event.id)
    }
    return { received, fired: receipt?.fired ?? [], settled: [...settled, ...own] }
  }

  #amend(amendments: Amendment[]): void {
    for (const { firing, outcome, sentence } of amendments) {
      for (const { settled } of this.receipts.values()) {
        if (settled.has(firing)) {
          settled.set(firing, { final: true, outcome, sentence, attempts: [] })
        }
      }
    }
  }

  /** Everything that fired, settled or not. */
  get all(): { event: MarketEvent; open: OpenFiring; settling: Settling | null }[] {
    return [...this.receipts.values()].flatMap(({ event, firings, settled }) =>
      firings.map((open) => ({ event, open, settling: settled.get(open.firing.id) ?? null })),
    )
  }

  #receive({ event, candidates, earlier = [] }: Arrival): ReceiveResult {
    const known = this.receipts.get(event.id)
    const missing = known === undefined ? listEarlierProducts(this.#histories(event), event) : []
    if (missing.some((product) => !earlier.includes(product))) {
      return { status: 'more', event, triggers: [], firings: [], newProducts: [], earlier: missing }
    }
    const receipt = known ?? this.#first(event, candidates)
    const dated = dateByFirst(receipt.event, event)
    if (dated !== receipt.event) {
      receipt.event = dated
      receipt.firings = receipt.firings.map((one) => ({ ...one, firing: dateFiring(one.firing, dated) }))
    }
    const firings = this.#besides(receipt).filter(({ firing: { id } }) => !this.parked.has(id))
    return {
      status: firings.length === 0 ? 'closed' : 'open',
      event: receipt.event,
      triggers: receipt.fired.map((item) => item.map(({ trigger }) => trigger)),
      firings,
      newProducts: [],
    }
  }

  #first(received: MarketEvent, candidates: Rule[]): Receipt {
    const { type } = received
    if (type === null) {
      throw new Error('every event is understood here')
    }
    const { items, switched } = deriveEvent(this.#histories(received), { ...received, type })
    const event = { ...received, items: [...received.items, ...switched.map(({ item }) => item)] }
    const fired = [...items, ...switched.map(({ derivation }) => derivation)].map((one) => one.fired)
    const firings = match(event, fired, candidates, event.id).map(
      (firing): OpenFiring => ({
        firing,
        origin: sourceOf(event).kind === 'import' ? 'import' : 'event',
        person: null,
      }),
    )
    const receipt: Receipt = { event, fired, firings, settled: new Map() }
    this.receipts.set(event.id, receipt)
    for (const { firing } of firings) {
      const skipped = firing.rule.options.skipTest && event.test === true
      if (firing.yieldsTo === null && !skipped) {
        continue
      }
      const outcome = skipped ? 'test order skipped' : 'superseded'
      receipt.settled.set(firing.id, { final: true, outcome, sentence: '', attempts: [] })
    }
    return receipt
  }

  #histories(event: MarketEvent): Histories {
    return {
      customer: event.customer?.email ?? '',
      load: (story) => this.#stories.get(story) ?? null,
      save: (story, record) => void this.#stories.set(story, record),
      findOriginal: () => null,
      toReceipt: (id) => id,
      findSale: (order, product) => {
        const sales = [...this.receipts.values()].filter(
          ({ event: one }) =>
            one.type === 'product.purchased' &&
            one.orderId === order &&
            one.test === event.test &&
            one.customer?.email === event.customer?.email &&
            one.items.some(({ productId }) => productId === product),
        )
        return sales.length === 0 ? null : Math.min(...sales.map(({ event: one }) => one.happenedAt))
      },
    }
  }

  #open(id: string) {
    for (const receipt of this.receipts.values()) {
      if (receipt.firings.some(({ firing }) => firing.id === id)) {
        const open = this.#besides(receipt).find(({ firing }) => firing.id === id)
        return open === undefined || this.parked.has(id) ? null : { ...open, event: receipt.event }
      }
    }
    return null
  }

  /** Those not settled yet, each with what the others act on and what made way for it. */
  #besides({ firings, settled }: Receipt): OpenFiring[] {
    const open = firings.filter(({ firing: { id } }) => !settled.has(id))
    const isBeside = ({ item, impliedBy, rule }: OpenFiring['firing'], other: OpenFiring['firing']) =>
      item === other.item &&
      impliedBy === other.impliedBy &&
      (rule.target.kind !== other.rule.target.kind || rule.target.id !== other.rule.target.id)
    const listYielding = (to: string): YieldingFiring[] =>
      firings.flatMap(({ firing }) => {
        const { id, trigger, yieldsTo } = firing
        const settling = settled.get(id)
        return yieldsTo !== to || settling?.final !== true || settling.outcome !== 'superseded'
          ? []
          : [{ id, trigger, instruction: toJobInstruction(firing), to }, ...listYielding(id)]
      })
    return open.map((one) => {
      const alsoActsOn = open.flatMap(({ firing }) => (isBeside(firing, one.firing) ? [firing.rule.target] : []))
      const yielding = listYielding(one.firing.id)
      return { ...one, ...(alsoActsOn.length > 0 && { alsoActsOn }), ...(yielding.length > 0 && { yielding }) }
    })
  }
}

/** A journal in memory: the real decisions of what an event fires, and receipts that outlive a redelivery. */
import type { JournalPort } from '../../src/dispatch/ports'
import { findStory, observe, type SubscriptionHistory, toObservation } from '../../src/journal/dunning/dunning'
import type { OpenFiring, ReceiveResult } from '../../src/journal/queries'
import type { MarketEvent } from '../../src/model/event'
import { type EventType, mainTrigger } from '../../src/model/event-type'
import type { FiredTrigger } from '../../src/model/firing'
import type { Settling } from '../../src/model/outcome'
import type { Rule } from '../../src/model/rule'
import { match } from '../../src/rules/match'

interface Receipt {
  event: MarketEvent
  fired: FiredTrigger[][]
  firings: OpenFiring[]
  settled: Map<string, Settling>
}

export class MemoryJournal {
  readonly receipts = new Map<string, Receipt>()
  readonly parked = new Set<string>()
  readonly #stories = new Map<string, SubscriptionHistory>()

  port(): JournalPort {
    return {
      receiveAll: async (arrivals) => arrivals.map(({ event, candidates }) => this.#receive(event, candidates)),
      firings: async (ids) => ids.map((id) => this.#open(id)),
      record: async (answers) => {
        for (const { event, firing, settling } of answers) {
          if (settling.final) {
            this.receipts.get(event)?.settled.set(firing, settling)
          } else if (settling.parked) {
            this.parked.add(firing)
          }
        }
      },
      park: async (_, reason) => {
        throw new Error(`parked: ${reason}`)
      },
    }
  }

  /** Everything that fired, settled or not. */
  get all(): { event: MarketEvent; open: OpenFiring; settling: Settling | null }[] {
    return [...this.receipts.values()].flatMap(({ event, firings, settled }) =>
      firings.map((open) => ({ event, open, settling: settled.get(open.firing.id) ?? null })),
    )
  }

  #receive(event: MarketEvent, candidates: Rule[]): ReceiveResult {
    const receipt = this.receipts.get(event.id) ?? this.#first(event, candidates)
    const firings = receipt.firings.filter(({ firing: { id } }) => !receipt.settled.has(id) && !this.parked.has(id))
    return {
      status: firings.length === 0 ? 'closed' : 'open',
      event: receipt.event,
      triggers: receipt.fired.map((item) => item.map(({ trigger }) => trigger)),
      firings,
      newProducts: [],
    }
  }

  #first(event: MarketEvent, candidates: Rule[]): Receipt {
    const { type } = event
    if (type === null) {
      throw new Error('every event is understood here')
    }
    const fired = event.items.map((item) => this.#tell({ ...event, type }, item))
    const firings = match(event, fired, candidates, event.id).map(
      (firing): OpenFiring => ({ firing, origin: 'event', person: null }),
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

  #tell(event: MarketEvent & { type: EventType }, item: MarketEvent['items'][number]): FiredTrigger[] {
    const story = findStory(event, item)
    if (story === null) {
      const trigger = mainTrigger(event.type)
      return trigger === null ? [] : [{ trigger, happenedAt: event.happenedAt, impliedBy: null }]
    }
    const tale = observe(this.#stories.get(story) ?? null, toObservation(event, item, null))
    this.#stories.set(story, tale.history)
    return tale.fired
  }

  #open(id: string) {
    for (const { event, firings, settled } of this.receipts.values()) {
      const open = firings.find(({ firing }) => firing.id === id)
      if (open) {
        return settled.has(id) || this.parked.has(id) ? null : { ...open, event }
      }
    }
    return null
  }
}

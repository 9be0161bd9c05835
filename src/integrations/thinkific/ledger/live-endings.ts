/** Endings of a purchase for one target that nothing has undone so far, in the order they happened. */
import { mainTrigger } from '../../../model/event-type'
import { dunningKey } from './act-places'
import type { Ending, Removal } from './customer'
import { isExpired } from './ending-dates'
import { paidEnd } from './ends'
import type { Fate } from './fate'
import type { Act, LedgerEvent } from './ledger-event'
import { compareEvents, type Occurrence, toOccurrence } from './occurrence'
import type { LedgerFacts } from './purchase-facts'
import { isSameEnding } from './repeated-reports'
import { type EndingKind, isUndoneBy } from './undoing'

export interface Live {
  event: LedgerEvent
  act: Act | null
  kind: EndingKind
  /** Epoch ms; for the paid period, as known so far. */
  until: number
  removal: Omit<Removal, 'purchase'> | null
}

export class LiveEndings {
  #all: Live[] = []
  readonly #facts: LedgerFacts
  readonly #fates: Map<string, Fate>

  constructor(facts: LedgerFacts, fates: Map<string, Fate>) {
    this.#facts = facts
    this.#fates = fates
  }

  get all(): readonly Live[] {
    return this.#all
  }

  /** An ending never extends what an earlier one left. */
  push(live: Live): void {
    for (const one of this.#all) {
      if (one.until >= live.until && one.act !== null && live.act !== null) {
        this.overrule(one.act, happenedOf(live))
      }
    }
    this.#all.push(live)
  }

  /** Removes and returns the endings that good news undoes. */
  undo(event: LedgerEvent, may: (live: Live) => boolean): Live[] {
    const gone = this.#all.filter((one) => may(one) && isUndoneBy(one.kind, one.event, event, this.#facts.events))
    this.#all = this.#all.filter((one) => !gone.includes(one))
    for (const { act } of gone) {
      const trigger = mainTrigger(event.type) ?? 'product.purchased'
      this.overrule(act, toOccurrence(event, { trigger, firing: '' }))
    }
    return gone
  }

  clear(): void {
    this.#all = []
  }

  /** Reported again under the same name, an ending keeps its first date; after another payment it is another one. */
  findFirstReport(event: LedgerEvent): Live | undefined {
    const paid = this.#facts.reportedPayments.findLast((one) => compareEvents(one, event) < 0)
    const isFirst = (one: LedgerEvent) =>
      isSameEnding(one, event) &&
      dunningKey(one) === dunningKey(event) &&
      (paid === undefined || compareEvents(paid, one) < 0)
    return this.#all.find(({ act, event: one }) => act === null && isFirst(one))
  }

  /** A payment moves the end of a paid period that is not over. */
  movePaid({ at, periodEnd, zone }: LedgerEvent): void {
    this.#all = this.#all.map((one) => {
      const { act } = one
      if (act?.end.when !== 'paid' || at >= one.until || isExpired(one.event)) {
        return one
      }
      const moved = paidEnd(at, periodEnd, act.end.days, zone)
      return moved > one.until
        ? { ...one, until: moved, removal: one.removal && { ...one.removal, until: moved } }
        : one
    })
  }

  overrule(act: Act | null, by: Occurrence): void {
    if (act !== null && act.firing !== by.firing) {
      this.#fates.set(act.firing, { kind: 'overruled', by })
    }
  }
}

export function happenedOf({ event, act }: Pick<Live, 'event' | 'act'>): Occurrence {
  return toOccurrence(event, act ?? { trigger: mainTrigger(event.type) ?? 'product.refunded', firing: '' })
}

export function toEnding({ event, act, until }: Live): Ending {
  const final = act !== null && (!act.giveBack || act.by === 'person')
  return { happened: happenedOf({ event, act }), type: event.type, until, final }
}

export function toRemoval(event: LedgerEvent, act: Act, until: number): NonNullable<Live['removal']> {
  const { marketplace, test = false } = event
  return { happened: toOccurrence(event, act), until, marketplace, test, target: act.target }
}

/** What a purchase's events have given of one target so far, before its endings. */
import type { Create, TargetKey } from './customer'
import { spanEnd, spanStart, toMoment, toStoredEnd } from './ends'
import { type Act, isPurchase, type LedgerEvent, type Opening } from './ledger-event'
import { toOccurrence } from './occurrence'
import { listOpenings } from './openings'

/** Days to add to a new purchase's: what is left of others of the same target. */
export type DaysLeft = (event: LedgerEvent, target: TargetKey) => number

export class LiveGrant {
  create: (Create & { act: Act }) | null = null
  readonly openings: Opening[] = []
  /** The longest number of days a payment gives. */
  #days: number | null = null

  remember({ at }: LedgerEvent, act: Act): void {
    this.openings.push(...listOpenings(act, at))
  }

  /** A payment moves the end of N days. */
  extend(event: LedgerEvent): void {
    const { create } = this
    if (create !== null && this.#days !== null) {
      const from = Math.max(event.at, create.starts ?? event.at)
      create.until = latest(create.until, spanEnd({ days: this.#days }, from, event.zone))
      if (create.test && isPurchase(event)) {
        create.again = toOccurrence(event, create.act)
      }
    }
  }

  /** @param added days left of other purchases */
  give(event: LedgerEvent, act: Act, added: number): void {
    const starts = spanStart(act.starts, event)
    if (act.lasts !== null && 'days' in act.lasts) {
      this.#days = Math.max(this.#days ?? 0, act.lasts.days)
    }
    const given =
      act.exact === undefined ? toStoredEnd(spanEnd(act.lasts, starts ?? event.at, event.zone, added)) : act.exact
    const fresh = isPurchase(event) || act.by === 'person'
    const before = this.create
    this.create = {
      happened: before !== null && !fresh ? before.happened : toOccurrence(event, act),
      starts: before === null ? starts : earliest(before.starts, starts),
      until: before !== null && act.by !== 'person' ? latest(before.until, given) : given,
      test: event.test === true,
      byPerson: act.by === 'person',
      ...(before?.again === undefined || fresh ? {} : { again: before.again }),
      act,
    }
  }
}

function latest(one: number | null, other: number | null): number | null {
  return toStoredEnd(Math.max(toMoment(one), toMoment(other)))
}

function earliest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : Math.min(one, other)
}

export function hasDays({ lasts }: Act): boolean {
  return lasts !== null && 'days' in lasts
}

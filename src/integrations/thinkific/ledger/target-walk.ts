/** A purchase's events taken in order for one target: what it grants there, and what became of every rule's act. */
import { mainTrigger } from '../../../model/event-type'
import { ENDING_TRIGGERS } from '../../../model/trigger'
import type { Target } from '../actions'
import { isAlike, pickDeciding } from './act-precedence'
import { endOfDay } from './calendar'
import { type Claim, type Create, type Ending, type Removal, type TargetKey, targetKey } from './customer'
import { isInDunning } from './dunning-cycle'
import { fixedEnd, paidEnd, spanEnd, spanStart, toMoment, toStoredEnd } from './ends'
import { type Act, isByPerson, isPurchase, type LedgerEvent } from './ledger-event'
import { type Occurrence, toOccurrence } from './occurrence'
import { findNewerPayment, isRespectedByReplay, isSuccess, type PurchaseFacts } from './purchase-facts'
import { firstReport } from './repeated-reports'
import { type EndingKind, endingKind, isUndoneBy, isWaivedWhenPaid, RESTARTS } from './undoing'

/** What became of a firing's act; `stands`: it decides. */
export type Fate =
  | { kind: 'stands' }
  | { kind: 'overruled'; by: Occurrence }
  /** Another rule on the same event decides. */
  | { kind: 'yields' }
  | { kind: 'paid in full'; at: number }
  | { kind: 'paid again'; at: number }
  | { kind: 'unclear' }

/** Days to add to a new purchase's: what is left of others of the same target. */
export type DaysLeft = (event: LedgerEvent, target: TargetKey) => number

interface Live {
  event: LedgerEvent
  act: Act | null
  kind: EndingKind
  /** Epoch ms; for the paid period, as known so far. */
  until: number
  removal: Omit<Removal, 'purchase'> | null
}

export class TargetWalk {
  readonly removals: Omit<Removal, 'purchase'>[] = []
  /** Firings that ask the same as the one that decides. */
  readonly twins = new Map<string, string>()
  readonly #facts: PurchaseFacts
  readonly #key: TargetKey
  readonly #daysLeft: DaysLeft
  readonly #fates: Map<string, Fate>
  #target: Target
  #create: (Create & { act: Act }) | null = null
  #live: Live[] = []
  readonly #opened = new Set<string>()
  #touched = false
  /** The longest number of days a payment gives. */
  #days: number | null = null

  constructor(facts: PurchaseFacts, target: Target, daysLeft: DaysLeft, fates: Map<string, Fate>) {
    this.#facts = facts
    this.#target = target
    this.#key = targetKey(target)
    this.#daysLeft = daysLeft
    this.#fates = fates
  }

  run(): Claim | null {
    for (const event of this.#facts.events) {
      this.#takeNews(event)
      const asked = event.acts.filter((one) => targetKey(one.target) === this.#key)
      const [act, others] = pickDeciding(asked, (one) => this.#endAsked(event, one))
      for (const one of others) {
        if (act !== null && isAlike(act, one)) {
          this.twins.set(one.firing, act.firing)
          this.#remember(one)
        } else {
          this.#fates.set(one.firing, { kind: 'yields' })
        }
      }
      if (act !== null) {
        this.#takeAct(event, act)
      }
    }
    const counted = this.#live.filter(
      ({ act, event }) => act !== null || (this.#create?.act.by === 'replay' && isRespectedByReplay(event)),
    )
    for (const { removal } of counted) {
      if (removal !== null) {
        this.removals.push(removal)
      }
    }
    if (this.#create === null && counted.length === 0 && !this.#touched) {
      return null
    }
    const { act: _, ...create } = this.#create ?? { act: null }
    return {
      target: this.#target,
      create: this.#create === null ? null : (create as Create),
      ends: counted.map(
        ({ event, act, until }): Ending => ({
          happened: toOccurrence(event, act ?? { trigger: mainTrigger(event.type) ?? 'product.refunded', firing: '' }),
          type: event.type,
          until,
          final: act !== null && (!act.giveBack || act.by === 'person'),
        }),
      ),
      opened: [...this.#opened],
    }
  }

  #endAsked(event: LedgerEvent, act: Act): number {
    const starts = spanStart(act.starts, event)
    return act.does === 'create' ? spanEnd(act.lasts, starts ?? event.at, event.zone) : this.#resolve(event, act)
  }

  /** What an event says without any rule: good news, payments, and endings that a replay must respect. */
  #takeNews(event: LedgerEvent): void {
    if (isByPerson(event)) {
      return
    }
    const undone = this.#undo(event, ({ act }) => act === null || (act.giveBack && act.by !== 'person'))
    const isOwn = event.acts.some(({ does, target }) => does === 'create' && targetKey(target) === this.#key)
    const counts = isSuccess(event) || (undone && RESTARTS.has(event.type))
    if (counts && this.#facts.isCounted(event)) {
      this.#extend(event, isOwn)
    }
    const silent = event.acts.every(({ target }) => targetKey(target) !== this.#key)
    const trigger = mainTrigger(event.type)
    if (silent && trigger !== null && ENDING_TRIGGERS.has(trigger) && this.#waiver(event) === null) {
      const paid = event.type.startsWith('subscription.') ? this.#paidUntil(event, 0) : event.at
      this.#live.push({ event, act: null, kind: endingKind(event, this.#facts.events), until: paid, removal: null })
    }
  }

  /** A payment moves the end of N days, and of a paid period that is not over. */
  #extend(event: LedgerEvent, isOwn: boolean): void {
    const create = this.#create
    if (create !== null && this.#days !== null && !isOwn) {
      const from = Math.max(event.at, create.starts ?? event.at)
      create.until = latest(create.until, spanEnd({ days: this.#days }, from, event.zone))
    }
    this.#live = this.#live.map((one) => {
      const { act } = one
      if (act?.end.when !== 'paid' || event.at >= one.until || isExpired(one.event)) {
        return one
      }
      const moved = paidEnd(event.at, event.periodEnd, act.end.days, event.zone)
      return moved > one.until ? { ...one, until: moved } : one
    })
  }

  #takeAct(event: LedgerEvent, act: Act): void {
    this.#touched = true
    this.#target = act.target.name === '' ? this.#target : act.target
    if (act.does === 'create' && !this.#facts.isCounted(event)) {
      this.#clear(event, act)
      return
    }
    if (act.does === 'create') {
      this.#open(event, act)
    } else if (act.does === 'remove') {
      this.#remove(event, act)
    } else {
      this.#end(event, act)
    }
  }

  #open(reported: LedgerEvent, act: Act): void {
    const event = act.by === 'rule' ? firstReport(reported, this.#facts.events) : reported
    this.#remember(act)
    const fresh = isPurchase(event) || act.by === 'person'
    const before = this.#live
    this.#clear(event, act)
    for (const { act: ended } of before.filter((one) => !this.#live.includes(one))) {
      this.#overrule(ended, toOccurrence(event, act))
    }
    const starts = spanStart(act.starts, event)
    if (act.lasts !== null && 'days' in act.lasts) {
      this.#days = Math.max(this.#days ?? 0, act.lasts.days)
    }
    const added = this.#isFirstSale(event) && act.by !== 'person' && hasDays(act) ? this.#daysLeft(event, this.#key) : 0
    const given =
      act.exact === undefined ? toStoredEnd(spanEnd(act.lasts, starts ?? event.at, event.zone, added)) : act.exact
    const restarts = fresh && (this.#create === null || before.length > 0)
    const keeps = this.#create !== null && !restarts
    const origin = keeps && !fresh ? (this.#create?.happened ?? toOccurrence(event, act)) : toOccurrence(event, act)
    this.#create = {
      happened: origin,
      starts: keeps ? earliest(this.#create?.starts ?? null, starts) : starts,
      until: this.#create !== null && act.by === 'rule' ? latest(this.#create.until, given) : given,
      test: event.test === true,
      byPerson: act.by === 'person',
      act,
    }
    const deciding = this.#live.at(-1)
    if (deciding !== undefined) {
      this.#fates.set(act.firing, { kind: 'overruled', by: happenedOf(deciding) })
    } else {
      this.#fates.set(act.firing, { kind: 'stands' })
    }
  }

  /** A new purchase or a person clears all endings, any other create what its event undoes. */
  #clear(event: LedgerEvent, { by }: Act): void {
    if (isPurchase(event) || by === 'person') {
      this.#live = []
    } else {
      this.#undo(event, ({ act: ending }) => ending?.by !== 'person')
    }
  }

  #remember({ opened = [] }: Act): void {
    for (const course of opened) {
      this.#opened.add(course)
    }
  }

  /** A later order of the same purchase is a payment, and no new one. */
  #isFirstSale(event: LedgerEvent): boolean {
    return this.#facts.events.find((one) => isPurchase(one) && !isByPerson(one)) === event
  }

  #end(event: LedgerEvent, act: Act): void {
    const waiver = act.by === 'person' ? null : this.#waiver(event)
    if (waiver !== null) {
      this.#fates.set(act.firing, waiver)
      return
    }
    const kind = act.by === 'person' ? 'other' : endingKind(event, this.#facts.events)
    this.#fates.set(act.firing, { kind: 'stands' })
    // Reported again, it keeps the date of its first report.
    const first =
      act.by === 'person' ? undefined : this.#live.find((one) => one.act === null && one.event.type === event.type)
    this.#push({ event, act, kind, until: this.#resolve(first?.event ?? event, act), removal: null })
  }

  /** On an ending trigger, a rule that always removes also ends the purchase's own grant, and both are undone together. */
  #remove(event: LedgerEvent, act: Act): void {
    const removal: Omit<Removal, 'purchase'> = {
      happened: toOccurrence(event, act),
      until: this.#resolve(event, act),
      marketplace: event.marketplace,
      test: event.test === true,
      target: act.target,
    }
    if (!ENDING_TRIGGERS.has(act.trigger)) {
      this.#fates.set(act.firing, { kind: 'stands' })
      this.removals.push(removal)
      return
    }
    const waiver = act.by === 'person' ? null : this.#waiver(event)
    if (waiver !== null) {
      this.#fates.set(act.firing, waiver)
      return
    }
    const kind = act.by === 'person' ? 'other' : endingKind(event, this.#facts.events)
    this.#fates.set(act.firing, { kind: 'stands' })
    this.#push({ event, act, kind, until: removal.until, removal })
  }

  /** An ending never extends what an earlier one left. */
  #push(live: Live): void {
    const create = this.#create
    if (create !== null) {
      this.#overrule(create.act, happenedOf(live))
    }
    for (const one of this.#live) {
      if (one.until >= live.until && one.act !== null && live.act !== null) {
        this.#overrule(one.act, happenedOf(live))
      }
    }
    this.#live.push(live)
  }

  #overrule(act: Act | null, by: Occurrence): void {
    if (act !== null && act.firing !== by.firing) {
      this.#fates.set(act.firing, { kind: 'overruled', by })
    }
  }

  /** True if an ending a rule or person brought about was undone. */
  #undo(event: LedgerEvent, may: (live: Live) => boolean): boolean {
    const gone = this.#live.filter((one) => may(one) && isUndoneBy(one.kind, one.event, event, this.#facts.events))
    if (gone.length === 0) {
      return false
    }
    this.#live = this.#live.filter((one) => !gone.includes(one))
    for (const { act } of gone) {
      this.#overrule(act, {
        at: event.at,
        trigger: mainTrigger(event.type) ?? 'product.purchased',
        event: event.event,
        firing: '',
      })
    }
    if (this.#create !== null && this.#live.length === 0) {
      this.#fates.set(this.#create.act.firing, { kind: 'stands' })
    }
    return gone.some(({ act }) => act !== null)
  }

  /** Why an ending ends nothing: the plan is paid in full, or a payment after the refunded one stands. */
  #waiver(event: LedgerEvent): Fate | null {
    const { completedAt, payments } = this.#facts
    if (completedAt !== null && isWaivedWhenPaid(event)) {
      return { kind: 'paid in full', at: completedAt }
    }
    if (event.type === 'product.refunded' || event.type === 'product.partially_refunded') {
      const newest = findNewerPayment(event, payments)
      return newest === null ? null : { kind: 'paid again', at: newest.at }
    }
    return null
  }

  #resolve(event: LedgerEvent, act: Act): number {
    if (act.exact !== undefined) {
      return toMoment(act.exact)
    }
    if (isExpired(event) || act.end.when !== 'paid') {
      return fixedEnd(act.end.when === 'paid' || isExpired(event) ? { when: 'at_once' } : act.end, event)
    }
    return this.#paidUntil(event, act.end.days)
  }

  /** The paid period ends as the last payment, or a cancellation outside dunning, names it; never before the ending. */
  #paidUntil(event: LedgerEvent, days: number): number {
    const last = this.#facts.payments.findLast(({ at }) => at <= event.at)
    const isOutside = endingKind(event, this.#facts.events) === 'stop' && !isInDunning(event, this.#facts.events)
    const own = isOutside ? event.periodEnd : null
    const both = [own, last?.periodEnd ?? null].filter((end) => end !== null)
    // A period that is only assumed gives way to one that is named.
    const named = both.length === 0 ? null : Math.max(...both)
    const counted = paidEnd(last?.at ?? event.at, named, days, event.zone)
    // A payment that names no period takes nothing from one that an earlier payment named.
    const earlier = named === null ? this.#facts.payments.filter(({ at }) => at <= event.at) : []
    const kept = earlier.flatMap(({ periodEnd }) =>
      periodEnd === null ? [] : [endOfDay(periodEnd, event.zone ?? 'UTC')],
    )
    return Math.max(event.at, counted, ...kept)
  }
}

function hasDays({ lasts }: Act): boolean {
  return lasts !== null && 'days' in lasts
}

function isExpired({ type }: LedgerEvent): boolean {
  return type === 'subscription.expired'
}

function happenedOf({ event, act }: Live): Occurrence {
  return toOccurrence(event, act ?? { trigger: mainTrigger(event.type) ?? 'product.refunded', firing: '' })
}

function latest(one: number | null, other: number | null): number | null {
  return toStoredEnd(Math.max(toMoment(one), toMoment(other)))
}

function earliest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : Math.min(one, other)
}

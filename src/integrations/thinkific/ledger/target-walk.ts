/** A purchase's events taken in order for one target: what it grants there, and what became of every rule's act. */
import { mainTrigger, RESTARTS } from '../../../model/event-type'
import { ENDING_TRIGGERS } from '../../../model/trigger'
import type { Target } from '../actions'
import { isAlike, pickDeciding } from './act-precedence'
import { type Claim, type Create, type TargetKey, targetKey } from './customer'
import { endOfEnding, findWaiver, paidUntil, spanOfAct } from './ending-dates'
import { NEVER, toMoment } from './ends'
import type { Fate } from './fate'
import { type Act, isByPerson, isPurchase, type LedgerEvent } from './ledger-event'
import { happenedOf, type Live, LiveEndings, toEnding, toRemoval } from './live-endings'
import { type DaysLeft, hasDays, LiveGrant } from './live-grant'
import { toOccurrence } from './occurrence'
import { splitOpenings } from './openings'
import { isFirstSale, isRespectedByReplay, isSuccess, type LedgerFacts } from './purchase-facts'
import { type AnyRemoval, takesGrant } from './removal'
import { endingKind } from './undoing'

export class TargetWalk {
  readonly removals: AnyRemoval[] = []
  /** Firings that ask the same as the one that decides. */
  readonly twins = new Map<string, string>()
  readonly #facts: LedgerFacts
  readonly #key: TargetKey
  readonly #daysLeft: DaysLeft
  readonly #fates: Map<string, Fate>
  #target: Target
  readonly #grant = new LiveGrant()
  readonly #live: LiveEndings
  /** What took the customer out of it, by any purchase. */
  readonly #taken: AnyRemoval[]
  #touched = false
  #openSince: number | null = null

  constructor(
    facts: LedgerFacts,
    { target, taken }: { target: Target; taken: AnyRemoval[] },
    daysLeft: DaysLeft,
    fates: Map<string, Fate>,
  ) {
    this.#facts = facts
    this.#target = target
    this.#taken = taken
    this.#key = targetKey(target)
    this.#daysLeft = daysLeft
    this.#fates = fates
    this.#live = new LiveEndings(facts, fates)
  }

  run(): Claim | null {
    for (const event of this.#facts.events) {
      const wasOpen = this.#isOpen(event)
      this.#takeNews(event)
      const asked = event.acts.filter((one) => targetKey(one.target) === this.#key)
      const [act, others] = pickDeciding(asked, (one) => spanOfAct(event, one, this.#facts))
      for (const one of others) {
        if (act !== null && isAlike(act, one)) {
          this.twins.set(one.firing, act.firing)
          this.#grant.remember(event, one)
        } else {
          this.#fates.set(one.firing, { kind: 'yields' })
        }
      }
      if (act !== null) {
        this.#takeAct(event, act)
      }
      const begins = Math.max(event.at, this.#grant.create?.starts ?? 0)
      // A later payment may let access begin earlier than the sale did.
      if (this.#isOpen(event) && (!wasOpen || begins < (this.#openSince ?? 0))) {
        this.#openSince = begins
      }
    }
    const counted = this.#listCounted()
    for (const { removal } of counted) {
      if (removal !== null) {
        this.removals.push(removal)
      }
    }
    if (this.#grant.create === null && counted.length === 0 && !this.#touched) {
      return null
    }
    const { act: _, ...create } = this.#grant.create ?? { act: null }
    return {
      target: this.#target,
      create: this.#grant.create === null ? null : (create as Create),
      ends: counted.map(toEnding),
      openSince: this.#openSince,
      ...splitOpenings(this.#grant.openings, this.#openSince ?? 0),
    }
  }

  #listCounted(): Live[] {
    return this.#live.all.filter((live) => this.#isCounted(live))
  }

  #isCounted({ act, event }: Live): boolean {
    const create = this.#grant.create?.act
    return act !== null || (create !== undefined && isRespectedByReplay(event, create))
  }

  #isOpen(event: LedgerEvent): boolean {
    const { create } = this.#grant
    const isTakenAway = this.#taken.some(
      (one) => create !== null && Math.max(one.until, one.happened.at) <= event.at && takesGrant(one, event, create),
    )
    const until = create === null ? NEVER : toMoment(create.until)
    return until > event.at && !isTakenAway && this.#listCounted().every((ending) => ending.until > event.at)
  }

  /** What an event says without any rule: good news, payments, and endings that a replay must respect. */
  #takeNews(event: LedgerEvent): void {
    if (isByPerson(event)) {
      return
    }
    const undone = this.#undo(event, ({ act }) => act === null || (act.giveBack && act.by !== 'person'))
    const isOwn = event.acts.some(({ does, target }) => does === 'create' && targetKey(target) === this.#key)
    const counts = isSuccess(event) || (undone && RESTARTS.has(event.type))
    if (counts && !isOwn && this.#facts.isCounted(event)) {
      this.#grant.extend(event)
    }
    if (isSuccess(event)) {
      this.#live.movePaid(event)
    }
    const silent = event.acts.every(({ target }) => targetKey(target) !== this.#key)
    const trigger = mainTrigger(event.type)
    if (silent && trigger !== null && ENDING_TRIGGERS.has(trigger) && findWaiver(event, this.#facts) === null) {
      const paid = event.type.startsWith('subscription.') ? paidUntil(event, 0, this.#facts) : event.at
      const live = { event, act: null, kind: endingKind(event, this.#facts.events), until: paid, removal: null }
      if (this.#isCounted(live)) {
        this.#push(live)
      } else {
        this.#live.push(live)
      }
    }
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
    } else {
      this.#end(event, act)
    }
  }

  #open(event: LedgerEvent, act: Act): void {
    this.#grant.remember(event, act)
    const before = this.#live.all
    this.#clear(event, act)
    for (const { act: ended } of before.filter((one) => !this.#live.all.includes(one))) {
      this.#live.overrule(ended, toOccurrence(event, act))
    }
    const adds = isFirstSale(event, this.#facts) && act.by !== 'person' && hasDays(act)
    this.#grant.give(event, act, adds ? this.#daysLeft(event, this.#key) : 0)
    const deciding = this.#live.all.at(-1)
    const fate: Fate = deciding === undefined ? { kind: 'stands' } : { kind: 'overruled', by: happenedOf(deciding) }
    this.#fates.set(act.firing, fate)
  }

  /** A new purchase or a person clears all endings, any other create what its event undoes. */
  #clear(event: LedgerEvent, { by }: Act): void {
    if (isPurchase(event) || by === 'person') {
      this.#live.clear()
    } else {
      this.#undo(event, ({ act: ending }) => ending?.by !== 'person')
    }
  }

  /** On an ending trigger, a rule that always removes also ends the purchase's own grant, and both are undone together. */
  #end(event: LedgerEvent, act: Act): void {
    const isRemoval = act.does === 'remove'
    const isOwnEnding = !isRemoval || ENDING_TRIGGERS.has(act.trigger)
    const waiver = act.by === 'person' || !isOwnEnding ? null : findWaiver(event, this.#facts)
    this.#fates.set(act.firing, waiver ?? { kind: 'stands' })
    if (waiver !== null) {
      return
    }
    const first = act.by === 'person' || isRemoval ? undefined : this.#live.findFirstReport(event)
    const until = endOfEnding(first?.event ?? event, act, this.#facts)
    const removal = isRemoval ? toRemoval(event, act, until) : null
    if (removal !== null && !isOwnEnding) {
      this.removals.push(removal)
      return
    }
    const kind = act.by === 'person' ? 'other' : endingKind(event, this.#facts.events)
    this.#push({ event, act, kind, until, removal })
  }

  #push(live: Live): void {
    if (this.#grant.create !== null) {
      this.#live.overrule(this.#grant.create.act, happenedOf(live))
    }
    this.#live.push(live)
  }

  /** True if an ending a rule or person brought about was undone. */
  #undo(event: LedgerEvent, may: (live: Live) => boolean): boolean {
    const gone = this.#live.undo(event, may)
    if (gone.length > 0 && this.#grant.create !== null && this.#live.all.length === 0) {
      this.#fates.set(this.#grant.create.act.firing, { kind: 'stands' })
    }
    return gone.some(({ act }) => act !== null)
  }
}

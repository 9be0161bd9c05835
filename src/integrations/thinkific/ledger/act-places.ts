/**
 * A late event can show that a trigger already fired belongs to another event: to an earlier failure of the same cycle, or
 * to the success that ended it. It fires no second time; here its acts move to the event that fires it once all is known,
 * and what made way for another trigger's acts counts where the two part.
 */
import { mainTrigger, PAYMENTS } from '../../../model/event-type'
import { advance, INITIAL_STATE } from '../../../model/subscription-state'
import type { Trigger } from '../../../model/trigger'
import { endsDunning } from './dunning-cycle'
import { type Act, isPurchase, type LedgerEvent, lineKey, type YieldingAct } from './ledger-event'
import { compareEvents } from './occurrence'
import { isOfKind } from './undoing'

type PlacedAct = Act & Partial<YieldingAct>
type Places = Map<LedgerEvent, PlacedAct[]>

/** The events of each product, real ones and tests apart, with their acts in place. */
export function placeAllActs(history: LedgerEvent[]): LedgerEvent[][] {
  return [...Map.groupBy(history, lineKey).values()].map((events) => placeActs([...events].sort(compareEvents)))
}

/** @param events of one product, in the order they happened */
function placeActs(events: LedgerEvent[]): LedgerEvent[] {
  const placed: Places = new Map()
  for (const history of Map.groupBy(events.filter(isOfSubscription), dunningKey).values()) {
    if (history.every(isDialectKnown)) {
      placeHistory(history, placed)
    }
  }
  return events.map((event) => {
    const acts = placed.get(event)
    return acts === undefined ? event : { ...event, acts: acts.filter((act) => !isYielding(act, acts, events)) }
  })
}

function listAsked({ acts, yielding = [] }: LedgerEvent): PlacedAct[] {
  return [...acts, ...yielding]
}

/** Beside what decides, or where that was undone: the firing that made way has run itself then. */
function isYielding({ to }: PlacedAct, beside: PlacedAct[], events: LedgerEvent[]): boolean {
  const isDecider = ({ firing }: Act) => firing === to
  return to !== undefined && (beside.some(isDecider) || !events.some((event) => listAsked(event).some(isDecider)))
}

/** A ledger of 0.1.0 does not say of a sender of facts that it is one; an act beside an event's own trigger gives it away. */
function isDialectKnown({ type, acts, derives, delinquent }: LedgerEvent): boolean {
  const own = mainTrigger(type)
  return derives === true || delinquent === true || acts.every((act) => !isCounted(act) || act.trigger === own)
}

function placeHistory(history: LedgerEvent[], placed: Places): void {
  const implied = withJudged(deriveTriggers(history, ({ from }) => from))
  const actsOf = (event: LedgerEvent) => placed.get(event) ?? listAsked(event)
  const isActedOn = (event: LedgerEvent, trigger: Trigger) => actsOf(event).some((act) => act.trigger === trigger)
  for (const event of history) {
    const strays = listStrays(event, implied)
    // Places for all of an event's triggers are found before any moves: where one went, the next is not taken as fired.
    const places = [...new Set(strays.map((act) => act.trigger))].map((trigger) => {
      const free = history.filter((one) => implied.get(one)?.includes(trigger) && !isActedOn(one, trigger))
      const [place] = free.sort((one, other) => Math.abs(one.at - event.at) - Math.abs(other.at - event.at))
      return { trigger, place }
    })
    for (const { trigger, place } of places) {
      const moved = strays.filter((act) => act.trigger === trigger)
      // Where a restart or a new order ended the failures, no success did; and a completion reported again is no charge.
      const isNone =
        (trigger === 'subscription.recovered' &&
          event.type !== trigger &&
          (event.recovers === false || hasFailed(history, event))) ||
        (trigger === 'subscription.charged' && event.type === 'subscription.completed')
      if (place !== undefined || isNone) {
        const left = actsOf(event).filter((act) => !moved.includes(act))
        placed.set(event, left)
      }
      if (place !== undefined) {
        placed.set(place, [...actsOf(place), ...moved])
      }
    }
  }
}

/**
 * Of the payments, whichever customer reported them: whether they ended failures, and whether a completion pays. A restart or
 * a new order may have come before, which the journal may learn after it fired a recovery. @param events of one product, in
 * the order they happened
 */
export function judgePayments(
  events: LedgerEvent[],
  homeOf: (event: LedgerEvent) => string,
): ReadonlyMap<LedgerEvent, { recovers: boolean | undefined; pays: boolean }> {
  const shared = [...Map.groupBy(events.filter(isOfSubscription), dunningKey).values()].filter(
    (history) => history.every(({ derives }) => derives) && new Set(history.map(homeOf)).size > 1,
  )
  return new Map(
    shared.flatMap((history) => {
      const implied = deriveTriggers(history, homeOf)
      return history
        .filter(({ type }) => PAYMENTS.has(type))
        .map((event) => {
          const triggers = implied.get(event) ?? []
          const recovers = hasFailed(history, event) ? triggers.includes('subscription.recovered') : undefined
          const pays = event.type === 'subscription.completed' && triggers.includes('subscription.charged')
          return [event, { recovers, pays }] as const
        })
    }),
  )
}

function withJudged(implied: Map<LedgerEvent, Trigger[]>): Map<LedgerEvent, Trigger[]> {
  return new Map(
    [...implied].map(([event, own]) => {
      const triggers = event.pays ? [...own, 'subscription.charged' as const] : own
      const others = triggers.filter((one) => one !== 'subscription.recovered')
      const known = event.recovers ? [...others, 'subscription.recovered' as const] : others
      return [event, event.recovers === undefined ? triggers : known]
    }),
  )
}

function listStrays(event: LedgerEvent, implied: Map<LedgerEvent, Trigger[]>): PlacedAct[] {
  return listAsked(event).filter((act) => isCounted(act) && !implied.get(event)?.includes(act.trigger))
}

/** Else what failed was reported under another email. */
function hasFailed(history: LedgerEvent[], before: LedgerEvent): boolean {
  return history.slice(0, history.indexOf(before)).some(({ type }) => isOfKind(type, 'dunning'))
}

function isCounted({ by, exact }: Act): boolean {
  return by === 'rule' && exact === undefined
}

/** As the journal fired them: from all that was reported, and from what each customer's email reported. */
function deriveTriggers(
  history: LedgerEvent[],
  reporterOf: (event: LedgerEvent) => string | undefined,
): Map<LedgerEvent, Trigger[]> {
  // An id under which several customers bought names a plan.
  const buyers = new Set(history.filter(isPurchase).map(reporterOf))
  const all = buyers.size > 1 ? new Map<LedgerEvent, Trigger[]>() : advanceThrough(history)
  const reporters = [...Map.groupBy(history, reporterOf).values()]
  const own = new Map(reporters.length < 2 ? [] : reporters.flatMap((events) => [...advanceThrough(events)]))
  return new Map(history.map((event) => [event, [...(all.get(event) ?? []), ...(own.get(event) ?? [])]]))
}

/** A restart or a new order ends the failures as well. */
function advanceThrough(history: LedgerEvent[]): Map<LedgerEvent, Trigger[]> {
  let standing = INITIAL_STATE
  return new Map(
    history.map((event) => {
      const { state, fires } = advance(standing, {
        ...event,
        reports: event.derives ? 'facts' : 'triggers',
        isDelinquent: event.delinquent === true,
      })
      const isOver = state.payments.are === 'failing' && endsDunning(event.type)
      standing = isOver ? { ...state, payments: { are: 'fine' } } : state
      return [event, fires]
    }),
  )
}

function isOfSubscription({ type, subscriptions }: LedgerEvent): boolean {
  return type.startsWith('subscription.') || subscriptions.length > 0
}

/** Under the same name: the journal fires a trigger from those alone, and what a later plan's end says of that plan apart. */
export function dunningKey({ subscriptions: [subscription], orders: [order], carried }: LedgerEvent): string {
  const name =
    subscription === undefined ? (order === undefined ? '' : `order ${order}`) : `subscription ${subscription}`
  return carried ? `carried ${name}` : name
}

/**
 * A late event can show that a trigger already fired belongs to another event: to an earlier failure of the same cycle, or
 * to the success that ended it. It fires no second time; here its acts move to the event that fires it once all is known.
 */
import { advance, INITIAL_STATE } from '../../../model/subscription-state'
import type { Trigger } from '../../../model/trigger'
import { endsDunning } from './dunning-cycle'
import type { Act, LedgerEvent } from './ledger-event'
import { isOfKind } from './undoing'

/** @param events of one product, in the order they happened */
export function placeActs(events: LedgerEvent[]): LedgerEvent[] {
  const placed = new Map<LedgerEvent, Act[]>()
  for (const history of Map.groupBy(events.filter(isOfSubscription), historyKey).values()) {
    if (history.every(({ derives }) => derives)) {
      placeHistory(history, placed)
    }
  }
  return events.map((event) => {
    const acts = placed.get(event)
    return acts === undefined ? event : { ...event, acts }
  })
}

function placeHistory(history: LedgerEvent[], placed: Map<LedgerEvent, Act[]>): void {
  const implied = deriveTriggers(history)
  const actsOf = (event: LedgerEvent) => placed.get(event) ?? event.acts
  const isActedOn = (event: LedgerEvent, trigger: Trigger) => actsOf(event).some((act) => act.trigger === trigger)
  for (const event of history) {
    const strays = event.acts.filter((act) => isCounted(act) && !implied.get(event)?.includes(act.trigger))
    for (const trigger of new Set(strays.map((act) => act.trigger))) {
      const free = history.filter((one) => implied.get(one)?.includes(trigger) && !isActedOn(one, trigger))
      const [place] = free.sort((one, other) => Math.abs(one.at - event.at) - Math.abs(other.at - event.at))
      const moved = strays.filter((act) => act.trigger === trigger)
      // Where a restart or a new order ended the failures, no success did.
      const isOver = trigger === 'subscription.recovered' && event.type !== trigger && hasFailed(history, event)
      if (place !== undefined || isOver) {
        const left = actsOf(event).filter((act) => !moved.includes(act))
        placed.set(event, left)
      }
      if (place !== undefined) {
        placed.set(place, [...actsOf(place), ...moved])
      }
    }
  }
}

/** Else what failed was reported under another email. */
function hasFailed(history: LedgerEvent[], before: LedgerEvent): boolean {
  return history.slice(0, history.indexOf(before)).some(({ type }) => isOfKind(type, 'dunning'))
}

function isCounted({ by, exact }: Act): boolean {
  return by === 'rule' && exact === undefined
}

/** As the journal fired them: from all that was reported, and from what each customer's email reported. */
function deriveTriggers(history: LedgerEvent[]): Map<LedgerEvent, Trigger[]> {
  const all = advanceThrough(history)
  const reporters = [...Map.groupBy(history, ({ from }) => from).values()]
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
        reports: 'facts',
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

/** Under the same name: the journal fires a trigger from those alone. */
function historyKey({ subscriptions: [subscription], orders: [order] }: LedgerEvent): string {
  return subscription === undefined ? (order === undefined ? '' : `order ${order}`) : `subscription ${subscription}`
}

/** A recovery that a charge implied belongs to the success that ended the failures, which may have arrived later. */
import { endsDunning, isInDunning } from './dunning-cycle'
import type { LedgerEvent } from './ledger-event'
import { isOfKind, RESTARTS } from './undoing'

/** Where a restart or a new purchase ended them, there was none. */
export function placeRecoveries(events: LedgerEvent[]): LedgerEvent[] {
  const isStray = (event: LedgerEvent) =>
    event.type === 'subscription.charged' &&
    event.acts.some(({ trigger }) => trigger === 'subscription.recovered') &&
    !isInDunning(
      event,
      events.filter((one) => isSameStory(one, event)),
    )
  const strays = events.filter(isStray)
  if (strays.length === 0) {
    return events
  }
  const moved = new Map<LedgerEvent, LedgerEvent['acts']>()
  for (const stray of strays) {
    const place = findRecovery(stray, events)
    const recoveries = stray.acts.filter(({ trigger }) => trigger === 'subscription.recovered')
    if (place !== null) {
      moved.set(place, [...(moved.get(place) ?? []), ...recoveries])
    }
  }
  return events.map((event) => {
    const own = strays.includes(event)
      ? event.acts.filter(({ trigger }) => trigger !== 'subscription.recovered')
      : event.acts
    return { ...event, acts: [...own, ...(moved.get(event) ?? [])] }
  })
}

function findRecovery(stray: LedgerEvent, events: LedgerEvent[]): LedgerEvent | null {
  const story = events.filter((one) => isSameStory(one, stray))
  const before = story.slice(0, story.indexOf(stray))
  const fell = before.findLastIndex(({ type }) => isOfKind(type, 'dunning'))
  const ended = fell === -1 ? undefined : before.slice(fell).find(({ type }) => endsDunning(type))
  return ended === undefined || RESTARTS.has(ended.type) || ended.type === 'product.purchased' ? null : ended
}

/** Under the same name: the journal worked out the recovery from those alone. */
function isSameStory(one: LedgerEvent, other: LedgerEvent): boolean {
  const name = ({ subscriptions, orders }: LedgerEvent) => subscriptions[0] ?? orders[0]
  return name(one) === name(other)
}

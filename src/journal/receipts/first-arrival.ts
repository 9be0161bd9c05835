/** Of an event that names no time, the queue may bring a later arrival first: it happened when it arrived first. */
import type { MarketEvent } from '../../model/event'
import type { Firing } from '../../model/firing'

/** The event itself, unless it has to be dated back. @param again the same event of another arrival */
export function dateByFirst(known: MarketEvent, again: MarketEvent): MarketEvent {
  const areUndated = [known, again].every(({ happenedAt, receivedAt }) => happenedAt === receivedAt)
  const { happenedAt, receivedAt } = again
  return areUndated && receivedAt < known.receivedAt ? { ...known, happenedAt, receivedAt } : known
}

/** With its event's time, unless it belongs to an earlier one. */
export function dateFiring(firing: Firing, { happenedAt }: MarketEvent): Firing {
  return firing.impliedBy === null ? { ...firing, happenedAt } : firing
}

/**
 * Whose an event is where a person corrected an email, before it is asked which purchase it is about. What was moved is with
 * the customer it was moved to. So is what the old email reports of the same purchase or subscription, as their ids show; what
 * names none follows only where the old email has no purchase of its own (identity-pass.ts). All else is of the email it names.
 */
import { hasCorrection, isByPerson, type LedgerEvent } from './ledger-event'
import { groupByNames, hasIds, isNamedBy } from './purchase-names'

interface LocatedEvent {
  /** Of the customer who has it now. */
  key: string
  event: LedgerEvent
}

/** Key of the customer whose email the event named. */
export function emailOwner({ key, event }: LocatedEvent): string {
  return isByPerson(event) ? key : (event.from ?? key)
}

/** @param known events of one product, real ones or tests @param otherPlans what was moved of others, by their subscriptions */
export function findHomes(known: LocatedEvent[], otherPlans: LocatedEvent[]): ReadonlyMap<LedgerEvent, string> {
  const moved = [...known.filter(({ event }) => event.corrections !== undefined), ...otherPlans]
  const homes = new Map(known.map((one) => [one.event, moved.includes(one) ? one.key : emailOwner(one)]))
  for (const [former, key] of listCorrections(moved)) {
    const isOld = (one: LocatedEvent) => emailOwner(one) === former && hasIds(one.event) && !isByPerson(one.event)
    const old = known.filter((one) => !moved.includes(one) && isOld(one))
    if (old.length > 0) {
      const plans = otherPlans.filter((one) => one.key === key)
      const right = [...known.filter(({ event }) => homes.get(event) === key), ...plans]
      const groups = groupByNames([...right, ...old].map(({ event }) => event)).filter((group) =>
        moved.some((one) => one.key === key && hasCorrection(one.event, former) && isNamedBy(group, one.event)),
      )
      for (const { event } of old.filter((one) => groups.some((group) => isNamedBy(group, one.event)))) {
        homes.set(event, key)
      }
    }
  }
  return homes
}

/** What was moved of other products: under the same subscription, who moves to another plan is the same customer. */
export function listOtherPlans({ marketplace, product, test }: LedgerEvent, known: LocatedEvent[]): LocatedEvent[] {
  const isOther = ({ event }: LocatedEvent) =>
    event.corrections !== undefined &&
    event.subscriptions.length > 0 &&
    event.marketplace === marketplace &&
    event.product !== product &&
    event.test === test
  return known.filter(isOther).map(({ key, event }) => ({ key, event: { ...event, orders: [], payments: [] } }))
}

/** From whom to whom. */
function listCorrections(moved: LocatedEvent[]): [string, string][] {
  const all = moved.flatMap(({ key, event }) => (event.corrections ?? []).map(({ from }) => [from, key] as const))
  return [...Map.groupBy(all, ([from]) => from)].flatMap(([from, to]) =>
    [...new Set(to.map(([, key]) => key))].map((key): [string, string] => [from, key]),
  )
}

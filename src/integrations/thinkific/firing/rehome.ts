/** After a new purchase, events of other customers that name it may turn out to belong to it, or become unclear. */
import type { Target } from '../actions'
import { type Customer, courseKey, targetKey } from '../ledger/customer'
import { derive } from '../ledger/derive'
import type { Contents } from '../ledger/grants'
import { isPurchase, isSameEvent, type LedgerEvent, withEvent } from '../ledger/ledger-event'
import { compareEvents } from '../ledger/occurrence'
import { listOpenings } from '../ledger/openings'
import { listNames, type Placement, placeEvent } from '../ledger/placement'
import { aliasesOfEvent, listAliases } from '../ledger/purchase'
import type { SiteStorage } from '../storage/site-storage'
import { amendEntries } from './amendments'

/** What moves may let others move; real histories settle in two. */
const MOST_ROUNDS = 4

/**
 * Moves what belongs elsewhere. Returns the targets whose access may change, by key of the customer. The caller holds their
 * locks. @param by the firing or note that brings it about
 */
export function rehomeEvents(
  storage: SiteStorage,
  keys: string[],
  contents: Contents,
  by: string,
): Map<string, Target[]> {
  const accounts = new Map(keys.map((key) => [key, storage.load(key)]))
  const customers = () => [...accounts].map(([key, { customer }]) => ({ key, customer }))
  const changed = new Map<string, Target[]>()
  /** What has moved here counts before it is stored. */
  const findOwners = (names: string[]) => {
    const moved = customers().filter(({ key, customer }) => changed.has(key) && isAnyOf(listAliases(customer), names))
    return [...new Set([...storage.findOwners(names), ...moved.map(({ key }) => key)])]
  }
  const put = (key: string, customer: Customer, { acts }: LedgerEvent) => {
    const account = accounts.get(key)
    if (account !== undefined) {
      accounts.set(key, { ...account, customer: derive(customer).customer })
      changed.set(key, [...(changed.get(key) ?? []), ...acts.map(({ target }) => target)])
    }
  }
  for (let moved = true, round = 0; moved && round < MOST_ROUNDS; round += 1) {
    moved = false
    const all = customers().flatMap(({ key, customer }) => customer.history.map((event) => ({ key, event })))
    // In order of happening: where an event belongs depends on those before it.
    for (const { key, event } of all.sort((one, other) => compareEvents(one.event, other.event))) {
      const home = event.from ?? key
      const owners = isPurchase(event)
        ? []
        : findOwners(aliasesOfEvent({ ...event, ...listNames(event, home, customers()) }))
      const isSettled =
        owners.length === 0 || (home === key && !event.ambiguous && !event.taught && owners.every((one) => one === key))
      if (isSettled || [home, ...owners].some((one) => !accounts.has(one))) {
        continue
      }
      const placement = placeEvent(event, home, customers(), contents)
      const { owner } = placement
      const source = accounts.get(key)?.customer
      const isThere = source?.history.some((one) => isSameEvent(one, event))
      if (source === undefined || !isThere || (owner === key && isPlacedAs(event, placement))) {
        continue
      }
      moved = true
      const left = { ...source, history: source.history.filter((one) => !isSameEvent(one, event)) }
      put(key, withOpenedKnown(left, event), event)
      const goal = accounts.get(owner)?.customer
      if (goal !== undefined) {
        put(owner, withEvent(goal, toPlaced(event, home, placement)), event)
      }
    }
  }
  storage.transaction(() => {
    for (const key of changed.keys()) {
      const account = accounts.get(key)
      if (account !== undefined) {
        storage.save(key, { ...account, customer: amendEntries(account.customer, by) }, storage.load(key))
      }
    }
  })
  return changed
}

function isAnyOf(names: string[], others: string[]): boolean {
  return names.some((name) => others.includes(name))
}

/** What its bundles opened stays known course by course: of one that has left its bundle, nothing else would tell. */
function withOpenedKnown(customer: Customer, { acts }: LedgerEvent): Customer {
  const opened = acts.flatMap((act) => {
    const through = customer.known[targetKey(act.target)]
    const courses = listOpenings(act).flatMap((one) => one.courses)
    return through === undefined ? [] : courses.map((id) => [courseKey(id), { ...through, id: null }] as const)
  })
  return { ...customer, known: { ...Object.fromEntries(opened), ...customer.known } }
}

function isPlacedAs({ ambiguous, taught }: LedgerEvent, placement: Placement): boolean {
  return (ambiguous === true) === placement.ambiguous && (taught === true) === placement.taught
}

/** The event as it stands with its owner. */
function toPlaced(
  { from: _, ambiguous: __, taught: ___, ...event }: LedgerEvent,
  home: string,
  { owner, ambiguous, taught }: Placement,
): LedgerEvent {
  return {
    ...event,
    ...(home === owner ? {} : { from: home }),
    ...(ambiguous ? { ambiguous } : {}),
    ...(taught ? { taught } : {}),
  }
}

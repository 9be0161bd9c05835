/** After a new purchase, events of other customers that name it may turn out to belong to it, or become unclear. */
import type { Target } from '../actions'
import type { Customer } from '../ledger/customer'
import { derive } from '../ledger/derive'
import type { Contents } from '../ledger/grants'
import { withEvent } from '../ledger/history'
import { isSameEvent, type LedgerEvent, lineKey } from '../ledger/ledger-event'
import { withOpenedKnown } from '../ledger/opened-courses'
import { type Placement, withPlace } from '../ledger/placed-event'
import { placeLine } from '../ledger/placement'
import type { SiteStorage } from '../storage/site-storage'
import { amendEntries, withMove } from './amendments'

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
  const put = (key: string, customer: Customer, { acts }: LedgerEvent) => {
    const account = accounts.get(key)
    if (account !== undefined) {
      accounts.set(key, { ...account, customer: derive(customer).customer })
      changed.set(key, [...(changed.get(key) ?? []), ...acts.map(({ target }) => target)])
    }
  }
  for (let moved = true, round = 0; moved && round < MOST_ROUNDS; round += 1) {
    moved = false
    for (const line of listSharedLines(customers())) {
      for (const { key, event, placement } of placeLine(line, customers(), contents)) {
        const goal = accounts.get(placement.owner)?.customer
        const source = accounts.get(key)?.customer
        if (goal === undefined || source === undefined || (placement.owner === key && isPlacedAs(event, placement))) {
          continue
        }
        moved = true
        const left = { ...source, history: source.history.filter((one) => !isSameEvent(one, event)) }
        put(key, withOpenedKnown(left, event.acts), event)
        const owner = accounts.get(placement.owner)?.customer ?? goal
        const acts = placement.owner === key ? event.acts : event.acts.map((act) => withMove(act, by))
        put(placement.owner, withEvent(owner, withPlace({ ...event, acts }, key, placement)), event)
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

/** One event of each product of which several customers reported something, or had something placed with another before. */
function listSharedLines(customers: { key: string; customer: Customer }[]): LedgerEvent[] {
  const all = customers.flatMap(({ key, customer }) => customer.history.map((event) => ({ key, event })))
  const lines = Map.groupBy(all, ({ event }) => lineKey(event))
  return [...lines.values()].flatMap((line) => {
    const [first] = line
    const homes = new Set(line.map(({ key, event }) => event.from ?? key))
    const isShared = homes.size > 1 || line.some(({ event }) => event.ambiguous || event.joined || event.carried)
    return first !== undefined && isShared ? [first.event] : []
  })
}

function isPlacedAs({ ambiguous, joined, recovers, pays }: LedgerEvent, placement: Placement): boolean {
  return (
    recovers === placement.recovers &&
    (pays === true) === placement.pays &&
    (ambiguous === true) === placement.ambiguous &&
    joined?.event === placement.joined?.event &&
    joined?.subscription === placement.joined?.subscription
  )
}

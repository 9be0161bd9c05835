/** After a new purchase: events of other customers that name it may turn out to be its own, or nobody's for sure. */
import type { Amendment } from '../../../model/outcome'
import type { Target } from '../actions'
import type { Customer } from '../ledger/customer'
import { derive } from '../ledger/derive'
import { isPurchase, isSameEvent, type LedgerEvent, withEvent } from '../ledger/ledger-event'
import { placeEvent } from '../ledger/placement'
import { aliasesOfEvent } from '../ledger/purchase'
import type { SiteStorage } from '../storage/site-storage'
import { amendEntries } from './amendments'

/**
 * Moves what belongs elsewhere. Answers the targets whose access may change, by key of the customer, and entries with a new
 * outcome. The caller holds their locks.
 */
export function rehomeEvents(
  storage: SiteStorage,
  keys: string[],
): { touched: Map<string, Target[]>; amendments: Amendment[] } {
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
  for (const { key, customer } of customers()) {
    for (const event of customer.history) {
      const home = event.from ?? key
      const holders = isPurchase(event) ? [] : storage.findHolders(aliasesOfEvent(event))
      if (holders.length === 0 || [home, ...holders].some((one) => !accounts.has(one))) {
        continue
      }
      const { owner, ambiguous } = placeEvent(event, home, customers())
      if (owner === key && ambiguous === (event.ambiguous ?? false)) {
        continue
      }
      const moved = toPlaced(event, home, owner, ambiguous)
      const source = accounts.get(key)?.customer
      if (source !== undefined) {
        put(key, { ...source, history: source.history.filter((one) => !isSameEvent(one, event)) }, event)
      }
      const goal = accounts.get(owner)?.customer
      if (goal !== undefined) {
        put(owner, withEvent(goal, moved), event)
      }
    }
  }
  const amendments: Amendment[] = []
  storage.transaction(() => {
    for (const key of changed.keys()) {
      const account = accounts.get(key)
      if (account !== undefined) {
        const amended = amendEntries(account.customer)
        amendments.push(...amended.amendments)
        storage.save(key, { ...account, customer: amended.customer }, storage.load(key))
      }
    }
  })
  return { touched: changed, amendments }
}

/** The event as it stands with its owner. */
function toPlaced(
  { from: _, ambiguous: __, ...event }: LedgerEvent,
  home: string,
  owner: string,
  ambiguous: boolean,
): LedgerEvent {
  return { ...event, ...(home === owner ? {} : { from: home }), ...(ambiguous ? { ambiguous } : {}) }
}

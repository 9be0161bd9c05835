/** Customers linked by the ids they share, to any of whom an event may belong. */
import { isPurchase, type LedgerEvent } from '../ledger/ledger-event'
import { isSameLine } from '../ledger/placement'
import { aliasesOfEvent } from '../ledger/purchase'
import { hasIds } from '../ledger/purchase-names'
import { MOST_OWNERS, type SiteStorage } from '../storage/site-storage'

/**
 * Those with events under its names, those with events under the ids that these or its own customer named, and so on; null
 * where more are linked than one purchase can have. @param names as the storage has them
 */
export function listLinked(storage: SiteStorage, own: string, event: LedgerEvent, names: string[]): string[] | null {
  const linked = new Set(storage.findSharers(names))
  const read = (key: string) => {
    const { history } = storage.load(key).customer
    const ids = history.filter((one) => bearsOn(one, event, history)).flatMap(aliasesOfEvent)
    for (const one of storage.findSharers([...new Set(ids)])) {
      linked.add(one)
    }
  }
  read(own)
  for (const key of linked) {
    if (linked.size > MOST_OWNERS) {
      return null
    }
    if (key !== own) {
      read(key)
    }
  }
  return [...linked]
}

function bearsOn(one: LedgerEvent, event: LedgerEvent, history: LedgerEvent[]): boolean {
  return one.ambiguous === true || isSameLine(one, event) || isHeldByAccess(one, history)
}

/** Of what its customer has not bought: whether it stays with them depends on what else opens its targets. */
function isHeldByAccess(event: LedgerEvent, history: LedgerEvent[]): boolean {
  return !isPurchase(event) && hasIds(event) && !history.some((one) => isPurchase(one) && isSameLine(one, event))
}

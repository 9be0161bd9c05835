/** A late event may reveal a trigger of an earlier one, which can be another customer's. Each is recorded with its own. */
import { withEmail } from '../customers/erasure'
import type { Customer } from '../ledger/customer'
import { derive } from '../ledger/derive'
import { withEvent } from '../ledger/history'
import type { LedgerEvent } from '../ledger/ledger-event'
import { toPlaced } from '../ledger/placed-event'
import { hasReported, placeEvent } from '../ledger/placement'
import { isErasedBy } from '../ledger/reported-emails'
import type { Site } from '../site/site'

interface ReportingCustomer {
  home: string
  /** Null where that is another customer's by now. */
  email: string | null
}

export function recordBringing(
  { storage, contents }: Site,
  event: LedgerEvent,
  { home, email }: ReportingCustomer,
  customers: { key: string; customer: Customer }[],
): void {
  if (customers.some(({ customer }) => hasReported(customer, event))) {
    return
  }
  const placement = placeEvent(event, home, customers, contents.all)
  const { owner } = placement
  const account = storage.load(owner)
  const { customer } = derive(withEvent(account.customer, { ...event, ...toPlaced(placement, home) }))
  const named =
    email === null || isErasedBy(customer, event.marketplace) || owner !== home
      ? customer
      : withEmail(customer, event.marketplace, email)
  storage.save(owner, { ...account, customer: named }, account)
}

/** Keeps the email that an event named when the event goes to another customer's purchase: it may come home later. */
import { withEmail } from '../customers/erasure'
import type { LedgerEvent } from '../ledger/ledger-event'
import { isErasedBy } from '../ledger/reported-emails'
import type { SiteStorage } from '../storage/site-storage'

/** Of those erased since, only what creates is known by email again. @param key of the customer whose email it is */
export function keepReporterEmail(storage: SiteStorage, key: string, email: string, event: LedgerEvent): void {
  const account = storage.load(key)
  const { customer } = account
  const { marketplace, acts } = event
  const isKnown = acts.some(({ does }) => does === 'create') || !isErasedBy(customer, marketplace)
  if (email === '' || customer.email !== null || !isKnown) {
    return
  }
  // A deleted marketplace finds by its id what it leaves behind, also where there is no event.
  const named = { ...customer, emails: customer.emails ?? {} }
  storage.save(key, { ...account, customer: withEmail(named, marketplace, email) }, account)
}

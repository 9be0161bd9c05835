/** Settles one firing, or says when to come back. One settled before keeps its outcome. */

import type { Settling } from '../../../model/outcome'
import { isCreateAction } from '../actions'
import { withEmail } from '../customers/erasure'
import { isErasedBy } from '../ledger/reported-emails'
import { isWithdrawn } from '../ledger/withdrawal'
import type { Site } from '../site/site'
import { isInterrupted } from '../steps/pending-writes'
import { findSettled, firingKey } from '../storage/account'
import type { ThinkificJob } from '../thinkific-job'
import { FiringRecord } from './firing-record'
import { FiringRun } from './firing-run'
import type { Place } from './purchase-owner'

/** What a message of a firing is answered that was undone before it ran, or a repeat of one that was undone since. */
export const UNDONE = { outcome: 'given up', sentence: 'This was undone, so nothing changed.' } as const

/** The caller holds the customer's lock. */
export async function settleFiring(
  site: Site,
  job: ThinkificJob,
  { owner: key, placed, ownerEmail, remarks }: Place,
): Promise<Settling> {
  const account = site.storage.load(key)
  const { customer } = account
  const settled = findSettled(account, firingKey(job))
  if (settled !== null) {
    const { outcome, sentence, access } = settled
    return { final: true, outcome, sentence, attempts: [], ...(access === undefined ? {} : { access }) }
  }
  if (isWithdrawn(customer, job.purchase.marketplace, job.firing.id)) {
    return { final: true, ...UNDONE, attempts: [] }
  }
  const own = (await site.customerKey(job.customer.email)) === key
  // An email that is not this customer's must never be looked up in their name.
  const theirs = own ? job : { ...job, customer: { ...job.customer, email: '' } }
  const { purchase, instruction } = job
  // Another email's event may be what enrolls them. Of those erased since, only what creates is known by email again.
  const isKnown = isCreateAction(instruction.action) || !isErasedBy(customer, purchase.marketplace)
  const withName = own && isKnown ? withEmail(customer, purchase.marketplace, job.customer.email) : customer
  const interrupted = isInterrupted(site.storage, key, customer, purchase)
  return new FiringRun(site, theirs, new FiringRecord(site.storage, key, firingKey(job), account)).run(withName, {
    interrupted,
    placed,
    ownerEmail,
    remarks,
  })
}

/** Records events that no rule brings to this site: joined ids, payments and endings. */

import type { Note } from '../../../model/job'
import type { Customer } from '../ledger/customer'
import { recordNote } from '../ledger/record-fact'
import type { Site } from '../site/site'
import { isInterrupted } from '../steps/pending-writes'
import { settleConsequences } from './follow-up'
import { withPurchaseOwner } from './purchase-owner'

/** Throws when a moved end could not be sent to Thinkific yet; then send the same notes again. */
export async function recordNotes(site: Site, notes: Note[]): Promise<void> {
  const taken = await Promise.all(
    notes.map((note) =>
      withPurchaseOwner(
        site,
        note,
        async (key, unfinished) => unfinished === null && (await applyNote(site, note, key)),
      ),
    ),
  )
  if (taken.includes(false)) {
    throw new Error('what a note moves is still on its way to Thinkific')
  }
}

/** Writes only what the note adds; for an unknown customer, only what later events will need. */
async function applyNote(site: Site, note: Note, key: string): Promise<boolean> {
  const before = site.storage.load(key)
  const doubt = { user: { at: note.happenedAt, activatedAt: null, end: null } }
  const unheard = isInterrupted(site.storage, key, before.customer, note.purchase)
  const known = unheard
    ? { ...before.customer, unanswered: { ...doubt, ...before.customer.unanswered } }
    : before.customer
  const { customer, purchase } = recordNote(known, note)
  if (!isRelevant(customer, note)) {
    return true
  }
  const account = { ...before, customer }
  if (JSON.stringify(customer) !== JSON.stringify(before.customer)) {
    site.storage.save(key, account, before)
  }
  // A payment or id reported late may move ends Thinkific already has.
  return (await settleConsequences(site, note, key, account, purchase))?.final ?? true
}

/**
 * A subscription's ids, payments and periods are needed once one of its events opens something. A one-time purchase
 * only matters when it is known; the rest of the shop is none of this site's business.
 */
function isRelevant(customer: Customer, { purchase, eventType }: Note): boolean {
  const recurring = purchase.subscription !== null || eventType.startsWith('subscription.')
  return recurring || customer.purchases.some((one) => one.product === purchase.productId)
}

/** Exports and erases customer data. Another marketplace's share is never touched. */

import type { Note } from '../../../model/firing-job'
import type { Customer, Purchase } from '../ledger/customer'
import { derive } from '../ledger/derive'
import { emailFor, isReportedBy, withoutReported, withReported } from '../ledger/reported-emails'
import { findSentFields, withoutFields } from '../ledger/sent-fields'
import type { Site } from '../site/site'
import { type Account, emptyAccount } from '../storage/account'
import type { DeferredNote } from '../storage/deferred-notes-table'

export interface SiteExport {
  email: string | null
  thinkificUser: string | null
  /** Custom fields as this marketplace sent them. */
  fields: Record<string, string>
  purchases: Purchase[]
  settled: { firing: string; at: number; outcome: string; sentence: string }[]
  /** Events waiting for a working credential. */
  held: Note[]
}

/** Null when the marketplace has no purchases of theirs. */
export async function exportFromSite(site: Site, marketplace: string, email: string): Promise<SiteExport | null> {
  await site.standing.renew(marketplace)
  const { ownKey, key } = await findKeys(site, email)
  const { customer: known, settled } = site.storage.load(key)
  if (!isReportedBy(known, marketplace, email)) {
    return null
  }
  const customer = site.seenBy(marketplace, known)
  const purchases = customer.purchases.filter((purchase) => purchase.marketplace === marketplace)
  const deferred = listDeferred(site, marketplace, [ownKey, key])
  if (purchases.length === 0 && deferred.length === 0) {
    return null
  }
  const prefix = `${marketplace}~`
  return {
    email: emailFor(customer, marketplace),
    thinkificUser: customer.user?.id ?? null,
    fields: findSentFields(known, marketplace),
    purchases,
    settled: settled
      .filter(({ id }) => id.startsWith(prefix))
      .map(({ id, at, outcome, sentence }) => ({ firing: id.slice(prefix.length), at, outcome, sentence })),
    held: deferred.map(({ note }) => note),
  }
}

/** `ownKey` is the email's; `key` is the document it was merged into, or the same. */
async function findKeys(site: Site, email: string): Promise<{ ownKey: string; key: string }> {
  const ownKey = await site.hashEmail(email)
  return { ownKey, key: site.storage.resolveKey(ownKey) }
}

function listDeferred({ storage }: Site, marketplace: string, keys: string[]): DeferredNote[] {
  return [...new Set(keys)].flatMap((key) => storage.deferredNotes.ofCustomer(marketplace, key))
}

/**
 * Removes email and field values; grants stay under the keyed hash, so that a later refund still finds them. The email
 * stays while another marketplace that sold to them has not erased them. True if anything was stored.
 */
export async function eraseFromSite(site: Site, marketplace: string, email: string): Promise<boolean> {
  const { ownKey, key } = await findKeys(site, email)
  const erased = await site.mutex.run([key], async () => {
    if (site.storage.resolveKey(key) !== key) {
      return null
    }
    const account = site.storage.load(key)
    const { purchases, email: known } = account.customer
    const mine =
      purchases.some((purchase) => purchase.marketplace === marketplace) &&
      isReportedBy(account.customer, marketplace, email)
    // Without purchases, they were corrected away from this email and only the email is left.
    const isOrphaned = purchases.length === 0 && known !== null
    const deferred = listDeferred(site, marketplace, [ownKey, key])
    for (const one of deferred) {
      site.storage.deferredNotes.anonymize(one)
    }
    if (mine || isOrphaned) {
      site.storage.save(key, anonymize(account, marketplace), account)
    }
    return mine || isOrphaned || deferred.length > 0
  })
  // The customer has since been merged into another.
  return erased ?? eraseFromSite(site, marketplace, email)
}

/** Deletes the marketplace's events with everything derived from them, and documents that hold no others. */
export async function forgetMarketplace(site: Site, marketplace: string): Promise<void> {
  site.storage.deferredNotes.forget(marketplace)
  for await (const { key } of site.storage.eachMentioning(JSON.stringify(marketplace))) {
    await site.mutex.run([key], async () => {
      const account = site.storage.load(key)
      const history = account.customer.history.filter((event) => event.marketplace !== marketplace)
      if (history.length === 0) {
        return site.storage.delete(key)
      }
      const left = { ...account, customer: derive({ ...account.customer, history }).customer }
      site.storage.save(key, withoutMarks(anonymize(left, marketplace), marketplace), account)
    })
  }
  site.storage.forgetAliases(marketplace)
}

/** A new event makes an erased customer known to its marketplace again. */
export function withEmail(customer: Customer, marketplace: string, email: string): Customer {
  const named = { ...customer, email: customer.email ?? email }
  const known =
    named.erasedBy === undefined ? named : { ...named, erasedBy: named.erasedBy.filter((one) => one !== marketplace) }
  return withReported(known, marketplace, email)
}

/** Unlike after an erasure, no later event of the marketplace can arrive. */
function withoutMarks({ customer, settled, ...account }: Account, marketplace: string): Account {
  const { erasedBy = [], ...known } = customer
  const others = erasedBy.filter((one) => one !== marketplace)
  return {
    ...account,
    customer: others.length === 0 ? known : { ...known, erasedBy: others },
    settled: settled.filter(({ id }) => !id.startsWith(`${marketplace}~`)),
  }
}

/** The email stays while another marketplace still knows the customer. */
function anonymize(account: Account, marketplace: string): Account {
  const mine = (id: string) => id.startsWith(`${marketplace}~`)
  const erasedBy = [...new Set([...(account.customer.erasedBy ?? []), marketplace])]
  const byAll = account.customer.purchases.every((purchase) => erasedBy.includes(purchase.marketplace))
  const left = withoutReported(withoutFields(account.customer, marketplace), marketplace)
  const { emails: _, ...unnamed } = left
  const customer: Customer = { ...(byAll ? { ...unnamed, email: null } : left), erasedBy }
  return {
    ...emptyAccount(),
    customer,
    settled: account.settled.map(({ access, ...one }) => {
      const reported = access === undefined ? {} : { access }
      return mine(one.id) ? { ...one, sentence: 'Erased.' } : { ...one, ...reported }
    }),
    waiting: Object.fromEntries(Object.entries(account.waiting).filter(([id]) => !mine(id))),
  }
}

/** Joins two customers' purchases that are one: the order's holder gets it, and what it opened for the other ends. */

import type { Note } from '../../../model/job'
import type { Settling } from '../../../model/outcome'
import { withMovedPurchases, withoutPurchases } from '../customers/merge-purchases'
import { type Purchase, withPurchase } from '../ledger/customer'
import { listAliases, toAliases } from '../ledger/purchase'
import type { Site } from '../site/site'
import type { SiteStorage } from '../storage/site-storage'
import { settleConsequences } from './follow-up'

/**
 * Moves the part of the purchase that `from` holds to `to`. `from` keeps its id until Thinkific has ended the access,
 * so that an interrupted transfer starts again. Null when there was nothing to end. The caller holds both locks.
 */
export async function transferPurchase(site: Site, from: string, to: string, note: Note): Promise<Settling | null> {
  const { storage } = site
  const aliases = toAliases(note.purchase)
  const leaving = storage.load(from).customer.purchases.find((one) => hasAnyAlias(one, aliases))
  if (leaving === undefined) {
    return null
  }
  copyPurchase(site, from, to, leaving, aliases)
  const account = storage.load(from)
  const settling = await settleConsequences(site, note, from, account, leaving)
  if (settling?.final ?? true) {
    releasePurchase(storage, from, to, leaving)
  }
  return settling
}

function copyPurchase(
  { storage, contents }: Site,
  from: string,
  to: string,
  leaving: Purchase,
  aliases: string[],
): void {
  const [source, goal] = [storage.load(from), storage.load(to)]
  const known = goal.customer.purchases.find((one) => hasAnyAlias(one, aliases))
  const left = { ...source, customer: withPurchase(source.customer, { ...leaving, elsewhere: true }) }
  const taken = {
    ...goal,
    customer: withMovedPurchases(goal.customer, source.customer, [leaving], contents.all, known),
  }
  storage.transaction(() => {
    // Their aliases are only claimed on release.
    storage.save(to, taken, taken)
    storage.save(from, left, left)
  })
}

function releasePurchase(storage: SiteStorage, from: string, to: string, leaving: Purchase): void {
  const account = storage.load(from)
  storage.transaction(() => {
    storage.save(from, { ...account, customer: withoutPurchases(account.customer, [leaving]) }, account)
    storage.claimAliases(listAliases(leaving), to)
  })
}

function hasAnyAlias(purchase: Purchase, aliases: string[]): boolean {
  return listAliases(purchase).some((alias) => aliases.includes(alias))
}

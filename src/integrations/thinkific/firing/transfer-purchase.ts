/** Two customers' purchases that turn out to be one: it is the order's holder's, and what it opened for the other ends. */

import type { Note } from '../../../model/job'
import type { Settling } from '../../../model/outcome'
import { gained, without } from '../customers/merge-purchases'
import { type Purchase, withPurchase } from '../ledger/customer'
import { aliasesOf, gatheredAliases } from '../ledger/purchase'
import type { Site } from '../site/site'
import type { Customers } from '../storage/site-storage'
import { bring } from './follow-up'

/**
 * Gives `to` what `from` holds of the purchase an event names by two ids. The other id stays with `from` until Thinkific
 * has ended what it opened there, so that whoever is interrupted begins again. Answers what that came to, null for
 * nothing. The caller holds both lanes.
 */
export async function handOver(site: Site, from: string, to: string, note: Note): Promise<Settling | null> {
  const { customers } = site
  const aliases = aliasesOf(note.purchase)
  const leaving = customers.load(from).customer.purchases.find((one) => bears(one, aliases))
  if (leaving === undefined) return null
  share(site, from, to, leaving, aliases)
  const account = customers.load(from)
  const settling = await bring(site, note, from, account, leaving)
  if (settling?.final ?? true) letGo(customers, from, to, leaving)
  return settling
}

function share({ customers, contents }: Site, from: string, to: string, leaving: Purchase, aliases: string[]): void {
  const [source, goal] = [customers.load(from), customers.load(to)]
  const known = goal.customer.purchases.find((one) => bears(one, aliases))
  const left = { ...source, customer: withPurchase(source.customer, { ...leaving, elsewhere: true }) }
  const taken = { ...goal, customer: gained(goal.customer, source.customer, [leaving], contents.all, known) }
  customers.together(() => {
    // As before: whose the ids are is said once they are let go.
    customers.save(to, taken, taken)
    customers.save(from, left, left)
  })
}

function letGo(customers: Customers, from: string, to: string, leaving: Purchase): void {
  const account = customers.load(from)
  customers.together(() => {
    customers.save(from, { ...account, customer: without(account.customer, [leaving]) }, account)
    customers.claim(gatheredAliases(leaving), to)
  })
}

function bears(purchase: Purchase, aliases: string[]): boolean {
  return gatheredAliases(purchase).some((alias) => aliases.includes(alias))
}

/** Finds the customer who owns a purchase and holds their lock during some work. */

import type { Note } from '../../../model/job'
import type { Settling } from '../../../model/outcome'
import type { PurchaseFacts } from '../../../model/purchase'
import type { Customer } from '../ledger/customer'
import { forwardAlias, toAliases } from '../ledger/purchase'
import type { Site } from '../site/site'
import { transferPurchase } from './transfer-purchase'

/** Corrections of corrected emails followed. */
const MOST_FORWARDS = 8

/**
 * Passes the owner's key: found by the purchase's ids, else by email, following corrections. `unfinished`: access it
 * gave another customer who held one of its ids could not be ended yet.
 */
export async function withPurchaseOwner<T>(
  site: Site,
  note: Note,
  work: (key: string, unfinished: Settling | null) => Promise<T>,
): Promise<T> {
  const { purchase } = note
  const { email } = note.customer
  const ownKey = await site.customerKey(email)
  const own = () => site.storage.resolveKey(ownKey)
  const aliases = toAliases(purchase)
  const forwarded = () => followForwards(site, own(), purchase)
  const findOwners = () => site.storage.findHolders(aliases)
  for (;;) {
    // Aliases are locked too: two events about one purchase never run at once under two emails.
    const keys = new Set([own(), ...aliases, forwarded(), ...findOwners()])
    const done = await site.mutex.run([...keys], async () => {
      const now = findOwners()
      // While waiting for the locks, another event may have settled who owns the purchase.
      if ([own(), forwarded(), ...now].some((key) => !keys.has(key))) {
        return null
      }
      // If two customers hold one id each, the order's holder, listed first, owns it.
      const [owner = forwarded()] = now.filter((one) => !isKnownFromNotes(site.storage.load(one).customer))
      const others = now.filter((one) => one !== owner)
      return { value: await work(owner, await transferFromOthers(site, others, owner, note)) }
    })
    if (done !== null) {
      return done.value
    }
  }
}

/** Only known from notes: no email, and nothing was ever done for them. */
function isKnownFromNotes({ email, user, unanswered, purchases }: Customer): boolean {
  return email === null && user === null && Object.keys(unanswered).length === 0 && purchases.length > 0
}

async function transferFromOthers(site: Site, others: string[], owner: string, note: Note): Promise<Settling | null> {
  for (const other of others) {
    const settling = await transferPurchase(site, other, owner, note)
    if (settling !== null && !settling.final) {
      return settling
    }
  }
  return null
}

function followForwards(site: Site, own: string, { marketplace, productId }: PurchaseFacts): string {
  let key = own
  for (let step = 0; step < MOST_FORWARDS; step += 1) {
    const [next] = site.storage.findHolders([forwardAlias(marketplace, productId, key)])
    if (next === undefined || next === own) {
      return key
    }
    key = next
  }
  return key
}

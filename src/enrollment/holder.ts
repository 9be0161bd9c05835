/** Whose purchase is it? Finds the customer's document and holds their lane while something is done with it. */
import type { PurchaseFacts } from './job'
import { aliasesOf, forwardAlias } from './ledger/purchase'
import { movedTogether } from './moved'
import type { Site } from './site'

/** An email corrected, and corrected again. */
const MOST_FORWARDS = 8

/** Runs the work with the key of whoever holds the purchase: by its ids, else by the email, corrected where it was. */
export async function inLaneOf<T>(
  site: Site,
  email: string,
  purchase: PurchaseFacts,
  work: (key: string) => Promise<T>,
): Promise<T> {
  const own = await site.keyOf(email)
  const aliases = aliasesOf(purchase)
  const forwarded = () => forwardedFrom(site, own, purchase)
  const holders = () => site.customers.holders(aliases)
  for (;;) {
    // The aliases are lanes too: two events about one purchase never run at once under two emails.
    const lanes = new Set([own, ...aliases, forwarded(), ...holders()])
    const done = await site.lanes.run([...lanes], async () => {
      const now = holders()
      // While it waited, another event may have told who holds the purchase.
      if (now.some((holder) => !lanes.has(holder)) || !lanes.has(forwarded())) return null
      return { value: await work(movedTogether(site.customers, now, purchase) ?? forwarded()) }
    })
    if (done !== null) return done.value
  }
}

function forwardedFrom(site: Site, own: string, { marketplace, productId }: PurchaseFacts): string {
  let key = own
  for (let step = 0; step < MOST_FORWARDS; step += 1) {
    const [next] = site.customers.holders([forwardAlias(marketplace, productId, key)])
    if (next === undefined || next === own) return key
    key = next
  }
  return key
}

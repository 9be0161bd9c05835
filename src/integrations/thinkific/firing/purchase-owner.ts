/** Finds the customer who owns an event and holds their lock during some work. */

import type { Amendment, Settling } from '../../../model/outcome'
import type { PurchaseFacts } from '../../../model/purchase'
import type { LedgerEvent } from '../ledger/ledger-event'
import { placeEvent } from '../ledger/placement'
import { aliasesOfEvent, awayAlias, forwardAlias, hasPurchase, toAliases } from '../ledger/purchase'
import type { Site } from '../site/site'
import { MOST_HOLDERS } from '../storage/site-storage'
import { settleDifferences } from './follow-up'
import { rehomeEvents } from './rehome'

/** Corrections of corrected emails followed. */
const MOST_FORWARDS = 8

/** Where an event stands: its owner, and what is to be said of it in the ledger. */
export interface Place {
  owner: string
  placed: Partial<LedgerEvent>
  /** Email of the owner, where the event named another. */
  holder: string | null
}

interface Asked {
  email: string
  purchase: PurchaseFacts
  event: LedgerEvent
}

/**
 * Passes the owner's place. Afterwards, what other customers' events meant is worked out again; the answer is one to come
 * back where that could not be finished.
 */
export async function withPurchaseOwner(
  site: Site,
  { email, purchase, event }: Asked,
  work: (place: Place) => Promise<Settling>,
): Promise<Settling> {
  const ownKey = await site.customerKey(email)
  const own = () => site.storage.resolveKey(ownKey)
  const named = toAliases(purchase)
  /** Ids of this purchase, and of what else of this customer has no purchase of its own. */
  const findAliases = () => [
    ...named,
    awayAlias(purchase.marketplace, own()),
    ...site.storage
      .load(own())
      .customer.history.filter(({ ambiguous }) => ambiguous)
      .flatMap(aliasesOfEvent),
  ]
  const forwarded = () => followForwards(site, own(), purchase, event)
  const findOthers = (aliases: string[]) => {
    const holders = site.storage.findHolders(aliases)
    if (holders.length > MOST_HOLDERS) {
      return []
    }
    // Whose events they hold: a new purchase may send those home.
    const homes = holders.flatMap((key) => site.storage.load(key).customer.history.flatMap(({ from }) => from ?? []))
    return [...new Set([...holders, ...homes])]
  }
  for (;;) {
    const aliases = findAliases()
    const others = findOthers(aliases)
    // Aliases are locked too: two events about one purchase never run at once under two emails.
    const isCrowded = site.storage.findHolders(named).length > MOST_HOLDERS
    const keys = new Set([own(), ...(isCrowded ? [] : named), forwarded(), ...others])
    const done = await site.mutex.run([...keys], async () => {
      const now = findOthers(findAliases())
      // While waiting for the locks, another event may have settled who owns the purchase.
      if ([own(), forwarded(), ...now].some((key) => !keys.has(key))) {
        return null
      }
      const home = forwarded()
      const customers = [...new Set([home, ...now])].map((key) => ({ key, customer: site.storage.load(key).customer }))
      const { owner, ambiguous } = placeEvent(event, home, customers, site.contents.all)
      const placed = {
        ...(owner === ownKey || owner === own() ? {} : { from: own() }),
        ...(ambiguous ? { ambiguous } : {}),
      }
      const holder = owner === own() ? null : (site.storage.load(owner).customer.email ?? null)
      const settling = await work({ owner, placed, holder })
      const isShared = now.length > 1 || (now.length === 1 && now[0] !== owner)
      const others = [...new Set([owner, home, ...now])]
      return isShared ? withOthers(settling, await settleOthers(site, others, event, purchase)) : settling
    })
    if (done !== null) {
      return done
    }
  }
}

/** The answer, once the others are settled too; entries with a new outcome are said either way. */
function withOthers(
  settling: Settling,
  { rest, amendments }: { rest: Settling | null; amendments: Amendment[] },
): Settling {
  const answer = rest ?? settling
  const known = settling.final ? (settling.amendments ?? []) : []
  return answer.final ? { ...answer, amendments: [...known, ...amendments] } : { ...answer, amendments }
}

/** `rest`: null when nothing is left to do for the others. */
async function settleOthers(
  site: Site,
  keys: string[],
  event: LedgerEvent,
  purchase: PurchaseFacts,
): Promise<{ rest: Settling | null; amendments: Amendment[] }> {
  const { touched, amendments } = rehomeEvents(site.storage, keys, site.contents.all)
  for (const key of keys) {
    const settling = await settleDifferences(site, event, purchase, key, { touched: touched.get(key) ?? [] })
    if (settling !== null && !settling.final) {
      return { rest: settling, amendments }
    }
  }
  return { rest: null, amendments }
}

/** A purchase follows a correction only where it was that very one which was corrected. */
function followForwards(site: Site, own: string, purchase: PurchaseFacts, event: LedgerEvent): string {
  const { marketplace, productId } = purchase
  let key = own
  for (let step = 0; step < MOST_FORWARDS; step += 1) {
    const [next] = site.storage.findHolders([forwardAlias(marketplace, productId, key)])
    if (next === undefined || next === own) {
      break
    }
    key = next
  }
  const isOther =
    key !== own && event.type === 'product.purchased' && !hasPurchase(site.storage.load(key).customer, purchase)
  return isOther || (key !== own && event.type === 'product.purchased' && toAliases(purchase).length === 0) ? own : key
}

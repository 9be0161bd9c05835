/** Finds the customer who owns an event and holds their lock during some work. */

import type { Settling } from '../../../model/outcome'
import type { PurchaseFacts } from '../../../model/purchase'
import { withCrossed } from '../customers/crossed-events'
import { listForwards, markForwarded } from '../customers/forwards'
import { listLinked } from '../customers/linked-customers'
import type { Customer } from '../ledger/customer'
import { noteId } from '../ledger/job-event'
import { isSameEvent, type LedgerEvent } from '../ledger/ledger-event'
import { toPlaced } from '../ledger/placed-event'
import { ownsChosen, placeEvent } from '../ledger/placement'
import { awayAlias, toAliases } from '../ledger/purchase'
import { emailFor } from '../ledger/reported-emails'
import type { Site } from '../site/site'
import { MOST_OWNERS } from '../storage/site-storage'
import { describeOvertaken, listAmendments } from './amendments'
import { settleDifferences } from './follow-up'
import { recordBringing } from './record-bringing'
import { rehomeEvents } from './rehome'
import { keepReporterEmail } from './reporter-email'
import { amendSharer, describeSharing, findSharers } from './shared-ids'

export interface Place {
  owner: string
  /** What the ledger adds to the event. */
  placed: Partial<LedgerEvent>
  /** Email of the owner, where the event named another. */
  ownerEmail: string | null
  /** What its entry says besides the outcome. */
  remarks: string[]
}

interface Asked {
  email: string
  purchase: PurchaseFacts
  event: LedgerEvent
  /** A later event that revealed this one's firing; it may be another customer's. */
  bringing?: LedgerEvent | null
  /** The firing or note that is carried out. */
  by: string
  /** Key of the customer, where the email is no longer known. */
  key?: string
  /** An answer that keeps the event from the ledger, by the customers it may be about. */
  bar?: (customers: string[]) => Settling | null
  /** Learns whether the event's own customer is in its targets; an answer where that must wait. */
  look?: (customer: string) => Promise<Settling | null>
}

/**
 * Passes the owner's place. Afterwards, what other customers' events meant is worked out again; the answer is one to come
 * back where that could not be finished.
 */
export async function withPurchaseOwner(
  site: Site,
  { email, purchase, event: reported, bringing = null, by, key: given, bar, look }: Asked,
  work: (place: Place) => Promise<Settling>,
): Promise<Settling> {
  const ownKey = given ?? (await site.customerKey(email))
  const own = () => site.storage.resolveKey(ownKey)
  const named = toAliases(purchase)
  const isCrowded = named.some((alias) => site.storage.findOwners([alias]).length > MOST_OWNERS)
  const crowded = isCrowded ? { crowded: true as const } : {}
  const event = { ...reported, ...crowded }
  const { marketplace } = purchase
  const forwarded = () => listForwards(site.storage, marketplace, purchase.productId, own())
  const findOthers = () => {
    const self = own()
    const away = awayAlias(marketplace, self)
    const few = (owners: string[]) => (owners.length <= MOST_OWNERS ? owners : null)
    const owners =
      listLinked(site.storage, self, event, [...named, away]) ??
      few(site.storage.findSharers([...named, away])) ??
      few(site.storage.findSharers(named))
    return withCrossed(site.storage, marketplace, owners ?? [])
  }
  for (;;) {
    // Aliases are locked too: two events about one purchase never run at once under two emails.
    const keys = new Set([own(), ...(isCrowded ? [] : named), ...forwarded(), ...findOthers()])
    const done = await site.mutex.run([...keys], async () => {
      const found = [...new Set([own(), ...forwarded(), ...findOthers()])]
      // While waiting for the locks, another event may have settled who owns the purchase.
      if (found.some((key) => !keys.has(key))) {
        return null
      }
      const barred = bar?.(found) ?? null
      if (barred !== null) {
        return barred
      }
      markForwarded(site.storage, found, event)
      recordChoice(site, found, event, by)
      const home = own()
      const now = findOthers()
      const load = () => [...new Set([home, ...now])].map((key) => ({ key, customer: site.storage.load(key).customer }))
      if (bringing !== null) {
        recordBringing(site, bringing, { home, email: home === ownKey ? email : null }, load())
      }
      const place = () => placeEvent(event, home, load(), site.contents.all)
      const planned = place()
      const asks =
        look !== undefined &&
        planned.crosses &&
        // A firing whose access starts later comes back, and its grant stands already.
        !hasAct(site.storage.load(planned.owner).customer, event, by)
      const stopped = asks ? await look(home) : null
      if (stopped) {
        return stopped
      }
      const placement = asks ? place() : planned
      const { owner } = placement
      const placed = { ...toPlaced(placement, home), ...crowded }
      const customers = load()
      const ownerEmail = owner === home ? null : emailFor(site.storage.load(owner).customer, purchase.marketplace)
      const sharers = findSharers(event, owner, customers)
      const remarks = sharers.length > 0 ? [describeSharing(event, sharers)] : []
      const settling = await work({ owner, placed, ownerEmail, remarks })
      if (settling.final && placement.crosses) {
        keepReporterEmail(site.storage, home, email, event)
      }
      for (const { key } of settling.final ? sharers : []) {
        amendSharer(site.storage, key, event, by)
      }
      const isShared = bringing !== null || now.length > 1 || (now.length === 1 && now[0] !== owner)
      const concerned = [...new Set([owner, home, ...now])]
      const rest = isShared ? await settleOthers(site, concerned, { event, purchase, by, owner }) : null
      const amendments = concerned.flatMap((key) =>
        listAmendments(site.storage.load(key), event.marketplace, [by, noteId(event)], site.contents.all),
      )
      const overtaken =
        isShared && rest === null && settling.final
          ? describeOvertaken(site.storage.load(owner), event, {
              firing: by,
              outcome: settling.outcome,
              contents: site.contents.all,
            })
          : []
      return { ...(rest ?? settling), amendments: [...amendments, ...overtaken] }
    })
    if (done !== null) {
      return done
    }
  }
}

function hasAct({ history }: Customer, event: LedgerEvent, by: string): boolean {
  return history.some((one) => isSameEvent(one, event) && one.acts.some(({ firing }) => firing === by))
}

/** Once a person has chosen a purchase, moves the event and its firings' acts to the customer who owns it. */
function recordChoice({ storage, contents }: Site, keys: string[], event: LedgerEvent, by: string): void {
  const { chosen } = event
  if (chosen === undefined || !keys.some((key) => ownsChosen(storage.load(key).customer, event))) {
    return
  }
  for (const key of keys) {
    const account = storage.load(key)
    const { history } = account.customer
    if (history.some((one) => isSameEvent(one, event)) && !ownsChosen(account.customer, event)) {
      const known = history.map((one) => (isSameEvent(one, event) ? { ...one, chosen } : one))
      storage.save(key, { ...account, customer: { ...account.customer, history: known } }, account)
    }
  }
  rehomeEvents(storage, keys, contents.all, by)
}

/** Null when nothing is left to do for the others. */
async function settleOthers(
  site: Site,
  keys: string[],
  { event, purchase, by, owner }: Omit<Asked, 'email'> & { owner: string },
): Promise<Settling | null> {
  const touched = rehomeEvents(site.storage, keys, site.contents.all, by)
  for (const key of keys) {
    // An earlier run may have made a call for someone who no longer has the event.
    const isLeft = key !== owner && !site.storage.load(key).customer.history.some((one) => isSameEvent(one, event))
    const settling = await settleDifferences(site, event, purchase, key, {
      touched: touched.get(key) ?? [],
      doubts: isLeft ? event.acts.map(({ target }) => target) : [],
    })
    if (settling !== null && !settling.final) {
      return settling
    }
  }
  return null
}

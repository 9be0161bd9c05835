/**
 * Links a refused post to the accepted one that says the same. Anyone can have a post refused, so only what was accepted
 * decides, and its entry says no more than that such a post was refused before.
 */
import { isFromSender, type MarketEvent } from '../../model/event'
import { listAcceptedItems, type PostTraits } from '../../model/post-traits'
import { isOpenEnded } from '../../model/resolution'
import type { JournalStore } from '../journal-store'
import type { EarlierRefusal, RefusedPost } from '../queries'
import type { Receipt } from '../receipts/receipt'
import { entryId, keyedHash } from '../storage/keys'

/** A renewal, a cancellation or a failed payment happens again: later than this it is another one. */
const RECURRING_MS = 86_400_000
const MOST_DETAILS = 20

type Arrived = NonNullable<RefusedPost['arrived']>

/** @param event of what was authentic but not understood, which has an entry of its own */
export function recordRefusal(
  store: JournalStore,
  refusal: RefusedPost,
  event: Pick<MarketEvent, 'id' | 'customer'> | null,
  traits: PostTraits | null,
): void {
  const { id = null, details = [] } = traits ?? {}
  const arrived = traits === null ? null : findArrived(store, traits)
  store.refusals.add({
    ...refusal,
    ...(event === null ? {} : { entry: entryId(store.receiptKeyFor(event), 0) }),
    ...(id === null ? {} : { id: hashId(store, id) }),
    details: details.slice(0, MOST_DETAILS).map((detail) => keyedHash(store.secret, detail)),
    ...(arrived === null ? {} : { arrived }),
  })
}

/** A late copy of what was accepted before. */
function findArrived(store: JournalStore, { id, email }: PostTraits): Arrived | null {
  if (id === null || email === null) {
    return null
  }
  const known = store.receipts.loadReadable(store.receiptKeyFor({ id, customer: { email } }))
  return known === null || known.event.type === null ? null : toArrived(known)
}

function toArrived({ key, event }: Pick<Receipt, 'key' | 'event'>): Arrived {
  return { entry: entryId(key, 0), at: event.receivedAt }
}

/** Closes the refused posts that an accepted event says again; null where there are none. */
export function settleRefusals(
  store: JournalStore,
  receipt: Pick<Receipt, 'key' | 'event'>,
  now: number,
): EarlierRefusal | null {
  const { event } = receipt
  const open = store.refusals.summary.last.filter(({ arrived }) => arrived === undefined)
  if (open.length === 0 || event.type === null || !isFromSender(event)) {
    return null
  }
  const isSame = compareWith(store, event)
  const said = open.filter(isSame)
  const first = said.at(-1)
  if (first === undefined) {
    return null
  }
  const arrived = toArrived(receipt)
  store.refusals.close(said, arrived)
  for (const { entry: own } of said) {
    const found = own === undefined ? null : store.findReadable(own)
    if (found !== null && isOpenEnded(found.result)) {
      store.resolve(found.receipt, found.result, { how: 'resent', at: now, person: null, entry: arrived.entry })
      store.save(found.receipt, now)
    }
  }
  const { at, status, reason } = first
  return { at, status, reason, count: said.length }
}

/** By the sender's id. Without one, or where its details happen only once, by customer, order, product, payment and word. */
function compareWith(store: JournalStore, event: MarketEvent): (refused: RefusedPost) => boolean {
  const hasOwnId = event.items.every(({ fingerprint }) => fingerprint === null)
  const own = hasOwnId ? hashId(store, event.id) : null
  const items = listAcceptedItems(event).map(({ details, isUnique }) => ({
    hashes: details.map((detail) => keyedHash(store.secret, detail)),
    isUnique,
  }))
  return ({ at, id = null, details = [] }) => {
    if (own !== null && id === own) {
      return true
    }
    const isRecurrence = (own !== null && id !== null) || event.receivedAt - at > RECURRING_MS
    return items.some(({ hashes, isUnique }) => {
      return (isUnique || !isRecurrence) && hashes.some((hash) => details.includes(hash))
    })
  }
}

function hashId({ secret }: JournalStore, id: string): string {
  return keyedHash(secret, `id|${id}`)
}

/** What a refused post and its corrected resend have in common: what a sender wrote, so an object stores it as keyed hashes only. */
import type { EventItem, MarketEvent } from './event'

export interface PostTraits {
  /** The sender's own id of what happened. */
  id: string | null
  email: string | null
  /** One an item: customer, order, product, payment and the sender's word. */
  details: string[]
}

/** Of an item of an accepted event, which a refused post may say as well. */
interface AcceptedItem {
  /** With the customer, and without one whose email could not be read. */
  details: string[]
  /** Happens once, so that a post says the same whenever it was refused. */
  isUnique: boolean
}

/** @param id the sender's own */
export function readRefusedTraits(event: MarketEvent, id: string | null): PostTraits {
  const { customer, orderId, typeWord } = event
  const email = customer?.email ?? null
  const isClear = typeWord !== '' && (email !== null || orderId !== null)
  return { id, email, details: isClear ? event.items.map((item) => toDetail(event, item, email)) : [] }
}

export function listAcceptedItems(event: MarketEvent): AcceptedItem[] {
  const { customer, orderId } = event
  return event.items.map((item) => ({
    details: [null, customer?.email ?? null].map((email) => toDetail(event, item, email)),
    isUnique: item.payments !== undefined || (event.type === 'product.purchased' && orderId !== null),
  }))
}

function toDetail(
  { orderId, typeWord }: MarketEvent,
  { productId, payments }: EventItem,
  email: string | null,
): string {
  return JSON.stringify([email, orderId, productId, payments, typeWord])
}

/** Where an event belongs, and what the ledger adds to it for that. */
import type { PurchaseChoice } from '../../../model/purchase'
import type { LedgerEvent } from './ledger-event'

export interface Placement {
  /** Key of the customer. */
  owner: string
  /** Its ids name purchases of several customers, none of them its own. */
  ambiguous: boolean
  /** What began the purchase it joined though that lacked its ids; null if its ids name the purchase anyway. */
  joined: PurchaseChoice | null
  /** Whether it ended failed payments, by all customers' events; undefined where its own customer's are enough. */
  recovers: boolean | undefined
  /** Whether it completed a plan and is a payment too, by all customers' events. */
  pays: boolean
  /** Only its ids lead to another customer, and no correction of its email. */
  crosses: boolean
}

/** What the ledger adds to an event. @param home key of its own customer */
export function toPlaced(
  { owner, ambiguous, joined, recovers, pays }: Placement,
  home: string,
): Pick<LedgerEvent, 'from' | 'ambiguous' | 'joined' | 'recovers' | 'pays'> {
  return {
    ...(owner === home ? {} : { from: home }),
    ...(ambiguous ? { ambiguous } : {}),
    ...(joined === null ? {} : { joined }),
    ...(recovers === undefined ? {} : { recovers }),
    ...(pays ? { pays } : {}),
  }
}

/** The event with its owner. What a person moved stays as they moved it, unless its ids lead elsewhere. @param key who has it now */
export function withPlace(event: LedgerEvent, key: string, placement: Placement): LedgerEvent {
  const { corrections, ...own } = withoutPlace(event)
  if (corrections === undefined) {
    return { ...own, ...toPlaced(placement, event.from ?? key) }
  }
  const { from } = event
  const kept = placement.owner === key ? { ...own, corrections, ...(from === undefined ? {} : { from }) } : own
  return { ...kept, ...toPlaced(placement, key) }
}

/** The event as its own customer reported it. */
export function withoutPlace({
  from: _,
  ambiguous: __,
  joined: ___,
  recovers: ____,
  pays: _____,
  ...event
}: LedgerEvent): LedgerEvent {
  return event
}

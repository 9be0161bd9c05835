/** What is known of customers' access at a site, whatever its kind. Times are epoch ms. */
import type { Concern } from '../model/concern'
import type { PurchaseChoice, PurchaseFacts } from '../model/purchase'
import type { Target } from '../model/rule'
import type { Trigger } from '../model/trigger'

/** What a customer holds and why. */
export interface CustomerView {
  /** Null once erased. */
  email: string | null
  user: { id: string; administrator: boolean } | null
  targets: TargetView[]
  purchases: PurchaseView[]
  /** What needs a person, newest first. */
  concerns: Concern[]
}

export interface TargetView {
  target: Target
  open: boolean
  /** When access that is not open begins; missing where none is to begin. */
  starts?: number
  /** Found open at the site, and no purchase explains it. */
  unexplained?: true
  /** Null for no end, or without access. */
  end: number | null
  why: string
  /** As last written to or seen at the site; null when never. */
  atSite: { open: boolean; end: number | null } | null
}

export interface PurchaseView {
  product: string
  productName: string | null
  orders: string[]
  subscriptions: string[]
  test: boolean
  ending: { trigger: Trigger; at: number } | null
  claims: { target: Target; open: boolean; end: number | null; says: string }[]
}

/** `end`: of what is open, or when it ended; null for none, or where that is unknown. */
export interface CurrentAccess {
  open: boolean
  end: number | null
}

/** Who holds a target, and by which purchase. */
export interface TargetHolder {
  email: string
  productId: string
  productName: string | null
  orderId: string | null
  subscriptionId: string | null
}

/** `more`: counting stopped at the limit. */
export interface HolderCount {
  count: number
  more: boolean
  /** When it was counted, epoch ms; missing where that is now. */
  asOf?: number
  /** So many at least: the rest is being counted. */
  counting?: true
}

/** `next`: for the part after it; null after the last. */
export interface EmailPage {
  emails: string[]
  next: string | null
}

/** Actions left for the caller of a correction, each logged under the person's name. */
export interface EmailCorrection {
  purchases: number
  enroll: Target[]
  end: Target[]
}

/** What names an event in a ledger. */
export interface NamedEvent {
  event: string
  email: string
  purchase: PurchaseFacts
}

/** Another customer who bought under an event's order, or only under its subscription's id. */
export interface Sharer {
  email: string
  by: 'order' | 'subscription'
  id: string
  /** What they bought under it still gives access. */
  open: boolean
}

export interface ChoosablePurchase {
  choice: PurchaseChoice
  /** Of its holder; null once erased. */
  email: string | null
  productName: string | null
  orders: string[]
  subscriptions: string[]
  /** When it was bought or, where that is unknown, first reported. */
  begun: number
}

/** What the site itself says of someone now. */
export type UserLookup =
  | { ok: false; sentence: string }
  | { ok: true; user: null }
  | {
      ok: true
      user: { id: string; email: string; name: string; administrator: boolean }
      enrollments: { target: string; name: string; open: boolean; activatedAt: number | null; end: number | null }[]
    }

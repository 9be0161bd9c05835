/**
 * A customer of a Thinkific site, as the ledger keeps them: one JSON document.
 * Facts only ever join by "the one that happened later", so the order in which they come in leaves no trace.
 */
import type { EndAccess } from '../../../model/rule'
import type { Trigger } from '../../../model/trigger'
import type { Target, TargetKind } from '../actions'
import type { Occurrence } from './occurrence'

/** Readers accept this version and the previous one. */
export const CUSTOMER_VERSION = 1

export type TargetKey = `${TargetKind}:${string}`

export interface Customer {
  v: typeof CUSTOMER_VERSION
  /** Normalized; null once erased and without a later event. */
  email: string | null
  /** Marketplaces that erased them without a later event; once all have, the email is removed. */
  erasedBy?: string[]
  user: ThinkificUser | null
  purchases: Purchase[]
  /** Per target, earliest first. */
  removals: Record<TargetKey, Removal[]>
  found: FoundAccess[]
  /** Thinkific's state as last written or read. */
  known: Record<TargetKey, KnownAccess>
  /** Calls that may have taken effect without an answer, by what they would open (`user` or a target). */
  unanswered: Record<string, PendingWrite>
  /** Custom fields as last sent or seen, by definition id; `fieldsAt`: when their event happened. */
  fields: Record<string, string>
  fieldsAt: number
  /** Counter of observations, to order a bundle's dates and a course's. */
  learned: number
}

interface ThinkificUser {
  id: string
  /** `site_admin`, `course_admin`, …; empty for a student. */
  roles: string[]
}

export interface Purchase {
  /** Unique within the customer. */
  id: string
  marketplace: string
  product: string
  productName: string | null
  orders: string[]
  subscriptions: string[]
  /** No order or subscription id: identified by customer and product. */
  plain: boolean
  test: boolean
  /** Last successful payment, epoch ms. */
  paidAt: number | null
  /** End of the paid period, and when it was reported. */
  paidUntil: { until: number; at: number } | null
  /** The last ending received, whether or not a rule acted on it. */
  ending: { trigger: Trigger; at: number } | null
  /** Last payment or restart; cancels endings before it. */
  resumedAt: number | null
  claims: Record<TargetKey, Claim>
  /** Transferred to another customer: grants nothing here, and is kept until Thinkific confirms. */
  elsewhere?: true
}

/** What a purchase says about one target. */
export interface Claim {
  target: Target
  /** The latest. */
  create: Create | null
  /** Those that can still decide, earliest first. */
  ends: Ending[]
}

export interface Create {
  happened: Occurrence
  /** Epoch ms; null for no end. */
  until: number | null
  test: boolean
  /** Granted by hand, so an earlier refund does not block it. */
  byPerson: boolean
}

export interface Ending {
  happened: Occurrence
  /** As in the rule; resolved on demand, since the paid period may be reported later. */
  end: EndAccess
}

export interface Removal {
  happened: Occurrence
  end: EndAccess
  /** Purchase that caused it; empty once moved to another customer. */
  purchase: string
  target: Target
  /** Its end when its purchase was moved, epoch ms. */
  until?: number
}

/** Access found open in Thinkific that no grant explains. */
export interface FoundAccess {
  target: Target
  /** Its `activated_at`, or `created_at` if a call of ours replaced that, epoch ms. */
  since: number
  /** Its end when found; null for none or unknown. */
  until: number | null
}

export interface KnownAccess {
  /** Enrollment id; null while only dates are known, and for bundles, which have none. */
  id: string | null
  activatedAt: number | null
  /** Epoch ms; null for no end, 0 for no enrollment. */
  end: number | null
  /** `Customer.learned` at the time. */
  order: number
  /** When it was written or seen, epoch ms; absent in older documents. */
  at?: number
  /** When a bundle call was answered 202 without a visible result yet. */
  queuedAt?: number
}

/** When the call left, and the dates it requested. */
export interface PendingWrite {
  at: number
  activatedAt: number | null
  end: number | null
  /** `Customer.learned` when it left: later observations are newer than its effect. Absent counts as 0. */
  order?: number
  /** Since when Thinkific reports the email as taken while a search finds no user. */
  takenAt?: number
}

export function newCustomer(email: string | null): Customer {
  return {
    v: CUSTOMER_VERSION,
    email,
    user: null,
    purchases: [],
    removals: {},
    found: [],
    known: {},
    unanswered: {},
    fields: {},
    fieldsAt: 0,
    learned: 0,
  }
}

/** `course:1001`, `bundle:2001`. */
export function targetKey(target: { kind: TargetKind; id: string }): TargetKey {
  return `${target.kind}:${target.id}`
}

export function courseKey(id: string): TargetKey {
  return `course:${id}`
}

export function withPurchase(customer: Customer, purchase: Purchase): Customer {
  const known = customer.purchases.some(({ id }) => id === purchase.id)
  const purchases = known
    ? customer.purchases.map((one) => (one.id === purchase.id ? purchase : one))
    : [...customer.purchases, purchase]
  return { ...customer, purchases }
}

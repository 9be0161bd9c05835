/**
 * A customer of a Thinkific site, as the ledger keeps them: one JSON document.
 * Facts only ever join by "the one that happened later", so the order in which they come in leaves no trace.
 */
import type { EndAccess } from '../../../model/rule'
import type { Trigger } from '../../../model/trigger'
import type { Target, TargetKind } from '../actions'
import type { Occurrence } from './occurrence'

/** The version of this shape; a reader takes its own and the last one's. */
export const CUSTOMER_VERSION = 1

export type TargetKey = `${TargetKind}:${string}`

export interface Customer {
  v: typeof CUSTOMER_VERSION
  /** As compared; null once erased and not heard of since. */
  email: string | null
  /** Marketplaces that erased them and have not told of them since: once all have, the email goes. */
  erasedBy?: string[]
  user: ThinkificUser | null
  purchases: Purchase[]
  /** Each target's removals, the earliest first. */
  removals: Record<TargetKey, Removal[]>
  found: FoundAccess[]
  /** What Thinkific has, as last written or read, by target. */
  known: Record<TargetKey, KnownAccess>
  /** Calls that may have taken effect though no answer was kept, by what they would open (`user` or a target). */
  unanswered: Record<string, PendingWrite>
  /** Custom profile fields as last sent or seen: definition id → text, and when what was sent happened. */
  fields: Record<string, string>
  fieldsAt: number
  /** Counts what was learned of Thinkific, so that a bundle's dates and a course's can be told apart by age. */
  learned: number
}

interface ThinkificUser {
  id: string
  /** `site_admin`, `course_admin`, …; none for a plain student. */
  roles: string[]
}

export interface Purchase {
  /** Unique in this customer's document. */
  id: string
  marketplace: string
  product: string
  productName: string | null
  orders: string[]
  subscriptions: string[]
  /** Told of without any id: it is the customer's purchase of that product. */
  plain: boolean
  test: boolean
  /** The last successful payment, epoch ms. */
  paidAt: number | null
  /** The end of the paid period as last told, and when that was told. */
  paidUntil: { until: number; at: number } | null
  /** The last ending heard of, whether or not a rule acted on it. */
  ending: { trigger: Trigger; at: number } | null
  /** The last payment or restart heard of: an ending before it is over. */
  resumedAt: number | null
  claims: Record<TargetKey, Claim>
  /** It turned out to be another customer's, who has it by now: it gives nothing here, and goes once Thinkific agrees. */
  elsewhere?: true
}

/** What a purchase says about one target. */
export interface Claim {
  target: Target
  /** The latest. */
  create: Create | null
  /** Those that could still decide, the earliest first. */
  ends: Ending[]
}

export interface Create {
  happened: Occurrence
  /** Epoch ms, null for no end. */
  until: number | null
  test: boolean
  /** Granted by a person's click, which a refund that came before does not forbid. */
  byPerson: boolean
}

export interface Ending {
  happened: Occurrence
  /** When access ends, as the rule says; resolved when asked, since the paid period may be told later. */
  end: EndAccess
}

export interface Removal {
  happened: Occurrence
  end: EndAccess
  /** The purchase whose event removed; empty where that is another customer's by now. */
  purchase: string
  target: Target
  /** Its end as it was when its purchase went, epoch ms. */
  until?: number
}

/** Access of unknown origin: found open in Thinkific with no grant reaching it. */
export interface FoundAccess {
  target: Target
  /** Its `activated_at` (or `created_at`, where a call of ours replaced that), epoch ms. */
  since: number
  /** Its end when found; null for none, or none that could still be seen. */
  until: number | null
}

export interface KnownAccess {
  /** The enrollment's id; null while only its dates are known, and for bundles, which have none. */
  id: string | null
  activatedAt: number | null
  /** Epoch ms; null for no end, 0 for no enrollment at all. */
  end: number | null
  /** `Customer.learned` at that moment. */
  order: number
  /** When it was last written or seen, epoch ms; older documents do not say. */
  at?: number
  /** A bundle call answered 202 that nobody has seen take effect, since when. */
  queuedAt?: number
}

/** When such a call left, and the dates it asked for. */
export interface PendingWrite {
  at: number
  activatedAt: number | null
  end: number | null
  /** Its place among what was learned; what was learned later is newer than what it did. None: before all of it. */
  order?: number
  /** Since when Thinkific says that the user's email is taken, though a search shows nobody. */
  takenAt?: number
}

/** Nobody yet. */
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

/** A course's key. */
export function courseKey(id: string): TargetKey {
  return `course:${id}`
}

/** A copy with one purchase replaced (or added). */
export function withPurchase(customer: Customer, purchase: Purchase): Customer {
  const known = customer.purchases.some(({ id }) => id === purchase.id)
  const purchases = known
    ? customer.purchases.map((one) => (one.id === purchase.id ? purchase : one))
    : [...customer.purchases, purchase]
  return { ...customer, purchases }
}

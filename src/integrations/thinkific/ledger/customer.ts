/**
 * A customer of a Thinkific site, as the ledger keeps them: one JSON document. What happened is kept as it came in;
 * purchases and removals are worked out from all of it, so the order in which it came in leaves no trace.
 */
import type { EventType } from '../../../model/event-type'
import type { Trigger } from '../../../model/trigger'
import type { CourseOrBundle, Target } from '../actions'
import type { LedgerEvent } from './ledger-event'
import type { Occurrence } from './occurrence'

/** Readers accept this version and the previous one. */
export const CUSTOMER_VERSION = 2

export type TargetKey = `${CourseOrBundle}:${string}`

export interface Customer {
  v: typeof CUSTOMER_VERSION
  /** Normalized; null once erased and without a later event. */
  email: string | null
  /** Two emails of one Thinkific user: by marketplace, those it reported. Absent while there is one email. */
  emails?: Record<string, string[]>
  /** Marketplaces that erased them without a later event; once all have, the email is removed. */
  erasedBy?: string[]
  user: ThinkificUser | null
  /** Everything reported of them, in no order. */
  history: LedgerEvent[]
  /** Worked out from the history. */
  purchases: Purchase[]
  /** Worked out from the history: per target, earliest first. */
  removals: Record<TargetKey, Removal[]>
  found: FoundAccess[]
  /** Thinkific's state as last written or read. */
  known: Record<TargetKey, KnownAccess>
  /** Calls that may have taken effect without an answer, by what they would open (`user` or a target). */
  unanswered: Record<string, PendingWrite>
  /** Custom fields as a call found them at Thinkific, by definition id; in documents from before also as sent, by whichever marketplace. */
  fields: Record<string, string>
  fieldsAt: number
  /** Custom fields as each marketplace last sent them; absent before any was sent. */
  sentFields?: Record<string, SentFields>
  /** Counter of observations, to order a bundle's dates and a course's. */
  learned: number
}

interface SentFields {
  /** By definition id. */
  values: Record<string, string>
  /** When the event that brought them happened, epoch ms. */
  at: number
}

interface ThinkificUser {
  id: string
  /** `site_admin`, `course_admin`, …; empty for a student. */
  roles: string[]
}

export interface Purchase {
  /** Unique within the customer until the next event is worked out. */
  id: string
  marketplace: string
  product: string
  productName: string | null
  orders: string[]
  subscriptions: string[]
  test: boolean
  /** When it was bought, epoch ms; null while only later events of it are known. */
  bought: number | null
  /** Its first event, epoch ms. */
  begun: number
  /** Access from before is its own: it was charged, recovered or restarted, replayed, imported or given by hand. */
  continues: boolean
  /** Last successful payment, epoch ms. */
  paidAt: number | null
  /** What ended it, if that still stands, whether or not a rule acted on it; `actedOn`: targets on which rules did. */
  ending: { trigger: Trigger; type: EventType; at: number; actedOn?: TargetKey[] } | null
  /** When its plan was paid in full. */
  completedAt: number | null
  claims: Record<TargetKey, Claim>
}

export interface Claim {
  target: Target
  create: Create | null
  /** Those that nothing undid, earliest first. */
  ends: Ending[]
  /** Since when nothing has interrupted it, epoch ms; null while it never began. */
  openSince?: number | null
  /** Courses a bundle's grant has opened since, as far as known. */
  opened: string[]
  /** Those it opened only before. */
  openedBefore?: string[]
}

export interface Create {
  /** When the purchase began to grant this; a later payment only moves the end. */
  happened: Occurrence
  /** Epoch ms; null where access begins at once. */
  starts: number | null
  /** Epoch ms; null for no end. */
  until: number | null
  test: boolean
  /** Granted by hand, so an earlier refund does not block it. */
  byPerson: boolean
  /** Tests only: the last order under the subscription that no rule enrolls for; the days count again from it. */
  again?: Occurrence
}

export interface Ending {
  happened: Occurrence
  type: EventType
  /** When access ends, epoch ms. */
  until: number
  /** A person ended it, or the rule's giving back is off. */
  final: boolean
}

export interface Removal {
  happened: Occurrence
  /** Epoch ms. */
  until: number
  /** Purchase that caused it; null for a person's. */
  purchase: string | null
  marketplace: string
  test: boolean
  target: Target
}

/** Access found open in Thinkific that no grant explains. */
export interface FoundAccess {
  target: Target
  /** Its `activated_at`, or `created_at` if a call of ours replaced that, epoch ms. */
  since: number
  /** Its end when found; null for none or unknown. */
  until: number | null
  /** Opened by hand after our own access had ended, so no earlier purchase explains it. */
  reopened?: true
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
  /** The firing or note that made the queued call; it is not done until Thinkific has carried that out. */
  queuedBy?: string
  /** It was enrolled before, so that only the dates show whether the queued call was carried out. */
  isRenewal?: true
}

/** When the call left, and the dates it requested. */
export interface PendingWrite {
  at: number
  activatedAt: number | null
  end: number | null
  /** `Customer.learned` when it left: later observations are newer than its effect. Absent counts as 0. */
  order?: number
  /** An enrollment in a bundle, which Thinkific may have put off (202). */
  mayBeQueued?: true
  /** Since when Thinkific reports the email as taken while a search finds no user. */
  takenAt?: number
}

export function newCustomer(email: string | null): Customer {
  return {
    v: CUSTOMER_VERSION,
    email,
    user: null,
    history: [],
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
export function targetKey(target: { kind: CourseOrBundle; id: string }): TargetKey {
  return `${target.kind}:${target.id}`
}

export function courseKey(id: string): TargetKey {
  return `course:${id}`
}

/** Targets about which a firing is on its way, which may have opened them already and will see to them. */
export function listAwaited({ history }: Customer): TargetKey[] {
  return history.flatMap(({ awaited = [] }) => awaited)
}

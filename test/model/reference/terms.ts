/** What the reference model is given: rules, the world around them, and everything that was reported. */
import type { EventType } from '../../../src/model/event-type'
import type { Trigger } from '../../../src/model/trigger'

export const EVERY = '*'

/** Epoch milliseconds. */
export type Instant = number
/** A calendar day, `2026-05-31`. */
export type Day = string

export interface AccessTarget {
  kind: 'course' | 'bundle'
  id: string
}

export type Lasts = { kind: 'no end' } | { kind: 'days'; days: number } | { kind: 'until'; day: Day }
export type Starts = { kind: 'at once' } | { kind: 'days'; days: number } | { kind: 'on'; day: Day }
export type Ends = { kind: 'at once' } | { kind: 'days'; days: number } | { kind: 'paid'; days: number }

export interface RuleTerms {
  id: string
  marketplace: string
  verb: 'create' | 'expire'
  trigger: Trigger
  target: AccessTarget
  /** A product's id, or EVERY. */
  product: string
  lasts: Lasts
  starts: Starts
  ends: Ends
  giveBack: boolean
  /** End access even if another purchase still grants it. */
  always: boolean
  skipTest: boolean
}

/** One event, as a sender reports it. Ids may be placeholders: the model drops those itself. */
export interface Report {
  id: string
  dialect: 'facts' | 'triggers'
  marketplace: string
  type: EventType
  happened: Instant
  /** When its first copy came in. */
  arrived: Instant
  email: string
  products: string[]
  order: string | null
  subscription: string | null
  payment: string | null
  periodEnd: Instant | null
  failedAttempts: number | null
  test: boolean
}

/** Access that is open in Thinkific without any of our doing. */
export interface Found {
  email: string
  target: AccessTarget
  /** The courses it is open in. */
  courses: string[]
  activatedAt: Instant
  until: Instant | null
}

/** Something that holds from a moment on, oldest first. */
export type Over<T> = { from: Instant; value: T }[]

export interface World {
  rules: RuleTerms[]
  /** What each bundle holds, over time. */
  bundles: Record<string, Over<string[]>>
  /** Each marketplace's time zone, over time; UTC where none is given. */
  zones: Record<string, Over<string>>
  found: Found[]
  /** Whether bundles are refreshed once their courses have changed; else only an ending reads them again. */
  refreshes?: boolean
  /** How many failed attempts make a subscription delinquent. */
  failures: number
}

/** One product of one event, cleaned. */
export interface Fact {
  key: string
  report: Report
  product: string
  type: EventType
  at: Instant
  arrived: Instant
  email: string
  ids: Ids
}

export interface Ids {
  order: string | null
  subscription: string | null
  payment: string | null
}

export interface Verdict {
  /** By email, then course: until when; null for no end. Who is out is not listed. */
  access: Map<string, Map<string, Instant | null>>
  /** Keys `event/product` of what ends `unclear`, sorted. */
  unclear: string[]
  /** By key, the email of the holder whose purchase an event was about. */
  holders: Map<string, string>
}

export function valueAt<T>(over: Over<T> | undefined, at: Instant): T | undefined {
  return over?.filter(({ from }) => from <= at).at(-1)?.value ?? over?.[0]?.value
}

export function targetKey({ kind, id }: AccessTarget): string {
  return `${kind} ${id}`
}

/** Short histories in few words: days since the first event, ids, and who is where in the end. */
import type { EventType } from '../../../src/model/event-type'
import type { Trigger } from '../../../src/model/trigger'
import { judge } from '../reference'
import { type Ends, EVERY, type Found, type Report, type RuleTerms, type World } from './terms'

const DAY_MS = 86_400_000
/** Day 0, at nine in the morning. */
export const BEGINNING = Date.UTC(2026, 0, 5, 9)

export const TYPES = {
  purchased: 'product.purchased',
  refunded: 'product.refunded',
  partly: 'product.partially_refunded',
  disputed: 'product.disputed',
  won: 'product.dispute_won',
  reversed: 'product.refund_reversed',
  charged: 'subscription.charged',
  failed: 'subscription.charge_failed',
  delinquent: 'subscription.delinquent',
  canceled: 'subscription.canceled',
  paused: 'subscription.paused',
  expired: 'subscription.expired',
  recovered: 'subscription.recovered',
  restarted: 'subscription.restarted',
  resumed: 'subscription.resumed',
  uncanceled: 'subscription.uncanceled',
  completed: 'subscription.completed',
} as const satisfies Record<string, EventType>

export type Word = keyof typeof TYPES

export interface Details {
  /** Order, subscription and payment. */
  o?: string
  s?: string
  p?: string
  product?: string | string[]
  email?: string
  /** The day on which the paid period ends. */
  period?: number
  attempts?: number
  test?: boolean
  marketplace?: string
  /** The day it arrives on, if not at once. */
  arrives?: number
  id?: string
}

export type Line = [word: Word, day: number, details?: Details]

export interface Script {
  rules: RuleTerms[]
  events: Line[]
  /** One line a course: `ada 101`, and `to day 30` (its end) or `until 12.5` where access ends. */
  right: string[]
  unclear?: string[]
  dialect?: 'facts' | 'triggers'
  bundles?: Record<string, [day: number, ...courses: string[]][]>
  /** Bundles are read again after they change. */
  refreshes?: boolean
  zone?: [day: number, zone: string][]
  found?: (Omit<Found, 'activatedAt' | 'until' | 'courses'> & { courses?: string[]; day: number; until?: number })[]
  failures?: number
  /** The day on which it is looked at; 1,000 days after the last event where nothing is said. */
  on?: number
}

export function at(day: number): number {
  return BEGINNING + Math.round(day * DAY_MS)
}

function report([word, day, details = {}]: Line, index: number, dialect: Report['dialect']): Report {
  const { o = null, s = null, p = null, product = 'A', email = 'ada', period, attempts = null } = details
  return {
    id: details.id ?? `e${index}`,
    dialect,
    marketplace: details.marketplace ?? 'm1',
    type: TYPES[word],
    happened: at(day),
    arrived: at(details.arrives ?? day),
    email,
    products: [product].flat(),
    order: o,
    subscription: s,
    payment: p,
    periodEnd: period === undefined ? null : at(period),
    failedAttempts: attempts,
    test: details.test ?? false,
  }
}

export function reportsOf({ events, dialect = 'facts' }: Script): Report[] {
  return events.map((line, index) => report(line, index, dialect))
}

export function worldOf({
  rules,
  bundles = {},
  refreshes = false,
  zone = [],
  found = [],
  failures = 4,
}: Script): World {
  return {
    rules: rules.map((rule, index) => ({ ...rule, id: `r${index + 1}` })),
    bundles: Object.fromEntries(
      Object.entries(bundles).map(([id, over]) => [id, over.map(([day, ...value]) => ({ from: at(day), value }))]),
    ),
    zones: { m1: zone.map(([day, value]) => ({ from: at(day), value })) },
    found: found.map(({ day, until, courses, ...one }) => ({
      ...one,
      courses: courses ?? [one.target.id],
      activatedAt: at(day),
      until: until === undefined ? null : at(until),
    })),
    failures,
    refreshes,
  }
}

export interface Ending {
  access: string[]
  unclear: string[]
}

export function play(script: Script): Ending {
  const { events } = script
  const reports = reportsOf(script)
  const now = at(script.on ?? Math.max(...events.map(([, day, details]) => details?.arrives ?? day)))
  return describeVerdict(reports, worldOf(script), now)
}

export function describeVerdict(reports: Report[], world: World, now: number): Ending {
  const { access, unclear } = judge(reports, world, now)
  const lines = [...access].flatMap(([email, courses]) =>
    [...courses].map(([course, end]) => `${email} ${course}${describeEnd(end)}`),
  )
  return { access: lines.sort(), unclear }
}

function describeEnd(end: number | null): string {
  if (end === null) {
    return ''
  }
  const midnights = (end - Date.UTC(2026, 0, 5)) / DAY_MS
  return Number.isInteger(midnights)
    ? ` to day ${midnights - 1}`
    : ` until ${Number(((end - BEGINNING) / DAY_MS).toFixed(4))}`
}

export const PLAIN: Omit<RuleTerms, 'id' | 'verb' | 'trigger' | 'target'> = {
  marketplace: 'm1',
  product: 'A',
  lasts: { kind: 'no end' },
  starts: { kind: 'at once' },
  ends: { kind: 'at once' },
  giveBack: true,
  always: false,
  skipTest: false,
}

type Options = Partial<RuleTerms>

/** A target: `101` is a course, `b1` a bundle. */
function rule(verb: RuleTerms['verb'], word: Word, target: string, options: Options): RuleTerms {
  const kind = target.startsWith('b') ? 'bundle' : 'course'
  return { ...PLAIN, id: '', verb, trigger: TYPES[word] as Trigger, target: { kind, id: target }, ...options }
}

export const create = (word: Word, target = '101', options: Options = {}) => rule('create', word, target, options)
export const expire = (word: Word, target = '101', options: Options = {}) => rule('expire', word, target, options)

/** Purchased → create, Refunded → expire, Canceled → expire at once, Restarted → create. */
export function recommended(product = 'A', target = '101', options: { ends?: Ends } = {}): RuleTerms[] {
  return [
    create('purchased', target, { product }),
    expire('refunded', target, { product }),
    expire('canceled', target, { product, ...options }),
    create('restarted', target, { product }),
  ]
}

export const lasts = (days: number): Options => ({ lasts: { kind: 'days', days } })
export const later = (days: number): Options => ({ ends: { kind: 'days', days } })
export const paid = (days: number): Options => ({ ends: { kind: 'paid', days } })
export const everything: Options = { product: EVERY }

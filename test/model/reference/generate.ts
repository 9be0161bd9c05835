/** Random histories: a few purchases of two or three customers, what is reported of them, and under which ids. */
import fc from 'fast-check'
import type { EventType } from '../../../src/model/event-type'
import { startOf } from './calendar'
import { EMAILS, Reporter } from './reporter'
import { BEGINNING } from './script'
import { type Shop, shops } from './shops'
import type { Found, Report, World } from './terms'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000
/** How long before everything else access was found open by hand. */
const LONG_AGO_MS = 100 * DAY_MS

/** A purchase in the making. `shared` ids are the same for every customer. */
export interface Slot {
  who: number
  product: 'p1' | 'p2'
  /** Of the same customer and product as the one before. */
  twin: boolean
  recurring: boolean
  order: 'own' | 'own' | 'shared' | 'none'
  /** `previous`: that of the slot before, as when a plan is switched, or two items are sold as one. */
  subscription: 'own' | 'previous' | 'shared' | 'placeholder' | 'none'
  pays: boolean
  /** Each charge is an order of its own. */
  ordersEach: boolean
  namesPeriod: boolean
  test: boolean
  /** Nothing says that it was bought. */
  unseen: boolean
  /** What its first event names: a subscription may be named later. */
  firstNames: 'all' | 'order'
}

export interface Step {
  slot: number
  type: EventType
  gap: number
  names: 'all' | 'order' | 'subscription' | 'payment' | 'none'
  payment: 'newest' | 'oldest' | 'unknown' | 'none'
  /** Whose email it carries, where it is another's. */
  email: number | null
  attempts: number
}

export interface Plan {
  shop: Shop
  slots: Slot[]
  steps: Step[]
  facts: boolean
  found: { who: number; course: string }[]
  /** After which step a bundle's courses change. */
  changesAfter: number | null
}

const MONEY: EventType[] = [
  ...(['product.refunded', 'product.refunded', 'product.partially_refunded'] as const),
  ...(['product.disputed', 'product.dispute_won', 'product.refund_reversed', 'product.purchased'] as const),
]
const COURSE_OF_LIFE: EventType[] = [
  ...(['subscription.charged', 'subscription.charged', 'subscription.charged', 'subscription.charge_failed'] as const),
  ...(['subscription.charge_failed', 'subscription.delinquent', 'subscription.canceled'] as const),
  ...(['subscription.canceled', 'subscription.recovered', 'subscription.restarted', 'subscription.completed'] as const),
  ...(['subscription.paused', 'subscription.resumed', 'subscription.expired', 'subscription.uncanceled'] as const),
]

const ENDS = new Set<EventType>([
  ...(['product.refunded', 'product.partially_refunded', 'product.disputed', 'subscription.charge_failed'] as const),
  ...(['subscription.delinquent', 'subscription.canceled', 'subscription.paused', 'subscription.expired'] as const),
])

const slot = fc.record<Slot>({
  who: fc.constantFrom(0, 0, 0, 1, 1, 2),
  product: fc.constantFrom('p1', 'p1', 'p2'),
  twin: fc.boolean(),
  recurring: fc.constantFrom(true, true, false),
  order: fc.constantFrom('own', 'own', 'own', 'shared', 'none'),
  subscription: fc.constantFrom('own', 'own', 'own', 'previous', 'shared', 'placeholder', 'none'),
  pays: fc.boolean(),
  ordersEach: fc.constantFrom(false, false, true),
  namesPeriod: fc.boolean(),
  test: fc.constantFrom(...Array(11).fill(false), true),
  unseen: fc.constantFrom(...Array(9).fill(false), true),
  firstNames: fc.constantFrom('all', 'all', 'order'),
})

const step = fc.record<Step>({
  slot: fc.nat({ max: 3 }),
  type: fc.constantFrom(...COURSE_OF_LIFE, ...MONEY),
  gap: fc.constantFrom(0, 0.02, 0.2, 1, 2, 5, 11, 31),
  names: fc.constantFrom('all', 'all', 'all', 'order', 'subscription', 'payment', 'none'),
  payment: fc.constantFrom('newest', 'oldest', 'unknown', 'none', 'none'),
  email: fc.constantFrom(...Array(9).fill(null), 1),
  attempts: fc.constantFrom(1, 1, 2, 4, 8),
})

/** @param most events in a history */
export function plans(most: number): fc.Arbitrary<Plan> {
  return fc.record({
    shop: shops,
    slots: fc.array(slot, { minLength: 1, maxLength: 4 }),
    steps: fc.oneof(
      { arbitrary: fc.array(step, { minLength: Math.min(3, most), maxLength: most, size: 'max' }), weight: 9 },
      { arbitrary: fc.array(step, { minLength: 1, maxLength: 3 }), weight: 1 },
    ),
    facts: fc.boolean(),
    found: fc.oneof(
      { arbitrary: fc.constant<Plan['found']>([]), weight: 5 },
      {
        arbitrary: fc.array(fc.record({ who: fc.nat({ max: 2 }), course: fc.constant<string>('104') }), {
          maxLength: 1,
        }),
        weight: 1,
      },
    ),
    changesAfter: fc.oneof({ arbitrary: fc.constant(null), weight: 4 }, { arbitrary: fc.nat({ max: 6 }), weight: 1 }),
  })
}

export interface Realized {
  /** As they happened: each arrives a second later. */
  reports: Report[]
  world: World
}

export function realize(plan: Plan): Realized {
  const placed: Slot[] = []
  for (const one of plan.slots) {
    const { who, product } = (one.twin ? placed.at(-1) : undefined) ?? one
    placed.push({ ...one, who, product })
  }
  const slots = placed.map((one, index) => new Reporter(one, index, placed[index - 1]))
  const reports: Report[] = []
  let changedAt: number | null = null
  let at = BEGINNING
  for (const [index, one] of plan.steps.entries()) {
    const reporter = slots[one.slot % slots.length]
    at += one.gap * DAY_MS
    const happened = Math.round(at / MINUTE_MS) * MINUTE_MS
    reports.push(...(reporter?.report(one, happened, `e${index + 1}`, plan.facts) ?? []))
    if (index === plan.changesAfter) {
      // Nothing else happens within two days of it: an added course takes one to reach the members.
      changedAt = findQuietTime(happened + 3 * DAY_MS, reports, plan.shop)
      at = Math.max(at, changedAt - 3 * DAY_MS) + 6 * DAY_MS
    }
  }
  const { bundles, rules, zone, failures } = plan.shop
  const found = plan.found.map(({ who, course }): Found => {
    const target = { kind: 'course' as const, id: course }
    return { email: EMAILS[who] ?? '', target, courses: [course], activatedAt: BEGINNING - LONG_AGO_MS, until: null }
  })
  const over = Object.entries(bundles).map(([id, { before, after }]) => {
    const changes = changedAt === null ? [] : [{ from: changedAt, value: after }]
    return [id, [{ from: 0, value: before }, ...changes]]
  })
  const zones = { m1: [{ from: 0, value: zone }] }
  // Only what ends access reads a bundle, so what anything else finds there is known from a refresh.
  const refreshes = reports.some(({ type, happened }) => happened > (changedAt ?? happened) && !ENDS.has(type))
  return { reports, world: { rules, bundles: Object.fromEntries(over), zones, found, failures, refreshes } }
}

/** No access begins within the day after it, as nothing else happens then. */
function findQuietTime(from: number, reports: Report[], { rules, zone }: Shop): number {
  const begins = rules.flatMap(({ starts }) => {
    if (starts.kind === 'at once') {
      return []
    }
    return starts.kind === 'on'
      ? [startOf(starts.day, zone)]
      : reports.map(({ happened }) => happened + starts.days * DAY_MS)
  })
  let time = from
  for (const begun of begins.sort((one, other) => one - other)) {
    if (begun >= time - HOUR_MS && begun <= time + DAY_MS) {
      time = begun + HOUR_MS
    }
  }
  return time
}

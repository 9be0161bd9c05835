/** Random histories: what truly happened to some customers, and what of it reached us when. */
import fc from 'fast-check'
import type { MarketEvent } from '../../src/model/event'
import type { Rule, Target } from '../../src/model/rule'
import { CHOICES, type Switches } from '../simulator/switches'
import { person } from './arrivals'
import { determinate } from './determinate'
import { type Mishap, mishaps } from './mishaps'
import type { Found, Happening } from './model'
import { BUNDLES, buildRules, COURSES, type Setup, setups } from './setups'
import { BEGINNING, type Life, lives } from './stories'

const SECOND_MS = 1_000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

interface FoundPlan {
  target: string
  /** Enrolled by hand long ago, or by an engine that acted on these very events before us. */
  when: 'before' | 'after'
  /** Days from the beginning until its access ends. */
  days: number | null
}

export interface CustomerPlan {
  lives: Life[]
  found: FoundPlan[]
  /** The day on which their email is changed in Thinkific, if we made them; null for never. */
  movesOn: number | null
  /** An administrator of the Thinkific site. */
  administrator: boolean
}

export interface Plan {
  setups: Setup[]
  /** Two merchants share the site. */
  two: boolean
  customers: CustomerPlan[]
  /** Facts are told, or triggers. */
  facts: boolean
  /** `ordered`: as it happened. `shuffled`: each event late by itself. `backlog`: shuffled, after everything happened. */
  arrival: 'ordered' | 'shuffled' | 'backlog'
  /** For each event in turn: how late it comes, and how long after that its copies (seconds). */
  lateness: { late: number; copies: number[] }[]
  switches: Partial<Switches>
  mishaps: Mishap[]
  /** What chance has in store: the jitter of what is tried again. */
  luck: number
}

export interface CustomerTruth {
  email: string
  administrator: boolean
  /** Epoch ms. */
  movesAt: number | null
  happened: Happening[]
  found: Found[]
}

export interface History {
  rules: Rule[]
  customers: CustomerTruth[]
  /** In order of arrival; an event's copies are the same event again. */
  deliveries: { at: number; event: MarketEvent }[]
  switches: Partial<Switches>
  mishaps: Mishap[]
  luck: number
}

const seconds = fc.constantFrom(0, 0, 1, 90, 3_600, 3 * 86_400, 40 * 86_400)

export const switches: fc.Arbitrary<Partial<Switches>> = fc.record(
  {
    ...Object.fromEntries(Object.entries(CHOICES).map(([name, values]) => [name, fc.constantFrom(...values)])),
    searchLagSeconds: fc.constantFrom(0, 20),
    bundleDelaySeconds: fc.constantFrom(5, 120),
  },
  { requiredKeys: [] },
)

const usual = {
  setups,
  two: fc.constantFrom(false, false, true),
  customers: fc.array(
    fc.record({
      lives,
      movesOn: fc.oneof({ arbitrary: fc.constant(null), weight: 3 }, { arbitrary: fc.nat({ max: 90 }), weight: 1 }),
      administrator: fc.constantFrom(...Array(9).fill(false), true),
      found: fc.array(
        fc.record({
          target: fc.constantFrom(...COURSES, ...Object.keys(BUNDLES)),
          when: fc.constantFrom('before', 'after'),
          days: fc.constantFrom(null, null, 15, 400),
        }),
        { maxLength: 2 },
      ),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  facts: fc.boolean(),
  arrival: fc.constantFrom('ordered', 'shuffled', 'shuffled', 'backlog'),
  lateness: fc.array(fc.record({ late: seconds, copies: fc.array(seconds, { maxLength: 2 }) }), { maxLength: 20 }),
  luck: fc.nat(),
} satisfies Record<string, fc.Arbitrary<unknown>>

/** Nothing goes wrong but the order. */
export const calm = fc.record({ ...usual, switches: fc.constant({}), mishaps: fc.constant([]) }) as fc.Arbitrary<Plan>
/** Thinkific behaves in any of the ways nobody knows. */
export const strange = fc.record({ ...usual, switches, mishaps: fc.constant([]) }) as fc.Arbitrary<Plan>
/** And every step may fail. */
export const rough = fc.record({ ...usual, switches, mishaps }) as fc.Arbitrary<Plan>

/** The history a plan comes to. */
export function buildHistory(plan: Plan): History {
  const rules = buildRules(plan.setups, plan.arrival !== 'ordered', plan.two)
  const people = plan.customers.map((customer, index) =>
    person(customer, `customer${index + 1}@example.com`, plan, rules),
  )
  const events = people.flatMap(({ events }) => events).sort((one, other) => one.happenedAt - other.happenedAt)
  const end = Math.max(...events.map(({ happenedAt }) => happenedAt)) + HOUR_MS
  const customers = people.map(({ email, happened }, index): CustomerTruth => {
    const { found = [], movesOn = null, administrator = false } = plan.customers[index] ?? {}
    const rows = foundOf(found, plan.arrival === 'backlog' ? end : null)
    const known = rows.filter((row) => determinate(row, happened, rules))
    // Who they are must be known by then, so that nothing may be lost on the way there.
    const moves = movesOn !== null && known.length === 0 && !administrator && plan.mishaps.length === 0
    const movesAt = moves ? BEGINNING + movesOn * DAY_MS : null
    return { email, administrator, movesAt, happened, found: known }
  })
  const deliveries = events.flatMap((event, index) => {
    const { late = 0, copies = [] } = plan.lateness[index] ?? {}
    const from = plan.arrival === 'backlog' ? end + SECOND_MS : event.happenedAt
    const at = from + (plan.arrival === 'ordered' ? SECOND_MS : late * SECOND_MS)
    const arrived = { ...event, receivedAt: at }
    return [at, ...copies.map((copy) => at + copy * SECOND_MS)].map((when) => ({ at: when, event: arrived, index }))
  })
  deliveries.sort((one, other) => one.at - other.at || one.index - other.index)
  // Whoever else was told of holds nothing in the end.
  for (const { other: email } of people) {
    customers.push({ email, administrator: false, movesAt: null, happened: [], found: [] })
  }
  return { rules, customers, deliveries, switches: plan.switches, mishaps: plan.mishaps, luck: plan.luck }
}

/** Courses and bundles that have nothing in common. */
function foundOf(plans: FoundPlan[], end: number | null): Found[] {
  const rows = plans.map(({ target: id, when, days }) => ({
    ...targetOf(id),
    activatedAt: when === 'after' && end !== null ? end : BEGINNING - 100 * DAY_MS,
    until: days === null ? null : BEGINNING + days * DAY_MS,
  }))
  const apart = (one: Found, other: Found) => one.courses.every((course) => !other.courses.includes(course))
  return rows.filter((row, index) => rows.slice(0, index).every((other) => apart(row, other)))
}

function targetOf(id: string): { target: Target; courses: readonly string[] } {
  const courses = BUNDLES[id]
  return { target: { kind: courses === undefined ? 'course' : 'bundle', id, name: '' }, courses: courses ?? [id] }
}

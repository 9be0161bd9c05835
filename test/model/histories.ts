/** Random histories: what truly happened to some customers, and what of it reached us when. */
import fc from 'fast-check'
import { EVENT_VERSION, type EventItem, type MarketEvent } from '../../src/intake/event'
import type { Rule } from '../../src/rules/rule'
import { CHOICES, type Switches } from '../simulator/switches'
import { determinate } from './determinate'
import { type Mishap, mishaps } from './mishaps'
import type { Found, Happening } from './model'
import { buildRules, COURSES, MARKETPLACE, type Setup, setups } from './setups'
import { BEGINNING, type Beat, buildStory, type Life, lives, type Naming } from './stories'

const SECOND_MS = 1_000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

interface FoundPlan {
  course: string
  /** Enrolled by hand long ago, or by an engine that acted on these very events before us. */
  when: 'before' | 'after'
  /** Days from the beginning until its access ends. */
  days: number | null
}

interface CustomerPlan {
  lives: Life[]
  found: FoundPlan[]
}

export interface Plan {
  setups: Setup[]
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
  customers: fc.array(
    fc.record({
      lives,
      found: fc.array(
        fc.record({
          course: fc.constantFrom(...COURSES),
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
  const rules = buildRules(plan.setups, plan.arrival !== 'ordered')
  const people = plan.customers.map((customer, index) => person(customer, `customer${index + 1}@example.com`, plan))
  const events = people.flatMap(({ events }) => events).sort((one, other) => one.happenedAt - other.happenedAt)
  const end = Math.max(...events.map(({ happenedAt }) => happenedAt)) + HOUR_MS
  const customers = people.map(({ email, happened }, index) => {
    const found = foundOf(plan.customers[index]?.found ?? [], plan.arrival === 'backlog' ? end : null)
    return { email, happened, found: found.filter((row) => determinate(row, happened, rules)) }
  })
  const deliveries = events.flatMap((event, index) => {
    const { late = 0, copies = [] } = plan.lateness[index] ?? {}
    const from = plan.arrival === 'backlog' ? end + SECOND_MS : event.happenedAt
    const at = from + (plan.arrival === 'ordered' ? SECOND_MS : late * SECOND_MS)
    const arrived = { ...event, receivedAt: at }
    return [at, ...copies.map((copy) => at + copy * SECOND_MS)].map((when) => ({ at: when, event: arrived, index }))
  })
  deliveries.sort((one, other) => one.at - other.at || one.index - other.index)
  return { rules, customers, deliveries, switches: plan.switches, mishaps: plan.mishaps, luck: plan.luck }
}

function foundOf(plans: FoundPlan[], end: number | null): Found[] {
  const rows = plans.map(({ course, when, days }) => ({
    course,
    activatedAt: when === 'after' && end !== null ? end : BEGINNING - 100 * DAY_MS,
    until: days === null ? null : BEGINNING + days * DAY_MS,
  }))
  return rows.filter((row, index) => rows.findIndex(({ course }) => course === row.course) === index)
}

/** A customer's purchases, told as events with as few ids as leave no doubt. */
function person({ lives }: CustomerPlan, email: string, { facts }: Plan) {
  const happened: Happening[] = []
  const events: MarketEvent[] = []
  let start = 0
  let order = ''
  for (const [index, life] of lives.entries()) {
    const previous = lives[index - 1]
    const alone = lives.filter(({ product }) => product === life.product).length === 1
    const naming = namingOf(life, alone)
    const joined = life.joined && alone && previous?.test === life.test && naming !== 'neither' && !life.refundFirst
    if (!joined) start = BEGINNING + life.startDay * DAY_MS + index * 7 * SECOND_MS
    if (!joined) order = `${email} order ${index}`
    const purchase = `${email} ${index}`
    const carries = naming === 'both' || naming === 'split' || naming === 'subscription'
    const tale = { ...life, counts: life.counts && carries }
    for (const [beat, told] of buildStory(tale, start, index + 1, facts).entries()) {
      const event = eventOf(told, life, { email, order, purchase, naming, facts })
      event.id = `${purchase}.${beat}`
      const together = joined && beat === 0 ? events.find((one) => one.id === `${email} ${index - 1}.0`) : undefined
      const shared = together !== undefined && together.orderId !== null && together.type === event.type
      if (shared) together.items.push(...event.items)
      else events.push(event)
      happened.push({
        ...{ event: shared ? together.id : event.id, at: told.at, type: told.type, triggers: told.triggers },
        ...{ product: life.product, purchase, recurring: life.recurring, test: life.test },
        periodEnd: event.items[0]?.subscription?.periodEnd ?? null,
      })
    }
  }
  return { email, happened, events }
}

/** Two purchases of one product need all their ids; a single one any of them, or none. */
function namingOf({ recurring, naming }: Life, alone: boolean): Naming {
  if (!alone) return recurring ? 'both' : 'order'
  return recurring || naming === 'neither' ? naming : 'order'
}

interface Told {
  email: string
  order: string
  purchase: string
  naming: Naming
  facts: boolean
}

function eventOf(told: Beat, life: Life, { email, order, purchase, naming, facts }: Told): MarketEvent {
  const full = naming === 'both' || (naming === 'split' && told.bits >= 2)
  const aboutOrder = told.type.startsWith('product.')
  const orderId = full || naming === 'order' || (naming === 'split' && aboutOrder) ? order : null
  const named = life.recurring && (full || naming === 'subscription' || (naming === 'split' && !aboutOrder))
  const { failedAttempts, periodEnd } = told
  const item: EventItem = {
    ...{ productId: life.product, productName: null, role: 'primary', fingerprint: null },
    subscription: named ? { id: `${purchase} subscription`, failedAttempts, periodEnd } : null,
  }
  return {
    ...{ v: EVENT_VERSION, id: '', marketplace: MARKETPLACE, endpoint: 'e1', dialect: 'standard' },
    ...{ tells: facts ? 'facts' : 'triggers', type: told.type, typeWord: told.type, problem: null },
    ...{ happenedAt: told.at, receivedAt: told.at, test: life.test },
    customer: { email, firstName: 'Ada', lastName: 'Byron', id: null },
    ...{ orderId, items: [item], customFields: {}, body: '{}' },
  }
}

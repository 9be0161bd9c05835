/** One history, lived through by the product under virtual time and judged by the reference model. */
import type { Settler } from '../../../src/integrations/kind'
import { createSimulator, type Simulator } from '../../simulator/simulator'
import type { Switches } from '../../simulator/switches'
import { Clock } from '../clock'
import type { Mishap } from '../mishaps'
import { KEY, TOKEN } from '../object'
import { Product } from '../product'
import { judge } from '../reference'
import { SITE } from '../setups'
import { toEvent, toRule } from './as-product'
import { BEGINNING } from './script'
import { COURSES } from './shops'
import { type Instant, type Report, type Verdict, valueAt, type World } from './terms'

const DAY_MS = 86_400_000
/** Where `expiry_date: null` takes no end away, this date stands for none (thinkific-api.md). */
const FOR_EVER = Date.UTC(2099, 0)
/** A day ends a second before midnight, or at it. */
const SAME_END_MS = 1_000
/** A course added to a bundle reaches its members a day later, by Thinkific's own doing. */
const REACHES_MEMBERS_MS = 2 * DAY_MS

/** Calls between which the object may die, or a fault strike, and what chance has in store. */
export interface Weather {
  switches: Partial<Switches>
  mishaps: Mishap[]
  luck: number
}

export interface Comparison {
  /** What only one of the two says, a line each. */
  differences: string[]
  /** Firings without an outcome. */
  unsettled: string[]
  /** Events that only one of the two calls unclear. */
  unclear: string[]
  /** Calls that settling everything once more made. */
  callsAgain: string[]
  /** Users or welcome e-mails made twice. */
  twice: string[]
  firings: number
  calls: number
}

/** A rule whose firings are all taken back at a moment, and that is deleted with it. */
export interface Undone {
  rule: string
  at: Instant
}

/**
 * @param reports in any order; each arrives at its own time
 * @param site takes the place of the product's own
 * @param undone left out of what the model judges
 */
export async function compare(
  reports: Report[],
  world: World,
  weather: Weather,
  site?: (simulator: Simulator) => Settler,
  undone?: Undone,
): Promise<Comparison> {
  const clock = new Clock(BEGINNING - 200 * DAY_MS)
  const giveBack = clock.takeCharge(weather.luck)
  try {
    return await compareUnder(clock, reports, world, weather, site, undone)
  } finally {
    giveBack()
  }
}

async function compareUnder(
  clock: Clock,
  reports: Report[],
  world: World,
  { switches, mishaps }: Weather,
  site: ((simulator: Simulator) => Settler) | undefined,
  undone: Undone | undefined,
) {
  const sleep = (ms: number) => new Promise<void>((done) => void clock.at(clock.now + ms, done))
  const simulator = createSimulator({ now: () => clock.now, sleep })
  const academy = simulator.addSite({ subdomain: SITE, apiKey: KEY, accessToken: TOKEN, switches })
  for (const mishap of mishaps) {
    if (mishap.kind === 'fault') {
      let before = 0
      simulator.faults.add({
        ...mishap,
        kind: mishap.fault,
        match: ({ method }) => {
          before += Number(mishap.only === null || mishap.only === method)
          return (mishap.only === null || mishap.only === method) && before > mishap.after
        },
      })
    }
  }
  const product = new Product({ rules: world.rules.map(toRule), mishaps }, simulator, clock, site?.(simulator))
  furnish(academy, clock, world, (bundles) => product.readBundles(bundles))
  product.settings.zones = new ZonesOverTime(world, clock)
  product.readBundles(Object.entries(world.bundles).map(([id, over]) => [id, valueAt(over, 0) ?? []]))
  for (const report of [...reports].sort((one, other) => one.arrived - other.arrived)) {
    product.arrives(toEvent(report, world.failures), report.arrived)
  }
  if (undone !== undefined) {
    clock.at(undone.at, () => product.undo(undone.rule))
  }
  await clock.quiet()
  const now = clock.now
  const verdict = judge(reports, { ...world, rules: world.rules.filter(({ id }) => id !== undone?.rule) }, now)
  const open = listOpen(academy, [...reports, ...world.found], now)
  const right = listRight(verdict)
  const fired = product.fired.filter(({ open: { firing } }) => firing.rule.id !== undone?.rule)
  const unsettled = fired.filter(({ settling }) => !settling?.final).map(({ open: { firing } }) => firing.id)
  const saysUnclear = fired.flatMap(({ event, open: { firing }, settling }) =>
    settling?.final && (settling.outcome as string) === 'unclear'
      ? [`${event.id}/${event.items[firing.item]?.productId}`]
      : [],
  )
  const firedAtAll = new Set(fired.map(({ event, open }) => `${event.id}/${event.items[open.firing.item]?.productId}`))
  const calls = simulator.calls.length
  const users = [...academy.data.users.values()].map(({ email }) => `user ${email.toLowerCase()}`)
  const welcomes = simulator.emails.map(({ to, kind, about }) => `${kind} to ${to} about ${about}`)
  simulator.faults.clear()
  const settled = product.settleAgain()
  await clock.quiet()
  await settled
  return {
    differences: differencesOf(open, right),
    unsettled,
    unclear: onlyOnce(
      [...new Set(saysUnclear)],
      verdict.unclear.filter((key) => firedAtAll.has(key)),
    ),
    callsAgain: simulator.calls.slice(calls).map(({ method, path }) => `${method} ${path}`),
    twice: [...users, ...welcomes].filter((one, index, all) => all.indexOf(one) !== index),
    firings: fired.length,
    calls,
  }
}

type Academy = ReturnType<ReturnType<typeof createSimulator>['addSite']>

/** `ada@example.com 101` → until when. */
export type Open = Map<string, Instant | null>

export function listOpen(academy: Academy, people: { email: string }[], now: Instant): Open {
  const open: Open = new Map()
  for (const email of new Set(people.map((one) => one.email))) {
    for (const { courseId, until, state } of academy.access(email)) {
      if (state !== 'trial' && (until === null || until > now)) {
        open.set(`${email} ${courseId}`, until === null || until >= FOR_EVER ? null : until)
      }
    }
  }
  return open
}

function listRight({ access }: Verdict): Open {
  return new Map([...access].flatMap(([email, all]) => [...all].map(([course, end]) => [`${email} ${course}`, end])))
}

/** Marketplaces' zones as they are at the moment. */
export class ZonesOverTime extends Map<string, string> {
  readonly #world: World
  readonly #clock: Clock

  constructor(world: World, clock: Clock) {
    super()
    this.#world = world
    this.#clock = clock
  }

  override get(marketplace: string): string | undefined {
    return valueAt(this.#world.zones[marketplace], this.#clock.now)
  }
}

/** Courses, bundles and what is open from before; bundles change at their times. */
export function furnish(
  academy: Academy,
  clock: Clock,
  world: World,
  refresh: (bundles: [id: string, courses: string[]][]) => void = () => {},
): void {
  for (const id of COURSES) {
    academy.addCourse({ id: Number(id), name: id })
  }
  for (const [id, over] of Object.entries(world.bundles)) {
    academy.addBundle({ id: Number(id), name: id, courseIds: (valueAt(over, 0) ?? []).map(Number) })
    for (const { from, value } of over.filter(({ from }) => from > 0)) {
      clock.at(from, () => {
        academy.setBundleCourses(Number(id), value.map(Number))
        // Access that starts later may start right after.
        if (world.rules.some(({ starts }) => starts.kind !== 'at once')) {
          refresh([[id, value]])
        }
      })
      clock.at(from + REACHES_MEMBERS_MS, () => world.refreshes && refresh([[id, value]]))
    }
  }
  for (const { email, courses, activatedAt, until } of world.found) {
    const { id: userId } = academy.user(email) ?? academy.addUser({ email })
    for (const course of courses) {
      clock.at(
        activatedAt,
        () => void academy.enroll({ userId, courseId: Number(course), activatedAt, expiryDate: until }),
      )
    }
  }
}

export function differencesOf(open: Open, right: Open): string[] {
  const who = [...new Set([...open.keys(), ...right.keys()])].sort()
  return who.flatMap((key) => {
    const [has, should] = [open.get(key), right.get(key)]
    const same =
      has === should || (typeof has === 'number' && typeof should === 'number' && Math.abs(has - should) <= SAME_END_MS)
    return same ? [] : [`${key}: is ${describe(has)}, should be ${describe(should)}`]
  })
}

function describe(end: Instant | null | undefined): string {
  if (end === undefined) {
    return 'out'
  }
  return end === null ? 'in' : `in until ${new Date(end).toISOString()}`
}

function onlyOnce(product: string[], model: string[]): string[] {
  return [
    ...product.filter((key) => !model.includes(key)).map((key) => `${key}: only the product calls it unclear`),
    ...model.filter((key) => !product.includes(key)).map((key) => `${key}: should be unclear`),
  ]
}

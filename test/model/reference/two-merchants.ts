/**
 * Two merchants of one site with customers in common, one of whom has a credential that Thinkific refuses for a while.
 * Meanwhile the other's customers have what they would have without that merchant; afterwards everyone has what they would
 * have had without a refusal.
 */
import { createSimulator } from '../../simulator/simulator'
import { Clock } from '../clock'
import { KEY, TOKEN } from '../object'
import { Product } from '../product'
import { SITE } from '../setups'
import { toEvent, toRule } from './as-product'
import { differencesOf, furnish, listOpen, type Open, ZonesOverTime } from './comparison'
import { type Plan, tell } from './generate'
import { BEGINNING } from './script'
import { type Instant, type Report, valueAt, type World } from './terms'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Refused credentials are probed every five minutes, and each is a call. */
const LONGEST_MS = 4 * DAY_MS

export interface Two {
  reports: Report[]
  world: World
  refused: { from: Instant; to: Instant }
}

/** The second plan becomes the second merchant's. Null where nothing is quiet long enough to say what is due. */
export function toTwo(first: Plan, second: Plan, chance: number): Two | null {
  const plain = (plan: Plan): Plan => ({
    ...plan,
    ...{ found: [], changesAfter: null },
    // Whose an event is that crosses to another email depends on who is in by then.
    steps: plan.steps.map((step) => ({ ...step, email: null })),
  })
  const [one, other] = [tell(plain(first)), tell(plain(second))]
  const theirs = other.reports.map((report) => ({ ...report, id: `other-${report.id}`, marketplace: 'm2' }))
  const reports = [...one.reports, ...theirs]
  const rules = other.world.rules.map((rule) => ({ ...rule, id: `other-${rule.id}`, marketplace: 'm2' }))
  const zones = { ...one.world.zones, m2: other.world.zones.m1 ?? [] }
  const world = { ...one.world, rules: [...one.world.rules, ...rules], zones }
  const arrivals = reports.map(({ arrived }) => arrived)
  const isQuiet = (at: Instant) => arrivals.every((arrived) => Math.abs(arrived - at) >= 5 * HOUR_MS)
  const moments = arrivals.flatMap((at) => [at - 6 * HOUR_MS, at + 6 * HOUR_MS, at + 3 * DAY_MS]).filter(isQuiet)
  const from = moments[chance % Math.max(1, moments.length)]
  const ends = moments.filter((at) => from !== undefined && at > from && at <= from + LONGEST_MS)
  const to = ends[chance % Math.max(1, ends.length)]
  return from === undefined || to === undefined ? null : { reports, world, refused: { from, to } }
}

/** What differs from the same history without a refusal, or without the other merchant, a line each. */
export async function compareBoth(two: Two, luck: number): Promise<string[]> {
  const { reports, refused } = two
  const lived = await live(two, luck, true)
  const undisturbed = await live(two, luck, false)
  const alone = await live({ ...two, reports: reports.filter(({ marketplace }) => marketplace === 'm1') }, luck, false)
  // What the refused one opened before stays open until it may end it.
  const sold = new Set(
    reports.flatMap((one) => (one.marketplace === 'm2' && one.arrived < refused.from ? [one.email] : [])),
  )
  const ofOthers = (open: Open): Open => new Map([...open].filter(([key]) => !sold.has(key.split(' ')[0] ?? '')))
  return [
    ...lived.unsettled.map((id) => `unsettled: ${id}`),
    ...differencesOf(ofOthers(lived.meanwhile), ofOthers(alone.meanwhile)).map((line) => `meanwhile ${line}`),
    ...differencesOf(lived.ended, undisturbed.ended).map((line) => `in the end ${line}`),
  ]
}

async function live({ reports, world, refused }: Two, luck: number, isRefused: boolean) {
  const clock = new Clock(BEGINNING - 200 * DAY_MS)
  const giveBack = clock.takeCharge(luck)
  try {
    const sleep = (ms: number) => new Promise<void>((done) => void clock.at(clock.now + ms, done))
    const simulator = createSimulator({ now: () => clock.now, sleep })
    const academy = simulator.addSite({ subdomain: SITE, apiKey: KEY, accessToken: TOKEN })
    furnish(academy, clock, world)
    const product = new Product({ rules: world.rules.map(toRule), mishaps: [] }, simulator, clock)
    product.settings.zones = new ZonesOverTime(world, clock)
    product.readBundles(Object.entries(world.bundles).map(([id, over]) => [id, valueAt(over, 0) ?? []]))
    for (const report of [...reports].sort((one, other) => one.arrived - other.arrived)) {
      product.arrives(toEvent(report, world.failures), report.arrived)
    }
    let meanwhile: Open = new Map()
    if (isRefused) {
      clock.at(refused.from, () => academy.setAccessToken(null))
      clock.at(refused.to, () => academy.setAccessToken(TOKEN))
    }
    clock.at(refused.to - 1, () => {
      meanwhile = listOpen(academy, reports, clock.now)
    })
    await clock.quiet()
    return {
      meanwhile,
      ended: listOpen(academy, reports, clock.now),
      unsettled: product.fired.filter(({ settling }) => !settling?.final).map(({ open }) => open.firing.id),
    }
  } finally {
    giveBack()
  }
}

/**
 * Two merchants of one site with customers in common, one of whom has a credential that Thinkific refuses for a while.
 * Meanwhile the other's customers have what they would have without that merchant; afterwards everyone has what they would
 * have had without a refusal.
 */
import fc from 'fast-check'
import { createSimulator } from '../../simulator/simulator'
import { Clock } from '../clock'
import { KEY, TOKEN } from '../object'
import { Product } from '../product'
import { SITE } from '../setups'
import { toEvent, toRule } from './as-product'
import { differencesOf, furnish, listOpen, type Open, ZonesOverTime } from './comparison'
import {
  at,
  BEGINNING,
  create,
  expire,
  type Line,
  recommended,
  reportsOf,
  type Script,
  type Word,
  worldOf,
} from './script'
import { type Instant, type Report, valueAt, type World } from './terms'

const DAY_MS = 86_400_000
/** Between two events, in days. */
const STEP = 1 / 8
/** Half a step: what was reported before is settled by then. */
const SETTLED = STEP / 2
const BUNDLES: Script['bundles'] = { '201': [[0, '101', '102']], '202': [[0, '102', '103']] }
/** The course that both sell, alone or in a bundle. */
const TARGETS = ['101', '101', '201']

export interface Two {
  reports: Report[]
  world: World
  refused: { from: Instant; to: Instant }
}

/** The second of them is reported once its merchant's credential is refused. */
const OPENING = [
  { shop: 'm1', word: 'purchased', who: 'ada' },
  { shop: 'm2', word: 'purchased', who: 'ada' },
] as const

const line = fc.record({
  shop: fc.constantFrom('m1', 'm2'),
  word: fc.constantFrom<Word>(
    ...([
      'purchased',
      'purchased',
      'purchased',
      'refunded',
      'refunded',
      'charged',
      'failed',
      'canceled',
      'restarted',
      'reversed',
    ] as const),
  ),
  who: fc.constantFrom('ada', 'ada', 'bob'),
})

/** An event every few hours. Refused credentials are probed every five minutes, so that no refusal lasts long. */
export const twos: fc.Arbitrary<Two> = fc
  .record({
    lines: fc.array(line, { minLength: 1, maxLength: 6, size: 'max' }),
    targets: fc.tuple(fc.constantFrom(...TARGETS), fc.constantFrom(...TARGETS)),
    steps: fc.integer({ min: 2, max: 5 }),
  })
  .map(({ lines, targets, steps }) => {
    const rules = targets.flatMap((target, n) =>
      [...recommended('A', target), create('charged', target), expire('failed', target)].map((rule) => ({
        ...rule,
        marketplace: `m${n + 1}`,
      })),
    )
    const events = [...OPENING, ...lines].map(({ shop, word, who }, n): Line => {
      const id = `${shop}-${who}`
      return [word, n * STEP, { marketplace: shop, email: `${who}@example.com`, o: id, s: id }]
    })
    const script: Script = { rules, events, right: [], bundles: BUNDLES }
    return {
      reports: reportsOf(script).map((one) => ({ ...one, arrived: one.arrived + 1_000 })),
      world: worldOf(script),
      refused: { from: at(SETTLED), to: at(steps * STEP + SETTLED) },
    }
  })

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

import { describe, expect, test, vi } from 'vitest'
import { seed, sized } from '../depth'
import { randomFrom } from './clock'
import { inOrder, ordersOf, withRepeat } from './reference/arrivals'
import { compare, type Weather } from './reference/comparison'
import { describeHistory, problemsOf } from './reference/describe-history'
import { reportsOf, type Script, worldOf } from './reference/script'
import { TABLES } from './reference/tables'
import type { Report, World } from './reference/terms'

const FAIR: Weather = { switches: {}, mishaps: [], luck: 1 }
/** The scripts speak of people by name, and of bundles by letter. */
const BUNDLES: Record<string, string> = { b1: '201', b2: '202' }

function real(script: Script): { reports: Report[]; world: World } {
  const world = worldOf(script)
  const address = <T extends { email: string }>(one: T): T => ({ ...one, email: `${one.email}@example.com` })
  const named = <T extends { target: World['rules'][number]['target'] }>(one: T): T => ({
    ...one,
    target: { ...one.target, id: BUNDLES[one.target.id] ?? one.target.id },
  })
  return {
    reports: reportsOf(script).map((one) => ({ ...address(one), arrived: one.arrived + 1_000 })),
    world: {
      ...world,
      rules: world.rules.map(named),
      found: world.found.map((one) => named(address(one))),
      bundles: Object.fromEntries(
        Object.entries(world.bundles).map(([id, over]) => [
          BUNDLES[id] ?? id,
          over.map((one, index) => (index === 0 ? { ...one, from: 0 } : one)),
        ]),
      ),
    },
  }
}

/** Another order of arrival is another history for a sender of triggers, and where a bundle or the zone changes. */
function isFixed({ reports, world }: ReturnType<typeof real>): boolean {
  const changes = [...Object.values(world.bundles), ...Object.values(world.zones)].some((over) => over.length > 1)
  return (
    changes ||
    reports.some(
      ({ dialect, id }, index) => dialect === 'triggers' || reports.findIndex((one) => one.id === id) !== index,
    )
  )
}

async function expectRight(reports: Report[], world: World): Promise<void> {
  const wrong = problemsOf(await compare(reports, world, FAIR))
  const described = wrong.length === 0 ? [] : describeHistory(reports, world, FAIR)
  expect([...described, ...wrong]).toEqual([])
}

/** Which of them arrive again, one at a time. */
function repeated(reports: Report[]): number[] {
  return [...reports.keys()].slice(-sized(2, reports.length))
}

const UNCLEAR = Object.values(TABLES).flatMap((table) => Object.entries(table).filter(([, { unclear }]) => unclear))

describe('What stays open', () => {
  test.each(UNCLEAR)('%s', async (_, script) => {
    const { reports, world } = real(script)
    expect((await compare(reports, world, FAIR)).unclear).toEqual([])
  })
})

for (const [about, table] of Object.entries(TABLES)) {
  describe(about, () => {
    test.each(Object.entries(table))('%s', async (_, script) => {
      const silence = vi.spyOn(console, 'error').mockImplementation(() => {})
      const { reports, world } = real(script)
      const chance = randomFrom(seed(1).seed)
      await expectRight(reports, world)
      if (!isFixed({ reports, world }) && reports.every(({ arrived, happened }) => arrived === happened + 1_000)) {
        for (const order of ordersOf(reports.length, chance)) {
          await expectRight(inOrder(reports, order), world)
        }
      }
      for (const index of repeated(reports)) {
        await expectRight(withRepeat(reports, index, true), world)
      }
      silence.mockRestore()
    })
  })
}

/** How a history comes in: as it happened, each event late on its own, or all at the end in some order; and what arrives twice. */
import fc from 'fast-check'
import { inOrder, withRepeat } from './arrivals'
import type { Realized } from './generate'
import type { Report } from './terms'

const SECOND_MS = 1_000
const MINUTE_MS = 60_000

export interface Arrangement {
  kind: 'as it happened' | 'late' | 'at the end'
  /** Seconds by which each event is late. */
  late: number[]
  /** Ranks that put them in order. */
  ranks: number[]
  repeat: { which: number; anotherId: boolean } | null
}

const seconds = fc.constantFrom(1, 1, 90, 3_600, 3 * 86_400, 40 * 86_400)

/** @param most events in a history */
export function arrangements(most: number): fc.Arbitrary<Arrangement> {
  const all = { minLength: most, maxLength: most }
  return fc.record({
    kind: fc.constantFrom('as it happened', 'late', 'at the end'),
    late: fc.array(seconds, all),
    ranks: fc.array(fc.nat({ max: 1_000 }), all),
    repeat: fc.option(fc.record({ which: fc.nat({ max: 20 }), anotherId: fc.boolean() }), { nil: null }),
  })
}

/** For a sender of triggers, and where a bundle's courses change, another order of arrival is another history. */
export function arrange({ reports, world }: Realized, { kind, late, ranks, repeat }: Arrangement): Report[] {
  const changes = Object.values(world.bundles).some((over) => over.length > 1)
  const isFixed = changes || reports.some(({ dialect }) => dialect === 'triggers')
  const inTime = changes ? oneByOne(reports) : reports
  const arranged =
    isFixed || kind === 'as it happened' ? inTime : kind === 'late' ? delayed(reports, late) : ranked(reports, ranks)
  return repeat === null ? arranged : withRepeat(arranged, repeat.which, repeat.anotherId)
}

/** No two at the same moment: which came first would be left to chance. */
function oneByOne(reports: Report[]): Report[] {
  let last = 0
  return reports.map((report) => {
    last = Math.max(report.arrived, last + MINUTE_MS)
    return { ...report, arrived: last }
  })
}

function delayed(reports: Report[], late: number[]): Report[] {
  return reports.map((report, index) => ({ ...report, arrived: report.happened + (late[index] ?? 1) * SECOND_MS }))
}

function ranked(reports: Report[], ranks: number[]): Report[] {
  const order = reports
    .map((_, index) => index)
    .sort((one, other) => (ranks[one] ?? 0) - (ranks[other] ?? 0) || one - other)
  return inOrder(reports, order)
}

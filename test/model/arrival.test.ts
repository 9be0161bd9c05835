import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seed, sized } from '../depth'
import { judge } from './reference'
import { inOrder, ordersOf, withRepeat } from './reference/arrivals'
import { type Plan, plans, realize } from './reference/generate'
import type { Report, World } from './reference/terms'

const YEAR_MS = 365 * 86_400_000

/** Access and its end, what is unclear, and whose each event is: a year after everything began, and at once. */
function verdicts(reports: Report[], world: World) {
  const last = Math.max(...reports.map(({ happened }) => happened)) + 86_400_000
  return [last, last + YEAR_MS].map((now) => {
    const { access, unclear, holders } = judge(reports, world, now)
    const lines = [...access].flatMap(([email, courses]) =>
      [...courses].map(([course, end]) => [email, course, end].join(' ')),
    )
    return { lines: lines.sort(), unclear, holders: [...holders].sort() }
  })
}

/** Facts keep their times however they arrive; what a bundle held when it was opened depends on when that was. */
const realized = plans(6)
  .filter(({ facts, changesAfter }) => facts && changesAfter === null)
  .map((plan: Plan) => realize(plan))
  .filter(({ reports }) => reports.length > 0)

describe('The reference model', () => {
  test('does not know in which order facts arrived', () => {
    fc.assert(
      fc.property(
        realized,
        fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
        ({ reports, world }, chance) => {
          const orders = ordersOf(reports.length, () => chance.next().value)
          const right = verdicts(
            inOrder(
              reports,
              reports.map((_, index) => index),
            ),
            world,
          )
          for (const order of orders) {
            expect(verdicts(inOrder(reports, order), world)).toEqual(right)
          }
        },
      ),
      { numRuns: sized(100, 10_000), ...seed(0) },
    )
  })

  test('counts an event once, under its own id or another', () => {
    fc.assert(
      fc.property(realized, fc.nat(), fc.boolean(), ({ reports, world }, which, anotherId) => {
        const [lines, repeated] = [reports, withRepeat(reports, which, anotherId)].map((all) =>
          verdicts(all, world).map((verdict) => verdict.lines),
        )
        expect(repeated).toEqual(lines)
      }),
      { numRuns: sized(1_000, 50_000), ...seed(0) },
    )
  })

  test('speaks of histories in which people are in, out, and unclear', () => {
    const count = { in: 0, out: 0, ending: 0, unclear: 0 }
    for (const { reports, world } of fc.sample(realized, { numRuns: 1_000, seed: 1 })) {
      const { access, unclear } = judge(reports, world, Math.max(...reports.map(({ arrived }) => arrived)))
      const ends = [...access.values()].flatMap((courses) => [...courses.values()])
      count[ends.length > 0 ? 'in' : 'out'] += 1
      count.ending += Number(ends.some((end) => end !== null))
      count.unclear += Number(unclear.length > 0)
    }
    expect(Math.min(count.in, count.out)).toBeGreaterThan(200)
    expect(count.ending).toBeGreaterThan(50)
    expect(count.unclear).toBeGreaterThan(10)
  })
})

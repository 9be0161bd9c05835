/** Differences found and settled under every value of what is undocumented about Thinkific. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Target } from '../../../../src/integrations/thinkific/actions'
import type { Settlement } from '../../../../src/model/instruction'
import { CHOICES, type Switches } from '../../../simulator/switches.ts'
import { type Academy, academy, advanceTime, CELLO, DAY, DUO, type EventSpec, HOUR, PIANO, VIOLIN } from '../academy'
import { listDifferences } from './reading'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const [ADA, BEA, CLEO, EVE] = ['ada@example.com', 'bea@example.com', 'cleo@example.com', 'eve@example.com']
const cases = Object.entries(CHOICES).flatMap(([name, values]) =>
  values.map((value) => [`${name}: ${value}`, { [name]: value }] as [string, Partial<Switches>]),
)

const listed = async (shop: Academy) =>
  (await listDifferences(shop, [PIANO, VIOLIN, CELLO])).map(({ kind, email }) => `${kind} ${email}`).toSorted()

function rowOf({ owner }: Academy, email: string, course: Target) {
  const user = owner.user(email)?.id
  const rows = [...owner.data.enrollments.values()]
  return rows.find((row) => row.userId === user && String(row.courseId) === course.id)?.id ?? 0
}

/** What a person's choice about a difference becomes. */
async function settle(shop: Academy, spec: EventSpec, settles?: Settlement): Promise<string> {
  const hours = (Date.now() - Date.UTC(2026, 4, 1, 12)) / HOUR
  const job = await shop.job({ origin: 'person', at: hours, ...spec })
  const instruction = settles === undefined ? job.instruction : { ...job.instruction, settles }
  const settling = await shop.settled({ ...job, instruction })
  return settling.final ? settling.outcome : settling.reason
}

describe('Under every switch of the simulator', () => {
  test.each(cases)('%s', async (_, switches) => {
    const shop = await academy(switches)
    const lasts = { options: { accessDays: 30 } }
    await shop.receive({ email: ADA, order: 'a', ...lasts })
    await shop.receive({ email: BEA, order: 'b', target: DUO, product: 'duo' })
    await shop.receive({ email: CLEO, order: 'c', ...lasts })
    await advanceTime(HOUR)
    expect(await listed(shop)).toEqual([])
    const before = shop.has(PIANO, ADA)

    shop.owner.setDates(rowOf(shop, ADA, PIANO), { expiryDate: Date.now() - 2 * DAY })
    shop.owner.removeEnrollment(rowOf(shop, BEA, VIOLIN))
    const theirs = Date.now() + 3 * DAY
    shop.owner.setDates(rowOf(shop, CLEO, PIANO), { expiryDate: theirs })
    const { id: userId } = shop.owner.addUser({ email: EVE })
    shop.owner.enroll({ userId, courseId: 103 })
    await advanceTime(HOUR)
    expect(await listed(shop)).toEqual([`date ${CLEO}`, `missing ${ADA}`, `missing ${BEA}`, `unexplained ${EVE}`])

    expect(await settle(shop, { email: ADA, order: 'a' }, { how: 'as granted' })).toBe('renewed')
    expect(await settle(shop, { email: BEA, order: 'b', target: VIOLIN, product: 'duo' }, { how: 'as granted' })).toBe(
      'enrolled',
    )
    expect(await settle(shop, { email: CLEO, order: 'c' }, { how: 'as found', end: theirs })).toBe('already enrolled')
    expect(await settle(shop, { email: EVE, order: null, target: CELLO, does: 'expire' })).toBe('expired')
    expect([shop.has(PIANO, ADA), shop.has(VIOLIN, BEA), shop.has(CELLO, EVE)]).toEqual([before, 'open', 'closed'])
    await advanceTime(HOUR)
    expect(await listed(shop)).toEqual([])
  })
})

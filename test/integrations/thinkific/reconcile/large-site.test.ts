/** A course of 50,000, read while the shop goes on selling. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { sized } from '../../../depth'
import { figure } from '../../../figure'
import { academy, advanceTime, HOUR, PIANO, VIOLIN } from '../academy'
import { readCourse } from './reading'

const ENROLLMENTS = 50_000
const PAGE = 250
/** Rows that a page really brings: in a quick run a tenth, since what is counted is pages. */
const ROWS = sized(25, PAGE)

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('A site with 50,000 enrollments', () => {
  test('is reconciled with exactly 200 calls, and a sale in the middle is in at once', async () => {
    const shop = await academy({}, 120)
    const pages = servePages()
    await advanceTime(HOUR)
    await shop.receive({ email: 'first@example.com', target: VIOLIN, at: 1 })
    const access = await shop.access('shop')
    const begun = Date.now()
    const sales: { outcome: string; took: number }[] = []
    const read = await readCourse(shop, access, PIANO, async (page) => {
      if (page === 100) {
        const before = Date.now()
        const spec = { email: 'buyer@example.com', order: 'o2', target: VIOLIN, at: (before - begun) / HOUR + 1 }
        sales.push({ outcome: await shop.outcome(spec), took: Date.now() - before })
      }
    })
    expect([pages.asked.length, new Set(pages.asked).size, read.calls]).toEqual([200, 200, 200])
    expect([new Set(read.users).size, read.differences.length]).toEqual([200 * ROWS, 200 * ROWS])
    expect(sales).toEqual([{ outcome: 'enrolled', took: expect.toSatisfy((took: number) => took <= 1_000) }])
    figure(`50,000 enrollments: 200 calls in ${((Date.now() - begun) / 60_000).toFixed(0)} minutes at 120 a minute`)
  })

  test('leaves every call to firings while any runs or waits', async () => {
    const shop = await academy({}, 120)
    const access = await shop.access('shop')
    shop.site.firingSlots.requestAfter('shop~waiting', 2, Date.now() + HOUR)
    let asked = 0
    const reading = readCourse(shop, access, PIANO).then(() => {
      asked = shop.simulator.calls.length
    })
    await advanceTime(60_000)
    expect(shop.simulator.calls).toEqual([])
    shop.site.firingSlots.request('shop~waiting', 2, Date.now() + HOUR)
    await advanceTime(10_000)
    await reading
    expect(asked).toBe(1)
  })
})

/** Thinkific's pages of one large course; the simulator, which answers all else, would look through 50,000 rows for each. */
function servePages(): { asked: string[] } {
  const asked: string[] = []
  const answer = vi.mocked(globalThis.fetch).getMockImplementation()
  vi.mocked(globalThis.fetch).mockImplementation(async (input, init) => {
    const { searchParams, pathname } = new URL(String(input instanceof Request ? input.url : input))
    if (!pathname.endsWith('/enrollments') || searchParams.get('query[course_id]') !== PIANO.id) {
      return answer?.(input, init) ?? new Response(null, { status: 500 })
    }
    const page = Number(searchParams.get('page'))
    asked.push(String(page))
    const pages = ENROLLMENTS / PAGE
    const pagination = { next_page: page < pages ? page + 1 : null, total_pages: pages, total_items: ENROLLMENTS }
    const items = Array.from({ length: ROWS }, (_, n) => toRow((page - 1) * PAGE + n))
    return Response.json({ items, meta: { pagination } })
  })
  return { asked }
}

function toRow(n: number) {
  const at = '2026-04-01T10:00:00.000Z'
  const person = { user_id: 500_000 + n, user_email: `student${n}@example.com`, user_name: 'A Student' }
  const dates = { activated_at: at, expiry_date: null, created_at: at, updated_at: at }
  return {
    id: n + 1,
    course_id: 101,
    course_name: PIANO.name,
    expired: false,
    is_free_trial: false,
    ...person,
    ...dates,
  }
}

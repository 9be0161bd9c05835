/** An import takes nine tenths of a site's requests for hours; a reconcile beside it goes on all the same. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { JobSettler } from '../../../../src/integrations/thinkific/firing/settle-jobs'
import type { ThinkificJob } from '../../../../src/integrations/thinkific/thinkific-job'
import { type Academy, academy, advanceTime, HOUR, PIANO, runToEnd, VIOLIN } from '../academy'
import { readCourse } from './reading'

const MINUTE = 60_000
/** As the import's job does. */
const AT_ONCE = 20
const ENROLLED = 600
/** Find, create, enroll, and a call of the reading or the import that was under way. */
const CALLS_OF_A_SALE = 4
/** Virtual time moves on by this much at a time. */
const TICK_MS = 1_000

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('A reading beside an import', () => {
  test('a reconcile while an import runs: it reads three pages in minutes, and a sale meanwhile is in at once', () =>
    readBesideImport(300))

  test('goes on where every connection is waiting for a slow Thinkific', () => readBesideImport(4_000))
})

async function readBesideImport(latency: number): Promise<void> {
  const shop = await academy({}, 120)
  for (let n = 0; n < ENROLLED; n += 1) {
    const { id: userId } = shop.owner.addUser({ email: `student${n}@example.com`, firstName: 'A', lastName: 'Student' })
    shop.owner.enroll({ userId, courseId: Number(PIANO.id) })
  }
  delayAnswers(latency)
  const running = importOrders(shop, 2_000)
  await advanceTime(5 * MINUTE)
  const begun = Date.now()
  let took = Number.NaN
  const read = await readCourse(shop, await shop.access('shop'), PIANO, async (page) => {
    if (page === 2) {
      const before = Date.now()
      const sale = { email: 'buyer@example.com', order: 'live', target: VIOLIN, at: (before - begun) / HOUR }
      expect(await shop.outcome(sale)).toBe('enrolled')
      took = Date.now() - before
    }
  })
  const minutes = (Date.now() - begun) / MINUTE
  expect(await running.stop()).toBeGreaterThan(0)
  expect(read.calls).toBe(3)
  expect(took).toBeLessThanOrEqual(CALLS_OF_A_SALE * (latency + TICK_MS))
  expect(minutes).toBeLessThan(5)
}

function delayAnswers(ms: number): void {
  const answer = vi.mocked(globalThis.fetch).getMockImplementation()
  vi.mocked(globalThis.fetch).mockImplementation(async (input, init) => {
    await new Promise((resolve) => setTimeout(resolve, ms))
    return answer?.(input, init) ?? new Response(null, { status: 500 })
  })
}

function importOrders(shop: Academy, orders: number) {
  const settler = new JobSettler(shop.site)
  let left = orders
  const settle = async (job: ThinkificJob) => {
    for (;;) {
      const [settling] = await settler.settle([job], (work) => void work)
      if (settling === undefined || settling.final) {
        return
      }
      const at = settling.parked ? Date.now() + MINUTE : settling.at
      await new Promise((resolve) => setTimeout(resolve, Math.max(1_000, at - Date.now())))
    }
  }
  const work = async () => {
    while (left > 0) {
      left -= 1
      const n = left
      await settle(
        await shop.job({ email: `past${n}@example.com`, order: `past${n}`, target: VIOLIN, origin: 'import' }),
      )
    }
  }
  const done = Promise.all(Array.from({ length: AT_ONCE }, work))
  /** How many were not begun. */
  const stop = async () => {
    const unbegun = left
    left = 0
    await runToEnd(done)
    return unbegun
  }
  return { stop }
}

/** Ending everyone's access on a real journal's storage, with a ledger of many holders. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, test, vi } from 'vitest'
import { END_ACCESS } from '../../../src/journal/jobs/end-access'
import type { JobKind } from '../../../src/journal/jobs/job'
import { JobRunner } from '../../../src/journal/jobs/job-runner'
import type { JobPorts } from '../../../src/journal/jobs/ports'
import { JournalRuntime } from '../../../src/journal/journal-runtime'
import { recordSettlements } from '../../../src/journal/receipts/record-settlement'

/** Of a list of 4,000 none of whom lose their access, these stand for the last. */
const LISTED_BEFORE = 3_980

describe('Ending all access', () => {
  test('Customers who keep their access in spite of it do not hide those after them', async () => {
    const holders = Array.from({ length: 30 }, (_, n) => ({
      email: `buyer-${n}@example.com`,
      productId: 'p1',
      productName: null,
      orderId: `o-${n}`,
      subscriptionId: null,
    }))
    const listHolders = async (_: unknown, __: unknown, ___: unknown, most: number) =>
      holders.slice(0, most - LISTED_BEFORE)
    await runInDurableObject(env.JOURNAL.getByName('end-access-many'), async (_, { storage }) => {
      const asked: string[] = []
      const runtime = new JournalRuntime(storage, async (messages) => {
        asked.push(...messages.flatMap((message) => (message.kind === 'firing' ? [message.firing] : [])))
      })
      const runner = new JobRunner(runtime, { listHolders } as unknown as JobPorts, [END_ACCESS as unknown as JobKind])
      await runner.start({
        id: 'end',
        marketplace: 'm',
        kind: 'end-access',
        person: 'Ada',
        input: {
          action: 'expire_course',
          target: { kind: 'course', id: '7', name: 'Seven' },
          ledger: { kind: 'thinkific', site: 's' },
          integration: { id: 'i', name: 'Academy', site: 's' },
        },
      })
      const tried = new Set<string>()
      for (let turn = 0; turn < 20 && runner.list()[0]?.endedAt === null; turn += 1) {
        const answers = asked.splice(0).map((firing) => {
          const outcome = tried.size === 0 ? ('expired' as const) : ('rejected by Thinkific' as const)
          tried.add(firing)
          return { event: '', firing, settling: { final: true as const, outcome, sentence: '', attempts: [] } }
        })
        runtime.transact((store, now) => recordSettlements(store, answers, now))
        vi.setSystemTime(Date.now() + 2_000)
        await runner.onAlarm()
      }
      vi.useRealTimers()
      expect(tried.size).toBe(holders.length)
      expect(runner.list()[0]).toMatchObject({
        status: 'done',
        done: holders.length,
        result:
          'The access of one customer was ended; each has an entry in the log. That of 29 customers was not: their entries say why.',
      })
      await storage.deleteAlarm()
    })
  })
})

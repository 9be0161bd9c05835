/** Lost sales taken in, on a real journal's storage whose queue brings everything at once. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { SETTLE_SALES } from '../../../src/imports/lost-sales/kind-ids'
import { runSettling, type SettleSalesKind } from '../../../src/imports/lost-sales/settle-sales'
import type { JobKind } from '../../../src/journal/jobs/job'
import { JobRunner } from '../../../src/journal/jobs/job-runner'
import type { JobPorts } from '../../../src/journal/jobs/ports'
import { JournalRuntime } from '../../../src/journal/journal-runtime'
import type { JournalStore } from '../../../src/journal/journal-store'
import type { LostSale } from '../../../src/journal/lost-sales/lost-sale'
import { readLostSales } from '../../../src/journal/lost-sales/lost-sales'
import { receiveArrivals } from '../../../src/journal/receive-arrivals'
import { type MarketEvent, sourceOf } from '../../../src/model/event'
import type { QueueMessage } from '../../../src/model/message'
import { sampleEvent } from '../../journal/samples'

const AT = Date.UTC(2026, 10, 2, 9)

let made = 0

afterEach(() => {
  vi.useRealTimers()
})

function lostSale(n: number, different: Partial<LostSale> = {}): LostSale {
  return {
    id: `paid ${n}`,
    kind: 'paid',
    email: `lost-${n}@example.com`,
    firstName: 'Lou',
    lastName: null,
    customerId: '998877',
    productId: 'p1',
    productName: 'Club',
    orderId: `o-${n}`,
    subscriptionId: null,
    paymentId: `ch_${n}`,
    cents: 9_700,
    currency: 'USD',
    happenedAt: AT,
    dated: true,
    periodEnd: null,
    ...different,
  }
}

interface Setting {
  runtime: JournalRuntime
  /** Events that the queue was given. */
  sent: MarketEvent[]
  /** Works on the job until it has ended; a slice may be lost after it was done. */
  settle: (input: object, lost?: (slice: number) => boolean) => Promise<string | null>
}

async function onJournal(sales: LostSale[], use: (setting: Setting) => Promise<void>): Promise<void> {
  made += 1
  await runInDurableObject(env.JOURNAL.getByName(`settling-${made}`), async (_, { storage }) => {
    const sent: MarketEvent[] = []
    const send = async (messages: QueueMessage[]) => {
      sent.push(...messages.flatMap((message) => (message.kind === 'event' ? [message.event] : [])))
    }
    const runtime = new JournalRuntime(storage, send)
    runtime.transact((store) => {
      for (const sale of sales) {
        store.lostSales.add(sale, store.customerKey(sale.email), 'open', Date.now())
      }
    })
    let slices = 0
    const settle: Setting['settle'] = async (input, lost = () => false) => {
      const kind: SettleSalesKind = {
        id: SETTLE_SALES,
        stoppable: 'by anyone',
        title: ({ what }) => what,
        begin: () => ({ total: null, next: 0, open: [], settled: 0, failed: 0 }),
        runSlice: async (job, context) => {
          slices += 1
          const slice = await runSettling(job, context)
          if (lost(slices)) {
            throw new Error('stopped')
          }
          return slice
        },
      }
      vi.spyOn(console, 'error').mockImplementation(() => {})
      const runner = new JobRunner(runtime, {} as JobPorts, [kind as unknown as JobKind])
      await runner.start({ id: 'settle', kind: SETTLE_SALES, marketplace: 'm', input, person: 'Ada' })
      for (let turn = 0; turn < 60 && runner.list()[0]?.endedAt === null; turn += 1) {
        const arrived = sent.slice(-25).map((event) => ({ event, candidates: [] }))
        receiveArrivals(runtime, arrived)
        vi.setSystemTime(Date.now() + 60_000)
        await runner.onAlarm()
      }
      await storage.deleteAlarm()
      return runner.list()[0]?.result ?? null
    }
    await use({ runtime, sent, settle })
  })
}

const open = (runtime: JournalRuntime) =>
  runtime
    .transact((store: JournalStore, now) => readLostSales(store, now))
    .groups.map(({ kind, count }) => [kind, count])

describe('Lost sales', () => {
  test('become events of their own dates, read from SamCart’s books', async () => {
    await onJournal([lostSale(1)], async ({ sent, settle, runtime }) => {
      expect(await settle({ which: { id: 'paid 1' }, what: '1 paid' })).toBe('1 settled, with its entry in the log.')
      expect(sent).toHaveLength(1)
      expect(sent[0]).toMatchObject({
        type: 'product.purchased',
        happenedAt: AT,
        reports: 'facts',
        test: false,
        orderId: 'o-1',
        customer: { email: 'lost-1@example.com', firstName: 'Lou', id: '998877' },
        items: [{ productId: 'p1', productName: 'Club', payments: ['ch_1'] }],
      })
      expect(sourceOf(sent[0] ?? sampleEvent())).toEqual({ kind: 'import', format: 'samcart-api' })
      expect(open(runtime)).toEqual([])
    })
  })

  test('are settled all of a kind at once, a few at a time, and others stay', async () => {
    const sales = Array.from({ length: 45 }, (_, n) => lostSale(n))
    const refund = lostSale(99, { id: 'refunded 99', kind: 'refunded' })
    await onJournal([...sales, refund], async ({ sent, settle, runtime }) => {
      const result = await settle({ which: { kind: 'paid' }, what: '45 paid' })
      expect(result).toBe('45 settled, each with its entry in the log.')
      expect(new Set(sent.map(({ id }) => id)).size).toBe(45)
      expect(open(runtime)).toEqual([['refunded', 1]])
    })
  })

  test('the journal is reset while lost sales are added: each is taken in once', async () => {
    for (let crash = 1; crash <= 6; crash += 1) {
      await onJournal(
        [1, 2, 3].map((n) => lostSale(n)),
        async ({ sent, settle, runtime }) => {
          const result = await settle({ which: { kind: 'paid' }, what: '3 paid' }, (slice) => slice === crash)
          expect([crash, result]).toEqual([crash, '3 settled, each with its entry in the log.'])
          expect(sent).toHaveLength(3)
          expect(open(runtime)).toEqual([])
        },
      )
    }
  })

  test('that the queue lost are sent again, as the same event', async () => {
    await onJournal([lostSale(1)], async ({ sent, settle, runtime }) => {
      const lose = vi.spyOn(sent, 'slice')
      let looks = 0
      lose.mockImplementation((...range) => {
        looks += 1
        return looks < 15 ? [] : Array.prototype.slice.apply([...sent], range as [number])
      })
      await settle({ which: { id: 'paid 1' }, what: '1 paid' })
      expect(sent.length).toBeGreaterThan(1)
      expect(new Set(sent.map(({ id }) => id)).size).toBe(1)
      expect(open(runtime)).toEqual([])
    })
  })

  test('keep nothing of a customer once they are settled, or the customer is erased', async () => {
    await onJournal([lostSale(1), lostSale(2)], async ({ settle, runtime }) => {
      await settle({ which: { id: 'paid 1' }, what: '1 paid' })
      const left = (email: string) =>
        runtime.transact((store) => store.lostSales.listForCustomer(store.customerKey(email)))
      expect(left('lost-1@example.com')).toEqual([])
      expect(left('lost-2@example.com')).toHaveLength(1)
      runtime.transact((store, now) => store.lostSales.erase(store.customerKey('lost-2@example.com'), now))
      expect(left('lost-2@example.com')).toEqual([])
      expect(open(runtime)).toEqual([])
      expect(runtime.transact((store) => store.lostSales.has('paid 2'))).toBe(true)
    })
  })
})

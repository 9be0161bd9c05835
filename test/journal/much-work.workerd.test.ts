/** An event of many items that many rules match: it runs, or is parked at once with its reason. */
import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { sampleEvent, sampleItem, sampleRule } from './samples'

const fresh = () => env.JOURNAL.getByName(`m-${crypto.randomUUID()}`)

function arrival(items: number, rules: number) {
  const target = (n: number) => ({ kind: 'course' as const, id: String(n), name: `Course ${n}` })
  return {
    event: sampleEvent({ items: Array.from({ length: items }, (_, n) => sampleItem(`p${n}`)) }),
    candidates: Array.from({ length: rules }, (_, n) => sampleRule({ id: `r${n}`, product: '*', target: target(n) })),
  }
}

describe('An event that matches much', () => {
  test('100 items with 14 rules each fire 1,400 times, and the log shows them page by page', async () => {
    const journal = fresh()
    const [received] = await journal.receiveAll([arrival(100, 14)])
    expect(received).toMatchObject({ status: 'open', firings: { length: 1_400 } })
    const { waiting, waitingFound } = await journal.log({ limit: 50 })
    expect([waiting.length, waitingFound]).toEqual([40, 1_400])
  })

  test('500 items with 14 rules each are parked at once, with the reason, beside other events that go on', async () => {
    const journal = fresh()
    const plain = { ...arrival(1, 1), event: sampleEvent({ id: 'plain', orderId: 'o2' }) }
    const [huge, other] = await journal.receiveAll([arrival(500, 14), plain])
    expect([huge?.firings, other?.firings.length]).toEqual([[], 1])
    const { waiting } = await journal.log({})
    const parked = waiting.filter((row) => row.waiting?.parked)
    expect(parked).toMatchObject([{ sentence: expect.stringContaining('matches more rules than one record can hold') }])
  })
})

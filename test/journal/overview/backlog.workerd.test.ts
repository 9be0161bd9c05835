import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Journal } from '../../../src/journal/journal'
import { final, sampleEvent, sampleRule, waits } from '../samples'

const SECOND_MS = 1000
const HOUR_MS = 3_600_000

let journal: DurableObjectStub<Journal>
let made = 0

beforeEach(() => {
  made += 1
  journal = env.JOURNAL.getByName(`rush-${made}`)
})

describe('a rush', () => {
  test('shows what it brought and how much of that is done, even when first viewed later', async () => {
    const began = Date.now() - 60 * SECOND_MS
    await settle(await come('quiet morning', 3, began - HOUR_MS))
    const firings = await come('launch', 40, began)
    await settle(firings.slice(0, 12))
    expect((await journal.overview()).backlog).toEqual({ since: began, done: 12, waiting: 28 })
  })

  test('does not start over with an order after a pause, and ends with its last order', async () => {
    const began = Date.now() - 120 * SECOND_MS
    const firings = await come('launch', 40, began)
    await settle(firings.slice(0, 12))
    const [late] = await come('late order', 1, began + 100 * SECOND_MS)
    expect((await journal.overview()).backlog).toEqual({ since: began, done: 12, waiting: 29 })
    await settle([...firings.slice(12), ...(late ? [late] : [])])
    expect((await journal.overview()).backlog).toBeNull()
  })

  test('is not what is parked, and not a handful', async () => {
    const firings = await come('rejected key', 30, Date.now())
    await journal.record(
      firings.map((one) => ({ ...one, settling: waits('credentials', Date.now(), { parked: true }) })),
    )
    await come('an order', 3, Date.now())
    expect((await journal.overview()).backlog).toBeNull()
  })
})

/** So many orders, a tenth of a second apart. */
async function come(name: string, count: number, at: number): Promise<{ event: string; firing: string }[]> {
  const arrivals: { event: string; firing: string }[] = []
  for (let n = 0; n < count; n += 1) {
    const id = `${name} ${n}`
    const order = sampleEvent({ id, orderId: id, receivedAt: at + n * 100, happenedAt: at + n * 100 })
    const { firings } = await journal.receive(order, [sampleRule()])
    arrivals.push({ event: id, firing: firings[0]?.firing.id ?? '' })
  }
  return arrivals
}

async function settle(firings: { event: string; firing: string }[]): Promise<void> {
  await journal.record(firings.map((one) => ({ ...one, settling: final() })))
}

import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import type { MarketEvent } from '../../../src/model/event'
import { fingerprint } from '../../../src/model/fingerprint'
import { readRefusedTraits } from '../../../src/model/post-traits'
import { AT, sampleEvent, sampleItem } from '../samples'

const DAY_MS = 86_400_000
const ID = 'msg_1'

let journal: ReturnType<typeof env.JOURNAL.getByName>

beforeEach(() => {
  journal = env.JOURNAL.getByName(crypto.randomUUID())
})

/** @param id the sender's own */
function refuse(event: MarketEvent, id: string | null, { at = AT, reason = 'The key is wrong.' } = {}) {
  return journal.refuse({ endpoint: 'hook', at, status: 401, reason }, null, readRefusedTraits(event, id))
}

async function accept(event: MarketEvent) {
  await journal.receive(event, [])
  return (await journal.received(10)).find((one) => one.event === event.id)?.entry ?? ''
}

const arrivals = async () => (await journal.refused()).last.map(({ arrived }) => arrived?.entry ?? null)

/** Without an id of its own. */
function nameless(different: Partial<MarketEvent> = {}): MarketEvent {
  const event = sampleEvent({ id: crypto.randomUUID(), ...different })
  const { type, orderId, customer } = event
  const particulars = { type, orderId, subscriptionId: null, transaction: null, email: customer?.email ?? '' }
  const items = event.items.map((item) => ({
    ...item,
    fingerprint: fingerprint({ ...particulars, productId: item.productId }),
  }))
  return { ...event, items }
}

const charge = { type: 'subscription.charged', typeWord: 'subscription.charged' } as const

describe('A refused post that is sent again', () => {
  test('leads to the entry that was accepted for its id, which says why it was refused first', async () => {
    const changed = sampleEvent({ customer: null, items: [] })
    await refuse(changed, ID, { reason: 'The clock is off.' })
    await refuse(sampleEvent(), ID, { at: AT + 1 })
    await refuse(sampleEvent(), 'msg_2', { at: AT + 2 })
    const entry = await accept(sampleEvent({ id: ID, orderId: 'o2', receivedAt: AT + 3 }))
    expect(await arrivals()).toEqual([null, entry, entry])
    expect((await journal.entry(entry))?.refusedBefore).toEqual({
      at: AT,
      status: 401,
      reason: 'The clock is off.',
      count: 2,
    })
  })

  test('is known without an id by its customer, order, product and word, and without its email by the rest', async () => {
    await refuse(sampleEvent(), null)
    await refuse(sampleEvent({ customer: null }), null)
    await refuse(sampleEvent({ orderId: 'o2' }), null)
    await refuse(sampleEvent({ items: [sampleItem('p2')] }), null)
    await refuse(sampleEvent({ typeWord: 'product.refunded' }), null)
    await refuse(
      sampleEvent({ customer: { email: 'eve@example.com', firstName: null, lastName: null, id: null } }),
      null,
    )
    const entry = await accept(sampleEvent({ id: ID, receivedAt: AT + 30 * DAY_MS }))
    expect((await arrivals()).toReversed()).toEqual([entry, entry, null, null, null, null])
  })

  test('is not taken for the next of what recurs: another payment, another id, or a day later', async () => {
    const paid = (payment: string) => sampleEvent({ ...charge, items: [sampleItem('p1', { payments: [payment] })] })
    await refuse(paid('ch_1'), null)
    await refuse(sampleEvent(charge), 'november')
    await refuse(sampleEvent(charge), null, { at: AT - 2 * DAY_MS })
    await accept({ ...paid('ch_2'), id: 'december' })
    await accept(sampleEvent({ ...charge, id: 'december 2' }))
    expect(await arrivals()).toEqual([null, null, null])
    const entry = await accept(nameless({ ...charge, receivedAt: AT + 1 }))
    expect(await arrivals()).toEqual([null, entry, null])
  })

  test('also where the accepted one came first, or came twice', async () => {
    const entry = await accept(sampleEvent({ id: ID }))
    await refuse(sampleEvent(), ID)
    expect(await arrivals()).toEqual([entry])
    const sold = await accept(nameless({ orderId: 'o3' }))
    await refuse(sampleEvent({ orderId: 'o3' }), null)
    await journal.receive(nameless({ orderId: 'o3', receivedAt: AT + 1 }), [])
    expect(await arrivals()).toEqual([sold, entry])
    expect((await journal.entry(entry))?.refusedBefore).toBeNull()
  })

  test('no longer asks for attention; another does', async () => {
    const at = Date.now()
    await refuse(sampleEvent(), ID, { at })
    expect((await journal.overview()).refusedToday).toMatchObject({ count: 1 })
    await accept(sampleEvent({ id: ID }))
    expect((await journal.overview()).refusedToday).toBeNull()
    await refuse(sampleEvent(), 'msg_2', { at })
    expect((await journal.overview()).refusedToday).toMatchObject({ count: 1 })
  })

  test('closes nothing, however often it comes, and neither does what is not understood or was imported', async () => {
    await refuse(sampleEvent(), ID)
    await journal.receive(sampleEvent({ id: ID, type: null, problem: 'It has no product.' }), [])
    await journal.receive(sampleEvent({ id: 'imported', source: { kind: 'import', format: 'samcart' } }), [])
    await refuse(sampleEvent(), ID)
    expect(await arrivals()).toEqual([null, null])
  })

  test('leaves nothing of its sender’s words in the journal but hashes', async () => {
    const item = sampleItem('a-product', { payments: ['a-payment'] })
    await refuse(sampleEvent({ orderId: 'an-order', items: [item] }), 'an-id')
    const kept = JSON.stringify(await journal.refused())
    for (const word of ['an-id', 'an-order', 'a-product', 'a-payment', 'ada@example.com']) {
      expect(kept).not.toContain(word)
    }
    expect(kept).toMatch(/"id":"[\w-]{16}"/)
  })
})

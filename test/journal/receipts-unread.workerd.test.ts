/** After going back a version: a receipt that a newer one wrote is passed over, and read again by that version. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import type { Journal } from '../../src/journal/journal'
import { sampleEvent, sampleRule, waits } from './samples'

const rule = sampleRule()

describe('A receipt of a newer version', () => {
  test('a receipt that cannot be read fails nothing but itself', async () => {
    const stub = env.JOURNAL.getByName('newer-receipt')
    const firings: string[] = []
    for (const id of ['newer', 'plain']) {
      const received = await stub.receive(sampleEvent({ id, orderId: id }), [rule])
      firings.push(received.firings[0]?.firing.id ?? '')
    }
    const [newer = '', plain = ''] = firings
    const park = (firing: string) =>
      stub.record([{ event: '', firing, settling: waits('credentials', Date.now(), { parked: true }) }])
    await park(newer)
    await park(plain)
    await rewrite(stub, 1, 99)

    expect((await stub.log({})).waiting).toMatchObject([{ event: 'plain' }])
    expect((await stub.overview()).waiting).toBe(0)
    expect(await stub.health()).toMatchObject({ waiting: 0, parked: 2 })
    expect(await stub.received(10)).toMatchObject([{ event: 'plain' }])
    await stub.sweep(Date.now())
    await runInDurableObject(stub, (journal) => (journal as unknown as Journal).alarm())
    expect(await stub.releaseParked({})).toBe(1)
    expect(await stub.retry([newer, plain], 'Ben')).toBe(1)
    await stub.replay(plain, 'Ben')
    expect(await stub.giveUp([newer], 'Ben')).toBe(0)

    expect((await stub.customer('ada@example.com')).events).toMatchObject([{ event: 'plain' }])
    expect(await stub.exportCustomer('ada@example.com')).toMatchObject({
      events: [{ event: { id: 'plain' } }],
      unread: [expect.stringContaining('"newer"')],
    })

    await rewrite(stub, 99, 1)
    expect((await stub.log({})).waiting.map(({ event }) => event).toSorted()).toEqual(['newer', 'plain'])
  })
})

async function rewrite(stub: DurableObjectStub<Journal>, from: number, to: number): Promise<void> {
  await runInDurableObject(stub, (_, { storage }) => {
    storage.sql.exec(
      `UPDATE receipts SET doc = replace(doc, '"v":${from},"key"', '"v":${to},"key"') WHERE key LIKE '%newer'`,
    )
  })
  await evictDurableObject(stub)
}

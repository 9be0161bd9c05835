/** Messages that come twice, late, broken or once too often, on the whole Worker. */
import { createExecutionContext, createMessageBatch, runInDurableObject, waitOnExecutionContext } from 'cloudflare:test'
import { env, exports } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import worker from '../../src/index'
import type { MarketEvent } from '../../src/model/event'
import type { QueueMessage } from '../../src/model/message'
import { ACADEMY, ACADEMY_COURSES } from '../simulator/academy'
import type { Simulator } from '../simulator/simulator'
import { openOwnedShop } from './owned-shop'
import { ORIGIN, type Person } from './person'
import type { Shop } from './shop'

const TWO = ACADEMY_COURSES['Course Two']
const MINUTE_MS = 60_000

let simulator: Simulator
let mia: Person
let shop: Shop

beforeEach(async () => {
  ;({ simulator, mia, shop } = await openOwnedShop())
  await shop.rule('course', 'product.purchased', 'create_course', TWO)
  await shop.rule('course', 'product.refunded', 'expire_course', TWO)
})

const purchase = (email = 'ada@example.com', order = '1') => ({
  customer: { email, first_name: 'Ada', last_name: 'Byron' },
  order: { id: order },
  items: [{ product_id: 'course' }],
})
const access = (email = 'ada@example.com') => simulator.site('academy').accessTo(email, TWO)

describe('Messages', () => {
  test('the queue brings a message twice', async () => {
    await shop.send('product.purchased', purchase())
    await shop.log(1)
    const event = await findEvent('ada@example.com')
    const message: QueueMessage = { v: 1, kind: 'event', event, copies: 0 }
    await Promise.all([brought([message, message]), brought([message])])
    expect(await shop.log(1)).toMatchObject([{ outcome: 'enrolled', repeats: 0 }])
    expect(simulator.counts().routes).toEqual({ 'POST /users': 1, 'POST /enrollments': 1 })
  })

  test('the queue brings messages out of order', async () => {
    const now = Date.now()
    await shop.send('product.refunded', purchase(), { at: now - MINUTE_MS })
    await shop.log(1)
    await shop.send('product.purchased', purchase(), { at: now - 2 * MINUTE_MS })
    expect((await shop.log(2)).at(-1)?.outcome).toBe('superseded')
    expect(access()).not.toBe('full')
  })

  describe('a message that cannot be processed', () => {
    test('keeps no other waiting, and none of its site: it is parked as it came', async () => {
      await shop.send('product.purchased', purchase('first@example.com', '0'))
      await shop.log(1)
      const good = await findEvent('first@example.com')
      const poison = [
        { v: 9, kind: 'event', event: { ...good, id: 'of a later version' } },
        { v: 1, kind: 'event', event: { ...good, id: 'without items', items: 'none' } },
        { v: 1, kind: 'firing', marketplace: shop.marketplace, event: 'e', firing: 7, copies: 0 },
      ]
      await env.EVENTS.sendBatch(poison.map((body) => ({ body: body as unknown as QueueMessage })))
      for (let n = 1; n <= 5; n += 1) {
        await shop.send('product.purchased', purchase(`c${n}@example.com`, `${n}`))
      }
      expect((await shop.log(6)).map(({ outcome }) => outcome)).toEqual(Array(6).fill('enrolled'))
      const parked = await shop.parked(3)
      const kept = await Promise.all(parked.map(({ id }) => shop.journal.entry(id)))
      expect(new Set(kept.map((entry) => entry?.marketEvent.body))).toEqual(
        new Set(poison.map((body) => JSON.stringify(body))),
      )
    })

    test('whose customer’s document cannot be read delays no other customer', async () => {
      await shop.send('product.purchased', purchase())
      await shop.log(1)
      await shop.send('product.purchased', purchase('ben@example.com', '2'))
      await shop.log(2)
      await rewrite('ada@example.com', '"v":2', '"v":99')
      await shop.send('product.refunded', purchase())
      await shop.send('product.refunded', purchase('ben@example.com', '2'))
      expect((await shop.log(3)).at(-1)).toMatchObject({ outcome: 'expired', customer: { email: 'ben@example.com' } })
      const reason = async () => (await shop.waiting(1))[0]?.waiting?.reason
      await expect.poll(reason, { timeout: 20_000 }).toBe('internal')
    })
  })

  test('what no retry could settle is parked with its reason, seen, and run by one click', async () => {
    await shop.send('product.purchased', purchase('first@example.com', '0'))
    await shop.log(1)
    const event = { ...(await findEvent('first@example.com')), id: 'given up', orderId: '1' }
    event.customer = { email: 'ada@example.com', firstName: 'Ada', lastName: 'Byron', id: null }
    const dead: QueueMessage = { v: 1, kind: 'event', event, copies: 0 }

    const silent = { getByName: () => ({ park: () => Promise.reject(new Error('the journal is silent')) }) }
    await brought([dead], 'events-dead', { JOURNAL: silent })
    expect((await shop.journal.health()).parked).toBe(0)
    await brought([dead], 'events-dead')
    const [parked] = await shop.waiting(1)
    expect(parked?.sentence).toMatch(/^No retry could settle this\./)
    const overview = await mia.get(`/m/${shop.marketplace}/overview`)
    expect(overview.text).toContain('No retry could settle this.')
    const headers = { authorization: `Bearer ${env.STATUS_TOKEN}` }
    const status = await exports.default.fetch(new Request(`${ORIGIN}/status`, { headers }))
    expect(await status.json()).toMatchObject({ status: 'attention', reasons: ['1 firing is parked.'] })

    expect(
      (await mia.post(`/m/${shop.marketplace}/entries/${encodeURIComponent(parked?.id ?? '')}/retries`)).status,
    ).toBe(303)
    expect((await shop.log(2)).map(({ outcome }) => outcome)).toEqual(['enrolled', 'enrolled'])
    expect(access()).toBe('full')
  })

  test('more becomes final than the log holds', async () => {
    simulator.site('academy').resetApiKey('replaced')
    await shop.send('product.purchased', purchase())
    const [parked] = await shop.parked(1)
    const event = await findEvent('ada@example.com')
    const others = Array.from({ length: 1_010 }, (_, n) => ({ event: { ...event, id: `other ${n}` }, candidates: [] }))
    for (let n = 0; n < others.length; n += 101) {
      await shop.journal.receiveAll(others.slice(n, n + 101))
    }
    const page = await shop.journal.log({})
    expect([page.logSize, page.waiting.map(({ id }) => id)]).toEqual([1_000, [parked?.id]])
    expect((await shop.journal.customer('ada@example.com')).events).toHaveLength(1_011)

    simulator.site('academy').resetApiKey(ACADEMY.apiKey)
    await mia.get(`/m/${shop.marketplace}/customers/${encodeURIComponent('ada@example.com')}/thinkific`)
    await vi.waitFor(() => expect(access()).toBe('full'), { timeout: 20_000 })
    expect((await shop.journal.entry(parked?.id ?? ''))?.outcome).toBe('enrolled')
  })
})

/** A customer's only event, as the journal received it. */
async function findEvent(email: string): Promise<MarketEvent> {
  const { events } = await shop.journal.exportCustomer(email)
  if (events[0] === undefined) {
    throw new Error(`no event of ${email} was received`)
  }
  return events[0].event
}

/** A customer's document in the site's object, with one text in place of another. */
async function rewrite(email: string, from: string, to: string): Promise<void> {
  await runInDurableObject(env.THINKIFIC_SITE.getByName('academy'), (_, { storage }) => {
    const where = 'WHERE instr(account, ?) > 0'
    storage.sql.exec(`UPDATE customers SET account = replace(account, ?, ?) ${where}`, from, to, email)
  })
}

/** What the queue does when messages' time has come. */
async function brought(bodies: unknown[], queue = 'events', instead: object = {}): Promise<void> {
  const messages = bodies.map((body) => ({ id: crypto.randomUUID(), timestamp: new Date(), attempts: 2, body }))
  const context = createExecutionContext()
  await worker.queue(createMessageBatch(queue, messages), { ...env, ...instead } as typeof env, context)
  await waitOnExecutionContext(context)
}

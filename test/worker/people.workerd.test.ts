/** People's data on the whole Worker: given out, erased with a receipt, kept no longer than said. */
import {
  createExecutionContext,
  createMessageBatch,
  createScheduledController,
  waitOnExecutionContext,
} from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import worker from '../../src/index'
import { ACADEMY_COURSES, ACADEMY_FIELDS } from '../simulator/academy'
import type { Simulator } from '../simulator/simulator'
import { openOwnedShop } from './owned-shop'
import { openAnother, type Person } from './person'
import { Shop } from './shop'
import { everythingStored } from './stored'

const ADA = 'ada@example.com'
const TWO = ACADEMY_COURSES['Course Two']
const DAY_MS = 86_400_000

let simulator: Simulator
let mia: Person
let shop: Shop

beforeEach(async () => {
  ;({ simulator, mia, shop } = await openOwnedShop())
  await shop.rule('club', 'product.purchased', 'create_course', TWO)
  await shop.rule('club', 'subscription.charged', 'create_course', TWO)
  await shop.rule('club', 'product.refunded', 'expire_course', TWO)
})

const address = (email = ADA, { marketplace } = shop) => `/m/${marketplace}/customers/${encodeURIComponent(email)}`
const purchase = (email = ADA, order = '1') => ({
  customer: { email, first_name: 'Augusta', last_name: 'Kingsley' },
  order: { id: order },
  items: [{ product_id: 'club', product_name: 'Club' }],
})
const erase = () => mia.post(`${address()}/erasures`)
const onceErased = async (words = /ada@example|ada%40example|augusta|kingsley|babbage/i) =>
  (await everythingStored()).filter((row) => words.test(row))

describe('An export', () => {
  test('contains what the journal, the log and the ledger keep of the customer, and of no one else', async () => {
    await shop.send('product.purchased', purchase())
    await shop.send('product.purchased', purchase('grace@example.com', '2'))
    await shop.log(2)
    const { headers, text } = await mia.get(`${address()}/export`)
    expect(headers.get('content-disposition')).toContain('attachment')
    const file = JSON.parse(text)
    expect(file.events[0].event.customer.firstName).toBe('Augusta')
    expect(file.events[0].event.body).toContain('Kingsley')
    expect(file.events[0].results[0].attempts.map(({ path }: { path: string }) => path)).toEqual([
      '/users',
      '/enrollments',
    ])
    expect(file.sites[0].holds).toMatchObject({ email: ADA, purchases: [{ product: 'club', orders: ['1'] }] })
    expect(text).not.toContain('grace')
  })
})

describe('An erasure', () => {
  test('leaves the email nowhere, names a receipt, and is in the trail without the email', async () => {
    await env.DB.prepare(`INSERT INTO mappings VALUES ('map', ?, ?, 'Company', ?, 'Company')`)
      .bind(shop.marketplace, shop.integration('academy'), String(ACADEMY_FIELDS.Company))
      .run()
    await shop.send('product.purchased', { ...purchase(), custom_fields: { Company: 'Babbage & Co' } })
    // What could not be read contains it too, in any spelling.
    await shop.samcart(`type=nonsense&customer=Augusta&email=${encodeURIComponent('ADA@example.com')}`)
    await shop.send('product.exchanged', { note: 'from ada@example.com' })
    await shop.log(3)
    expect(await onceErased()).not.toEqual([])

    const { status, headers } = await erase()
    expect([status, headers.get('location')]).toEqual([303, `/m/${shop.marketplace}/logs`])
    expect(await onceErased()).toEqual([])
    const { text } = await mia.get(`/m/${shop.marketplace}/logs`)
    const [, receipt = 'none'] =
      /Erased, receipt (\w+): 3 events, 3 log entries, 0 waiting canceled, 1 ledger/.exec(text) ?? []
    const team = await mia.get(`/m/${shop.marketplace}/team`)
    expect(team.text).toContain(`erased a customer’s data (receipt ${receipt}:`)
  })

  test('spares those whose email merely ends alike, and blots it out of their texts', async () => {
    await shop.send('product.purchased', purchase('nevada@example.com', '2'))
    await shop.send('product.purchased', {
      ...purchase('grace@example.com', '3'),
      custom_fields: { Gift: `for ${ADA}` },
    })
    await shop.log(2)
    await erase()
    const nevada = await shop.journal.customer('nevada@example.com')
    expect([nevada.erased, nevada.events.length, nevada.customer?.firstName]).toEqual([false, 1, 'Augusta'])
    const grace = await shop.journal.exportCustomer('grace@example.com')
    expect(grace.events[0]?.event.customFields).toEqual({ Gift: 'for erased' })
    expect((await everythingStored()).filter((row) => row.includes(`"${ADA}`) || row.includes(` ${ADA}`))).toEqual([])
  })

  test('later events still find the purchase', async () => {
    await shop.send('product.purchased', purchase(), { at: Date.now() - 60_000 })
    await shop.log(1)
    await erase()
    await shop.send('product.refunded', purchase())
    expect((await shop.log(2)).at(-1)?.outcome).toBe('expired')
    expect(simulator.site('academy').accessTo(ADA, TWO)).toBe('expired')
  })

  test('does not touch what another marketplace on the same site knows', async () => {
    const other = await new Shop(await openAnother(mia, 'Other shop')).open(['academy'])
    await other.rule('club', 'product.purchased', 'create_course', TWO)
    await shop.send('product.purchased', purchase())
    await shop.log(1)
    await other.send('product.purchased', purchase(ADA, '9'))
    await other.log(1)
    const before = await mia.get(`${address(ADA, other)}/export`)
    await erase()
    const after = await mia.get(`${address(ADA, other)}/export`)
    const events = ({ text }: { text: string }) => JSON.parse(text).events
    expect(events(after)).toEqual(events(before))
    expect(JSON.parse(after.text).sites[0].holds).toMatchObject({ email: ADA, purchases: [{ orders: ['9'] }] })
    expect((await shop.journal.customer(ADA)).erased).toBe(true)
  })

  test('reaches the ledger of a site whose integration was deleted since', async () => {
    await shop.send('product.purchased', purchase())
    await shop.log(1)
    await mia.post(`/m/${shop.marketplace}/integrations/${shop.integration('academy')}/deletions`)
    await erase()
    expect(await onceErased()).toEqual([])
  })

  test('reaches an email whose purchases were corrected away', async () => {
    await shop.send('product.purchased', purchase())
    await shop.log(1)
    await mia.post(`${address()}/corrections`, { email: 'augusta.k@example.com' })
    await erase()
    expect((await everythingStored()).filter((row) => row.includes(ADA))).toEqual([])
  })

  test('reaches entries that outlived their receipt', async () => {
    await shop.send('product.purchased', purchase())
    await shop.log(1)
    // Not by the scheduled handler, which would sign Mia out as well.
    await shop.journal.sweep(Date.now() + 91 * DAY_MS)
    expect((await shop.journal.customer(ADA)).events).toEqual([])
    expect(await onceErased()).not.toEqual([])
    await erase()
    expect(await onceErased()).toEqual([])
  })
})

describe('The scheduled handler', () => {
  test('forgets receipts after 90 days and not before; the log stays', async () => {
    await shop.send('product.purchased', purchase())
    await shop.log(1)
    await cleanUpAt(Date.now() + 89 * DAY_MS)
    expect((await shop.journal.customer(ADA)).events).toHaveLength(1)
    await cleanUpAt(Date.now() + 91 * DAY_MS)
    expect((await shop.journal.customer(ADA)).events).toEqual([])
    expect(await shop.log(1)).toHaveLength(1)
  })

  test('a journal that fails does not keep the others', async () => {
    const other = await new Shop(await openAnother(mia, 'Other shop')).open([])
    for (const one of [shop, other]) {
      await one.send('product.purchased', purchase(ADA, '5'))
      await one.log(1)
    }
    for (const broken of [shop, other]) {
      const JOURNAL = { getByName: (id: string) => (id === broken.marketplace ? silent() : env.JOURNAL.getByName(id)) }
      await cleanUpAt(Date.now() + 91 * DAY_MS, { JOURNAL })
    }
    for (const one of [shop, other]) {
      expect((await one.journal.customer(ADA)).events).toEqual([])
    }
  })
})

// Last, since the queue goes on bringing its message for a while.
describe('a customer is erased while firings wait', () => {
  test('cancels it; and who pays again is let in again', async () => {
    simulator.faults.add({ kind: '401', times: Number.POSITIVE_INFINITY, id: 'key refused' })
    await shop.send('product.purchased', purchase('grace@example.com', '2'))
    await shop.waiting(1)
    const subscription = { ...purchase(), subscription: { id: 's1' } }
    await shop.send('product.purchased', subscription, { at: Date.now() - 60_000 })
    await shop.waiting(2)
    const [history] = (await shop.journal.exportCustomer(ADA)).events
    await erase()
    expect(await onceErased(/ada@/)).toEqual([])
    expect((await shop.log(1))[0]?.outcome).toBe('given up')

    // Should the queue bring its message once more, nothing is done and no customer is made up.
    await brought({ v: 1, kind: 'event', event: history?.event, copies: 0 })
    expect(await onceErased(/ada@|THINKIFIC_SITE.*erased:/)).toEqual([])
    simulator.faults.remove('key refused')
    await mia.get(`${address('grace@example.com')}/thinkific`)
    await shop.log(2)
    await shop.send('subscription.charged', subscription)
    const outcomes = (await shop.log(3)).map(({ outcome }) => outcome)
    expect(outcomes).toEqual(['given up', 'enrolled', 'enrolled'])
    expect(simulator.site('academy').accessTo(ADA, TWO)).toBe('full')
  })
})

/** What the queue does when a message's time has come. */
async function brought(body: unknown): Promise<void> {
  const batch = createMessageBatch('events', [{ id: 'again', timestamp: new Date(), attempts: 2, body }])
  const context = createExecutionContext()
  await worker.queue(batch, env, context)
  await waitOnExecutionContext(context)
}

function silent() {
  return { sweep: () => Promise.reject(new Error('the journal is silent')) }
}

async function cleanUpAt(now: number, instead: object = {}): Promise<void> {
  const controller = createScheduledController({ scheduledTime: new Date(now), cron: '17 3 * * *' })
  const context = createExecutionContext()
  await worker.scheduled(controller, { ...env, ...instead } as typeof env)
  await waitOnExecutionContext(context)
}

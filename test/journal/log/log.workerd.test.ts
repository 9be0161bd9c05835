import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { eraseCustomer } from '../../../src/journal/customers/customer-commands'
import type { Journal } from '../../../src/journal/journal'
import { JournalRuntime } from '../../../src/journal/journal-runtime'
import { LOG_ENTRIES } from '../../../src/journal/log/log'
import type { Entry, LogQuery, LogRow } from '../../../src/journal/queries'
import { readRetention } from '../../../src/journal/retention'
import type { EventType } from '../../../src/model/event-type'
import type { FinalOutcome } from '../../../src/model/outcome'
import type { Rule } from '../../../src/model/rule'
import { PHRASES } from '../../../src/web/http/phrases'
import { toCsv } from '../../../src/web/logs/csv'
import { describeHappening } from '../../../views/parts/phrases'
import { adminOf } from '../../accounts/admin'
import { AT, about, final, sampleAttempt, sampleEvent, sampleItem, sampleRule } from '../samples'

type ReceivedEvent = Parameters<Journal['receive']>[0]

const DAY_MS = 86_400_000

let journal: DurableObjectStub<Journal>
let marketplace = ''
let made = 0

beforeEach(() => {
  made += 1
  marketplace = `log-${made}`
  journal = env.JOURNAL.getByName(marketplace)
})

describe('the newest 1,000', () => {
  test('are the entries final last, in that order, whatever came first', async () => {
    const early = await open(sampleEvent({ id: 'early' }))
    await fill(LOG_ENTRIES + 5)
    await journal.record([{ event: 'early', firing: early, settling: final('kept') }])
    const page = await journal.log({})
    expect(page.rows[0]).toMatchObject({ event: 'early', outcome: 'kept' })
    expect(page).toMatchObject({ logSize: LOG_ENTRIES, found: LOG_ENTRIES })
    const rows = await all({})
    expect(rows).toHaveLength(LOG_ENTRIES)
    expect(rows.at(-1)).toBe('fill-7')
    await evictDurableObject(journal)
    expect(await all({})).toEqual(rows)
  })

  test('leave receipts behind: the event is still a repeat, and its entry still says why', async () => {
    const id = await open(sampleEvent({ id: 'old' }))
    await journal.record([{ event: 'old', firing: id, settling: final('enrolled', [sampleAttempt(AT)]) }])
    await fill(LOG_ENTRIES)
    expect(await all({ search: 'old' })).toEqual([])
    expect((await journal.receive(sampleEvent({ id: 'old', receivedAt: AT + 1 }), [sampleRule()])).status).toBe(
      'repeat',
    )
    expect(await journal.entry(id)).toMatchObject({
      outcome: 'enrolled',
      attempts: [],
      attemptsKept: false,
      repeats: 1,
    })
  })
})

describe('searching', () => {
  beforeEach(async () => {
    await settle(sampleEvent({ id: 'ada-buys', orderId: 'order-77' }), 'enrolled')
    const grace = { email: 'grace@example.com', firstName: 'Grace', lastName: 'Hopper', id: null }
    const refund = sampleRule({ id: 'r2', name: 'Farewell', trigger: 'product.refunded', integration: 'i2' })
    await settle(
      sampleEvent({ id: 'grace-refunds', type: 'product.refunded', customer: grace }),
      'rejected by Thinkific',
      refund,
    )
    await settle(sampleEvent({ id: 'zoë-buys', items: [sampleItem('p1', { productName: 'ÉTÉ' })] }), 'kept')
  })

  test.each<[string, LogQuery, string[]]>([
    ['part of an email, in any casing', { search: ' GRACE@ex ' }, ['grace-refunds']],
    ['a name', { search: 'hopper' }, ['grace-refunds']],
    ['a rule’s name', { search: 'farewell' }, ['grace-refunds']],
    ['an order id', { search: 'order-77' }, ['ada-buys']],
    ['an event id', { search: 'zoë-b' }, ['zoë-buys']],
    ['letters beyond ASCII, in any casing', { search: 'été' }, ['zoë-buys']],
    ['a course', { search: 'course two' }, ['zoë-buys', 'grace-refunds', 'ada-buys']],
    ['text that LIKE and patterns would mistake', { search: '%' }, []],
    ['text longer than a LIKE pattern may be', { search: 'x'.repeat(200) }, []],
    ['nothing', { search: '  ' }, ['zoë-buys', 'grace-refunds', 'ada-buys']],
    ['a trigger', { trigger: 'product.refunded' }, ['grace-refunds']],
    ['an integration', { integration: 'i2' }, ['grace-refunds']],
    ['an outcome', { outcome: 'kept' }, ['zoë-buys']],
    ['a group of outcomes', { outcome: 'failed' }, ['grace-refunds']],
    ['a product', { product: 'p2' }, []],
    ['dates to come', { from: Date.now() + 86_400_000 }, []],
    ['dates until now', { until: Date.now() + 86_400_000, outcome: 'done' }, ['zoë-buys', 'ada-buys']],
  ])('finds by %s', async (_, query, found) => {
    expect(await all(query)).toEqual(found)
  })

  test('goes page by page', async () => {
    const first = await journal.log({ limit: 2 })
    expect(first.rows.map((row) => row.event)).toEqual(['zoë-buys', 'grace-refunds'])
    expect(first.found).toBe(3)
    const second = await journal.log({ limit: 2, after: first.next ?? 0 })
    expect(second.rows.map((row) => row.event)).toEqual(['ada-buys'])
    expect(second.next).toBeNull()
  })
})

describe('counts', () => {
  test('are kept per outcome for each day, survive an eviction, and have an entry that runs again once', async () => {
    const happenedAt = Date.now()
    await settle(sampleEvent({ id: 'a', happenedAt }), 'enrolled')
    await settle(sampleEvent({ id: 'b', happenedAt }), 'enrolled')
    const failed = await settle(sampleEvent({ id: 'c', happenedAt }), 'target missing')
    await evictDurableObject(journal)
    const today = async () => (await journal.overview()).days.at(-1)?.outcomes
    expect(await today()).toEqual({ enrolled: 2, 'target missing': 1 })
    await journal.retry([failed], 'Grace')
    await evictDurableObject(journal)
    expect(await today()).toEqual({ enrolled: 2, 'target missing': 0 })
    await journal.record([{ event: 'c', firing: `${failed}-2`, settling: final('target missing') }])
    await evictDurableObject(journal)
    expect(await today()).toEqual({ enrolled: 2, 'target missing': 1 })
    await journal.retry([failed], 'Grace')
    await journal.record([{ event: 'c', firing: `${failed}-3`, settling: final('enrolled') }])
    await evictDurableObject(journal)
    expect(await today()).toEqual({ enrolled: 3, 'target missing': 0 })
    expect((await journal.overview()).days).toHaveLength(30)
  })

  test('belong to the day an event happened, in whatever order and however late events arrive', async () => {
    const daysAgo = (days: number) => Date.now() - days * DAY_MS
    for (const [n, days] of [9, 2, 9, 0, 2].entries()) {
      await settle(sampleEvent({ id: `e${n}`, happenedAt: daysAgo(days) }), 'enrolled')
    }
    await evictDurableObject(journal)
    const { days } = await journal.overview()
    expect([9, 5, 2, 0].map((ago) => days.at(-1 - ago)?.outcomes)).toEqual([
      { enrolled: 2 },
      {},
      { enrolled: 2 },
      { enrolled: 1 },
    ])
  })
})

describe('what failed', () => {
  test('is open for 90 days, newest first, unless a person gave it up or ignored it', async () => {
    const readFailed = async () => (await journal.overview()).failed
    expect(await readFailed()).toBeNull()
    await settle(sampleEvent({ id: 'a' }), 'rejected by Thinkific')
    const last = await settle(sampleEvent({ id: 'b' }), 'target missing')
    await settle(sampleEvent({ id: 'c' }), 'given up')
    await settle(sampleEvent({ id: 'd' }), 'enrolled')
    expect(await readFailed()).toMatchObject({ count: 2, newest: { id: last, who: 'Ada Byron' } })
    expect(await journal.ignore([last, 'b~9'], 'Ben', 'Enrolled by hand')).toBe(1)
    expect(await journal.ignore([last], 'Ben', '')).toBe(0)
    expect(await readFailed()).toMatchObject({ count: 1 })
    const { rows } = await journal.log({ outcome: 'target missing' })
    expect(rows).toMatchObject([{ id: last, resolved: { how: 'ignored', person: 'Ben', note: 'Enrolled by hand' } }])
  })
})

describe('the figures of products', () => {
  test('count what came of each one’s entries since a moment', async () => {
    await settle(sampleEvent({ id: 'a', receivedAt: AT }), 'enrolled')
    await settle(sampleEvent({ id: 'b', receivedAt: AT }), 'renewed')
    await settle(sampleEvent({ id: 'c', receivedAt: AT }), 'expired')
    await settle(sampleEvent({ id: 'd', receivedAt: AT }), 'target missing')
    await settle(sampleEvent({ id: 'e', receivedAt: AT }), 'kept')
    await journal.receive(sampleEvent({ id: 'f', receivedAt: AT, items: [sampleItem('p2')] }), [])
    // A past order that was imported counts when it happened, as in the counts of days.
    await settle(sampleEvent({ id: 'g', receivedAt: AT, happenedAt: AT - 900 * DAY_MS }), 'enrolled')
    expect(await journal.productFigures(AT - 30 * DAY_MS)).toEqual({
      p1: { enrolled: 2, ended: 1, failed: 1, sales: 5 },
      p2: { enrolled: 0, ended: 0, failed: 0, sales: 1 },
    })
    expect(await journal.productFigures(Date.now() + DAY_MS)).toEqual({})
  })
})

describe('what events brought', () => {
  test('are products, triggers and custom fields, each new once', async () => {
    const first = await journal.receive(sampleEvent({ customFields: { Company: 'Acme' } }), [])
    expect(first.newProducts.map((product) => product.id)).toEqual(['p1'])
    const second = await journal.receive(sampleEvent({ id: 'e2', items: [sampleItem('p1'), sampleItem('p2')] }), [])
    expect(second.newProducts.map((product) => product.id)).toEqual(['p2'])
    const seen = await journal.seen()
    expect(seen.products.map((product) => product.id).sort()).toEqual(['p1', 'p2'])
    expect(seen.triggers).toEqual([{ id: 'product.purchased', name: null, last: AT }])
    expect(seen.fields.map((field) => field.id)).toEqual(['Company'])
  })

  test('are secrets that proved them, also in a post that is not understood', async () => {
    const source = { kind: 'endpoint' as const, endpoint: 'hook', sender: 'standard', format: 'standard', secret: 's1' }
    await journal.receive(sampleEvent({ source, type: null, problem: 'unknown' }), [])
    expect((await journal.seen()).marks).toEqual([{ id: 'secret s1', name: null, last: AT }])
  })

  test('are products with subscriptions, by what was reported about each', async () => {
    await journal.receive(sampleEvent({ items: [sampleItem('once')] }), [])
    await journal.receive(about('s1', { id: 'e2', type: 'subscription.charged' }), [])
    expect((await journal.seen()).subscribed.map((product) => product.id)).toEqual(['p1'])
  })

  test('are the days between a product’s charges, never a trial’s; the longest month stands', async () => {
    let made = 0
    const interval = async (type: EventType, days: number, at = AT) => {
      made += 1
      const subscription = { id: 's1', failedAttempts: null, periodEnd: at + days * DAY_MS }
      const items = [{ ...sampleItem('club'), subscription }]
      await journal.receive(sampleEvent({ id: `i${made}`, type, items, happenedAt: at, receivedAt: at }), [])
      await evictDurableObject(journal)
      return (await journal.seen()).subscribed[0]?.name ?? null
    }
    expect(await interval('product.purchased', 7)).toBeNull()
    expect(await interval('subscription.charged', 30)).toBe('30')
    expect(await interval('subscription.charged', 31, AT + 30 * DAY_MS)).toBe('31')
    expect(await interval('subscription.charged', 28, AT + 61 * DAY_MS)).toBe('31')
    expect(await interval('subscription.charged', 365, AT + 90 * DAY_MS)).toBe('365')
    expect(await interval('subscription.canceled', 3, AT + 91 * DAY_MS)).toBe('365')
  })

  test('are listed as received, newest first, with how they were understood', async () => {
    await settle(sampleEvent({ id: 'a', receivedAt: AT }), 'enrolled')
    await open(sampleEvent({ id: 'b', receivedAt: AT + 1 }))
    await journal.receive(sampleEvent({ id: 'c', receivedAt: AT + 2, type: null, typeWord: 'Lead' }), [])
    const received = await journal.received(10)
    expect(received.map((one) => [one.event, one.outcome])).toEqual([
      ['c', 'not understood'],
      ['b', 'waiting'],
      ['a', 'enrolled'],
    ])
    expect((await journal.overview()).lastEvent).toBe(AT + 2)
  })

  test.each<[EventType, string, string | null]>([
    ['product.disputed', 'Chargeback', 'product.refunded'],
    ['product.dispute_won', 'Chargeback Won', null],
    ['subscription.paused', 'Subscription Paused', 'subscription.canceled'],
    ['subscription.expired', 'Subscription Expired', 'subscription.canceled'],
  ])(
    '%s is called %s wherever it is named, found by that, and filtered by what it fires',
    async (type, name, fires) => {
      await journal.receive(about('s1', { id: 'x', type, typeWord: 'x.y' }), [])
      const { rows } = await journal.log({ search: name })
      const [row] = rows
      expect(rows.map((one) => describeHappening(PHRASES, one))).toEqual([name])
      expect(row?.trigger).toBe(fires)
      expect(row?.sentence.startsWith(`${name}: no rule`)).toBe(fires !== null)
      expect(await journal.received(1)).toMatchObject([{ type }])
      const entry = (await journal.entry(row?.id ?? '')) as Entry
      expect(describeHappening(PHRASES, entry)).toBe(name)
      expect(toCsv([row as LogRow])).toContain(`"${name}"`)
    },
  )

  test('were refused: the count and the last ten of each reason', async () => {
    for (let n = 1; n <= 12; n++) {
      await journal.refuse({ endpoint: 'hook', at: AT + n, status: 401, reason: 'The key is wrong.' })
    }
    const { count, last } = await journal.refused()
    expect(count).toBe(12)
    expect(last.map((one) => one.at)).toEqual(Array.from({ length: 10 }, (_, n) => AT + 12 - n))
  })

  test('were refused: one stranger pushes out no other’s', async () => {
    const refusal = { endpoint: 'hook', status: 401, reason: 'The key is wrong.' }
    await journal.refuse({ ...refusal, at: AT, from: 'the sender' })
    for (let n = 1; n <= 20; n++) {
      await journal.refuse({ ...refusal, at: AT + n, from: 'a stranger' })
    }
    const { count, last } = await journal.refused()
    expect(count).toBe(21)
    expect(last.map(({ from }) => from)).toEqual(['a stranger', 'a stranger', 'a stranger', 'the sender'])
  })
})

describe('a customer', () => {
  test('has their whole history from receipts, and no one else’s', async () => {
    await settle(sampleEvent({ id: 'a', receivedAt: AT }), 'enrolled')
    await settle(
      sampleEvent({ id: 'b', receivedAt: AT + 1, type: 'product.refunded' }),
      'expired',
      sampleRule({ trigger: 'product.refunded' }),
    )
    const grace = { email: 'grace@example.com', firstName: null, lastName: null, id: null }
    await settle(sampleEvent({ id: 'c', customer: grace }), 'enrolled')
    await fill(LOG_ENTRIES)
    const { events, customer, erased } = await journal.customer('ada@example.com')
    expect(events.map((one) => [one.event, one.entries[0]?.outcome])).toEqual([
      ['b', 'expired'],
      ['a', 'enrolled'],
    ])
    expect(customer?.firstName).toBe('Ada')
    expect(erased).toBe(false)
    const exported = await journal.exportCustomer('ada@example.com')
    expect(exported.events.map((one) => one.results[0]?.sentence)).toEqual(['It ended expired.', 'It ended enrolled.'])
  })

  test('keeps the name that an older event gave', async () => {
    await settle(sampleEvent({ id: 'a', receivedAt: AT }), 'enrolled')
    const nameless = { email: 'ada@example.com', firstName: null, lastName: null, id: '7' }
    await settle(sampleEvent({ id: 'b', receivedAt: AT + 1, customer: nameless }), 'enrolled')
    const { customer } = await journal.customer('ada@example.com')
    expect(customer).toEqual({ ...nameless, firstName: 'Ada', lastName: 'Byron' })
  })

  test('has a replay once, however many entries its event had', async () => {
    const [first] = await journal
      .receive(sampleEvent({ id: 'a' }), [sampleRule(), sampleRule({ id: 'another' })])
      .then(({ firings }) => firings)
    await journal.replay(first?.firing.id ?? '', 'Ben')
    const { events } = await journal.customer('ada@example.com')
    expect(events[0]?.asked).toMatchObject([{ did: 'replay', person: 'Ben' }])
  })

  test('is erased: names, bodies and texts are nowhere, what waits is canceled, and later events still join', async () => {
    const fields = { Company: 'Byron & Co' }
    const secret = sampleEvent({ id: 'a', body: '{"name":"Ada Byron"}', customFields: fields })
    await journal.receive(secret, [sampleRule()])
    const waiting = await open(sampleEvent({ id: 'b' }))
    await journal.fallback(sampleEvent({ id: 'kept-back' }))
    const done = (await journal.log({})).waiting.find((row) => row.event === 'a')?.id ?? ''
    await journal.record([
      { event: 'a', firing: done, settling: final('enrolled', [{ ...sampleAttempt(AT), request: 'Ada Byron' }]) },
    ])
    const author = await adminOf(marketplace)
    const erased = await eraseCustomer(env, author, { id: 'receipt', email: 'ada@example.com' })
    const result = 'Erased, receipt receipt: 2 events, 2 log entries, 1 waiting canceled, 0 ledgers.'
    expect(erased).toMatchObject({ ok: true, job: { result } })

    expect(await dump()).not.toMatch(/\bada\b|byron/i)
    expect(await journal.firing('b', waiting)).toBeNull()
    const history = await journal.customer('ada@example.com')
    expect(history).toMatchObject({ erased: true })
    expect(history.email).toMatch(/^erased:/)
    expect(history.events.map((one) => one.entries[0]?.outcome).sort()).toEqual(['enrolled', 'given up'])
    expect(await journal.customer(history.email)).toEqual(history)
    expect(await journal.retry([done], 'Grace')).toBe(0)
    expect((await journal.receive(secret, [sampleRule()])).status).toBe('closed')
    await settle(sampleEvent({ id: 'later', receivedAt: AT + 9 }), 'enrolled')
    expect((await journal.customer('ada@example.com')).events).toHaveLength(3)
  })
})

const RECEIPT_LIFE_MS = readRetention(undefined).ms

describe('sweeping', () => {
  test('forgets them as early as RETENTION_DAYS says', async () => {
    await settle(sampleEvent({ id: 'closed' }), 'enrolled')
    const { ms } = readRetention('30')
    await runInDurableObject(journal, (_, { storage }) =>
      new JournalRuntime(storage, async () => {}, ms).sweep(Date.now() + ms + 60_000),
    )
    expect((await journal.customer('ada@example.com')).events).toEqual([])
  })

  test('forgets closed receipts past 90 days and keeps open ones', async () => {
    await settle(sampleEvent({ id: 'closed' }), 'enrolled')
    await open(sampleEvent({ id: 'open' }))
    await journal.sweep(Date.now() + RECEIPT_LIFE_MS - 60_000)
    expect((await journal.customer('ada@example.com')).events).toHaveLength(2)
    await journal.sweep(Date.now() + RECEIPT_LIFE_MS + 60_000)
    expect((await journal.customer('ada@example.com')).events.map((one) => one.event)).toEqual(['open'])
  })
})

async function open(event: ReceivedEvent, listener: Rule = sampleRule()): Promise<string> {
  const { firings } = await journal.receive(event, [listener])
  return firings[0]?.firing.id ?? ''
}

async function settle(event: ReceivedEvent, outcome: FinalOutcome, listener: Rule = sampleRule()): Promise<string> {
  const firing = await open(event, listener)
  await journal.record([{ event: event.id, firing, settling: final(outcome) }])
  return firing
}

async function fill(count: number): Promise<void> {
  const customer = { email: 'crowd@example.com', firstName: null, lastName: null, id: null }
  const arrivals = Array.from({ length: count }, (_, n) => ({
    event: sampleEvent({ id: `fill-${n + 1}`, customer }),
    candidates: [sampleRule()],
  }))
  const received = await journal.receiveAll(arrivals)
  await journal.record(
    received.flatMap((one) =>
      (one?.firings ?? []).map(({ firing }) => ({ event: firing.event, firing: firing.id, settling: final() })),
    ),
  )
}

async function all(query: LogQuery): Promise<string[]> {
  return (await journal.log({ ...query, limit: LOG_ENTRIES })).rows.map((row) => row.event)
}

/** Everything the object holds, as text. */
async function dump(): Promise<string> {
  return runInDurableObject(journal, (_, { storage: { sql } }) => {
    const tables = sql.exec<{ name: string }>(`SELECT name FROM sqlite_master WHERE type = 'table'`).toArray()
    const ours = tables.filter(({ name }) => !name.startsWith('_cf'))
    return JSON.stringify(ours.map(({ name }) => sql.exec(`SELECT * FROM ${name}`).toArray()))
  })
}

/** The list of customers, and searches of it, over a journal's real storage. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Journal } from '../../../src/journal/journal'
import type { CustomerQuery } from '../../../src/journal/queries'
import type { MarketEvent } from '../../../src/model/event'
import { AT, final, sampleEvent, sampleItem, sampleRule } from '../samples'

let journal: DurableObjectStub<Journal>
let marketplace = ''
let made = 0

beforeEach(() => {
  made += 1
  marketplace = `customers-${made}`
  journal = env.JOURNAL.getByName(marketplace)
})

function eventOf(n: number, different: Partial<MarketEvent> = {}): MarketEvent {
  const customer = { email: `customer${n}@example.com`, firstName: 'Ada', lastName: `Byron ${n}`, id: null }
  return sampleEvent({ id: `e${n}`, orderId: `19${n}`, customer, receivedAt: AT + n, happenedAt: AT + n, ...different })
}

/** Each becomes final, in their order. */
async function settle(events: MarketEvent[]): Promise<void> {
  const received = await journal.receiveAll(events.map((event) => ({ event, candidates: [sampleRule()] })))
  const firings = received.flatMap((one) => one?.firings ?? [])
  await journal.record(firings.map(({ firing }) => ({ event: firing.event, firing: firing.id, settling: final() })))
}

async function settleMany(count: number, from = 0): Promise<void> {
  await settle(Array.from({ length: count }, (_, n) => eventOf(from + n)))
}

async function find(query: CustomerQuery = {}): Promise<string[]> {
  const { customers } = await journal.customers(marketplace, query)
  return customers.map(({ email }) => email)
}

/** All pages of a query. */
async function findAll(query: CustomerQuery = {}): Promise<string[]> {
  const all: string[] = []
  for (let after: string | null = ''; after !== null; ) {
    const { customers, next } = await journal.customers(marketplace, { ...query, after: after || undefined })
    all.push(...customers.map(({ email }) => email))
    after = next
  }
  return all
}

const emails = (numbers: number[]) => numbers.map((n) => `customer${n}@example.com`)
const countDown = (from: number, to = 0) => Array.from({ length: from - to + 1 }, (_, n) => from - n)

describe('the list of customers', () => {
  test('finds an email that was pasted with an invisible character', async () => {
    await settleMany(2)
    expect(await find({ search: ' Customer1@example.com\u200b' })).toEqual(['customer1@example.com'])
  })

  test('has everyone once, page after page, newest activity first', async () => {
    await settleMany(1_240)
    await settle([eventOf(3, { id: 'again', orderId: 'again', receivedAt: AT + 5_000, happenedAt: AT + 5_000 })])
    const all = await findAll()
    expect(all).toHaveLength(1_240)
    expect(new Set(all).size).toBe(1_240)
    expect(all.slice(0, 3)).toEqual(emails([3, 1_239, 1_238]))
    expect(all.slice(-2)).toEqual(emails([1, 0]))
  })

  test('names a customer whose only event still waits, and in another life of the object too', async () => {
    await settleMany(2)
    await journal.receive(eventOf(7), [sampleRule()])
    expect(await find()).toEqual(emails([7, 1, 0]))
    await evictDurableObject(journal)
    expect(await find()).toEqual(emails([7, 1, 0]))
    expect(await find({ search: 'byron 7' })).toEqual(emails([7]))
  })

  test('says what happened last', async () => {
    await settle([eventOf(1)])
    await scheduler.wait(2)
    await settle([
      eventOf(1, { id: 'later', type: 'product.refunded', receivedAt: AT + 60_000, happenedAt: AT + 60_000 }),
    ])
    const { customers } = await journal.customers(marketplace, {})
    expect(customers).toEqual([
      {
        email: 'customer1@example.com',
        name: 'Ada Byron 1',
        last: {
          at: AT + 60_000,
          type: 'product.refunded',
          typeWord: 'product.purchased',
          products: ['Product p1'],
        },
      },
    ])
  })

  test('takes a page’s rows, not a row a customer', async () => {
    await settleMany(2_000)
    const rows = await runInDurableObject(journal, (_, { storage }) => {
      const count = (table: string) => storage.sql.exec<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).one().n
      return count('customer_pages') + count('activity_pages')
    })
    expect(rows).toBe(8)
    expect(await find({ search: 'customer17@' })).toEqual(emails([17]))
  })

  test('forgets who was erased, in the pages too', async () => {
    await settleMany(1_100)
    await runInDurableObject(journal, (_, { storage }) => {
      const { text } = storage.sql
        .exec<{ text: string }>('SELECT text FROM customer_pages ORDER BY page')
        .toArray()[0] ?? {
        text: '',
      }
      expect(text).toContain('\ncustomer17@example.com\tada byron 17\n')
    })
    await journal.startJob({
      id: 'erasure 1',
      marketplace,
      kind: 'erase-customer',
      person: 'Ada',
      input: {
        customer: Buffer.from('customer17@example.com').toString('hex'),
        author: { marketplace, person: { id: 'p', name: 'Ada', email: 'ada@example.com' } },
        receipt: '1',
      },
    })
    expect(await find({ search: 'customer17@' })).toEqual([])
    expect(await findAll()).toHaveLength(1_099)
    const stored = await runInDurableObject(journal, (_, { storage }) =>
      JSON.stringify(storage.sql.exec('SELECT text, names FROM customer_pages').toArray()),
    )
    expect(stored).not.toMatch(/customer17@|byron 17\b/i)
  })
})

describe('a search of customers', () => {
  test('finds any part of an email or a name, however it is typed', async () => {
    await settleMany(600)
    const named = { email: 'zoe.müller@example.com', firstName: 'Zoë', lastName: 'MÜLLER', id: null }
    await settle([eventOf(900, { customer: named })])
    await settleMany(600, 1_000)
    for (const search of ['müller', ' ZOË Müller ', 'oe.mü', 'zoë  m']) {
      expect(await find({ search })).toEqual(['zoe.müller@example.com'])
    }
    expect(await find({ search: 'nobody' })).toEqual([])
  })

  test('finds an order by how its id begins, with or without a number sign', async () => {
    await settleMany(600, 100)
    expect(await find({ search: '19150' })).toEqual(emails([150]))
    expect(await find({ search: '# 19150' })).toEqual(emails([150]))
    expect(await find({ search: '9150' })).toEqual([])
  })

  test('finds who an event with a product named, page after page, each once', async () => {
    const yoga = Array.from({ length: 130 }, (_, n) => eventOf(n, { id: `y${n}`, items: [sampleItem('yoga')] }))
    await settle([...yoga, ...yoga.map((event) => ({ ...event, id: `${event.id}-2`, orderId: `${event.orderId}-2` }))])
    await settleMany(700, 1_000)
    const all = await findAll({ product: 'yoga' })
    expect(all.toSorted()).toEqual(emails(countDown(129)).toSorted())
    expect(await find({ product: 'yoga', search: 'byron 12' })).toEqual(
      emails([129, 128, 127, 126, 125, 124, 123, 122, 121, 120, 12]),
    )
  })

  test('answers what is no cursor with the first page', async () => {
    await settleMany(3)
    for (const after of ['', 'x', 'page~0', 'recent~1~~', "page~1'~2"]) {
      expect(await find({ after })).toEqual(emails([2, 1, 0]))
    }
  })
})

describe('a journal from before there was a list', () => {
  async function becomeOld(): Promise<void> {
    await runInDurableObject(journal, (_, { storage }) => {
      storage.sql.exec('DROP TABLE customer_pages')
      storage.sql.exec('DROP TABLE activity_pages')
      storage.sql.exec(`DELETE FROM facts WHERE name = 'customer list'`)
    })
    await evictDurableObject(journal)
  }

  async function listEarlier(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) {
      if ((await journal.customers(marketplace, {})).listing === null) {
        return
      }
      await runDurableObjectAlarm(journal)
    }
    expect.fail('earlier customers were not listed')
  }

  test('lists them in slices once the list is asked for, and events meanwhile once', async () => {
    await settleMany(2_300)
    await becomeOld()
    expect((await journal.customers(marketplace, {})).listing).not.toBeNull()
    await settleMany(700, 2_200)
    await listEarlier()
    const all = await findAll()
    expect(new Set(all).size).toBe(2_900)
    expect(all).toHaveLength(2_900)
    expect(await findAll({ search: '1917' })).toContain('customer17@example.com')
  })

  test('of less than the log needs nothing listed', async () => {
    await settleMany(300)
    await becomeOld()
    expect((await journal.customers(marketplace, {})).listing).toBeNull()
    expect(await findAll()).toHaveLength(300)
  })

  test('lists again what a version without a list did in between', async () => {
    await settleMany(1_600)
    await runInDurableObject(journal, (_, { storage }) => {
      storage.sql.exec('UPDATE activity_pages SET page = page - 1300')
      storage.sql.exec('DELETE FROM customer_pages')
    })
    await evictDurableObject(journal)
    await settleMany(1, 5_000)
    await listEarlier()
    expect(await findAll()).toHaveLength(1_601)
  })
})

/** Whose is a Thinkific user: answered from memory once all customers were read, which a large site does behind the answer. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { IdFilter } from '../../../../src/integrations/thinkific/storage/id-filter'
import { type Academy, academy, runToEnd } from '../academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const [ada, countess] = ['ada@example.com', 'countess@example.com']
/** More than an answer waits for. */
const MANY = 6_000
/** On a busy machine they are read in seconds. */
const PATIENCE = { timeout: 20_000 }

describe('Whose is a Thinkific user', () => {
  test('is known at once of a small site, also when it woke', async () => {
    const shop = await academy()
    await shop.receive({})
    const id = userOf(shop)
    const key = await shop.site.customerKey(ada)
    const find = (user: string) => runToEnd(shop.site.storage.users.find(user))
    expect(await find(id)).toEqual([key])
    shop.evict()
    expect(await find('1')).toEqual([])
    expect(await find(id)).toEqual([key])
  })

  test('of a large site is found behind the answer, then at once', async () => {
    const shop = await academy()
    await shop.receive({})
    await copies(shop, MANY)
    shop.evict()
    const { users } = shop.site.storage
    expect(await runToEnd(users.find('none', 2))).toBeNull()
    expect(await runToEnd(users.find('none', 100))).toEqual([])
    expect(await users.find('none as well', 1)).toEqual([])
    expect(await runToEnd(users.find('77', 2))).toBeNull()
    expect(await runToEnd(users.find('77', 100))).toEqual([await shop.site.customerKey('copy77@example.com')])
  })

  test('who becomes a customer while all are read, or after, is not taken for none', async () => {
    const shop = await academy()
    await shop.receive({})
    await copies(shop, MANY)
    shop.evict()
    const { users } = shop.site.storage
    const asking = users.find('newcomer', 1)
    await become(shop, 'newcomer')
    expect(await asking).toBeNull()
    const key = await shop.site.customerKey('newcomer@example.com')
    const ask = (id: string) =>
      vi.waitFor(async () => expect(await runToEnd(users.find(id, 100))).toEqual([key]), PATIENCE)
    await ask('newcomer')
    expect(await runToEnd(users.find('later', 100))).toEqual([])
    await become(shop, 'later', 'newcomer')
    await ask('later')
  })

  test('a firing of a customer a large site knew under another email waits until all were read, and is then theirs', async () => {
    const shop = await academy()
    await shop.receive({ order: 'o1' })
    await copies(shop, MANY)
    shop.evict()
    shop.owner.changeEmail(shop.owner.user(ada)?.id ?? 0, countess)
    const job = await shop.job({ email: countess, order: 'o2', product: 'bonus', at: 1 })
    vi.setSystemTime(job.happenedAt)
    const [first] = await shop.settle([job])
    expect(first).toMatchObject({
      final: false,
      reason: 'unconfirmed',
      sentence: expect.stringContaining('another email'),
    })
    expect(await shop.settled(job)).toMatchObject({ outcome: 'already enrolled' })
    const ended = { trigger: 'product.refunded', does: 'expire', order: 'o1', at: 2 } as const
    expect(await shop.outcome(ended)).toBe('kept')
  })
})

describe('A filter of ids', () => {
  test('has every id that was added, and few others, however many there are', () => {
    const filter = new IdFilter()
    for (let n = 0; n < 200_000; n += 1) {
      filter.add(String(190_000_000 + n))
    }
    const others = Array.from({ length: 20_000 }, (_, n) => filter.mayHave(String(500_000_000 + n)))
    expect(others.filter(Boolean).length).toBeLessThan(100)
    expect(Array.from({ length: 200_000 }, (_, n) => filter.mayHave(String(190_000_000 + n))).every(Boolean)).toBe(true)
  })

  test('is exact while it is small', () => {
    const filter = new IdFilter()
    filter.add('1')
    expect([filter.mayHave('1'), filter.mayHave('2')]).toEqual([true, false])
  })
})

function userOf(shop: Academy): string {
  return String(shop.owner.user(ada)?.id)
}

/** So many more customers, whose users have the ids 0, 1, 2 … */
async function copies({ site }: Academy, howMany: number): Promise<void> {
  const account = site.storage.load(await site.customerKey(ada))
  for (let n = 0; n < howMany; n += 1) {
    const customer = { ...account.customer, user: { id: String(n), roles: [] } }
    site.storage.save(await site.customerKey(`copy${n}@example.com`), { ...account, customer }, account)
  }
}

async function become({ site }: Academy, id: string, name = id): Promise<void> {
  const key = await site.customerKey(`${name}@example.com`)
  const before = site.storage.load(key)
  site.storage.save(key, { ...before, customer: { ...before.customer, user: { id, roles: [] } } }, before)
}

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AlertShop, sampleCause, sampleChannel } from './shop'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const KEY = sampleCause({ key: 'credentials a', kind: 'credentials' })
const PARKED = sampleCause({ key: 'parked held a', kind: 'parked' })
const DOWN = { reached: false, result: { sent: false, sentence: 'It was down.', lasting: false } } as const
const GONE = { reached: false, result: { sent: false, sentence: 'It answered invalid_token.', lasting: true } } as const

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-23T08:00:00Z') })
  vi.spyOn(console, 'error').mockImplementation(() => {})
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

describe('an alert', () => {
  test('is sent once as its cause opens and once when it is over, however often the journal looks', async () => {
    const shop = new AlertShop(sampleChannel({ id: 'a' }))
    shop.attention = { causes: [KEY], unknown: [] }
    await shop.pass(5 * HOUR)
    expect(shop.said('a')).toEqual(['opened credentials a'])
    shop.attention = { causes: [], unknown: [] }
    await shop.pass(5 * HOUR)
    expect(shop.said('a')).toEqual(['opened credentials a', 'over credentials a'])
  })

  test('a day’s outage sends exactly two, though what is parked is tried again every six hours', async () => {
    const shop = new AlertShop(sampleChannel({ id: 'a' }), sampleChannel({ id: 'b' }))
    await shop.pass(12 * HOUR)
    for (let at = 12 * HOUR; at < DAY; at += 6 * HOUR) {
      shop.attention = { causes: [PARKED], unknown: [] }
      await shop.pass(6 * HOUR - MINUTE)
      // On their way through the queue, they are not parked for a moment.
      shop.attention = { causes: [], unknown: [] }
      await shop.look()
      await shop.pass(MINUTE)
    }
    await shop.pass(DAY)
    expect(shop.delivered.filter(({ channel }) => channel === 'a')).toHaveLength(2)
    expect(shop.said('a')).toEqual(['opened parked held a', 'over parked held a'])
    expect(shop.said('b')).toEqual(shop.said('a'))
  })

  test('a thousand causes at once: one message a channel, which lists the first and counts the rest', async () => {
    const shop = new AlertShop(sampleChannel({ id: 'a' }), sampleChannel({ id: 'b' }))
    const causes = Array.from({ length: 1_000 }, (_, n) =>
      sampleCause({ key: `not understood ${n}`, kind: 'not understood' }),
    )
    shop.attention = { causes, unknown: [] }
    await shop.pass(HOUR)
    expect(shop.delivered).toHaveLength(2)
    expect(shop.delivered[0]?.message).toMatchObject({ items: { length: 10 }, more: 990 })
    shop.attention = { causes: [], unknown: [] }
    await shop.pass(HOUR)
    expect(shop.delivered).toHaveLength(4)
  })

  test('more than a thousand causes: the gravest are listed and never hidden, the rest are counted', async () => {
    const shop = new AlertShop(sampleChannel({ id: 'a' }))
    const mild = Array.from({ length: 1_500 }, (_, n) =>
      sampleCause({ key: `not understood ${n}`, kind: 'not understood', tone: 'wait' }),
    )
    const grave = sampleCause({ key: 'failed', kind: 'failed' })
    shop.attention = { causes: [...mild, grave], unknown: [] }
    await shop.pass(HOUR)
    expect(shop.delivered).toHaveLength(1)
    expect(shop.said('a')[0]).toBe('opened failed')
    expect(shop.delivered[0]?.message).toMatchObject({ items: { length: 10 }, more: 1_491 })
    shop.attention = { causes: [...mild, grave, KEY], unknown: [] }
    await shop.pass(HOUR)
    expect(shop.said('a').at(-1)).toBe('opened credentials a')
    shop.attention = { causes: mild, unknown: [] }
    await shop.pass(HOUR)
    expect(shop.said('a').slice(11)).toEqual(['over failed', 'over credentials a'].toSorted())
  })

  test('hundreds of causes that need no hurry hide none of another kind', async () => {
    const shop = new AlertShop(sampleChannel({ id: 'a' }))
    const products = Array.from({ length: 500 }, (_, n) =>
      sampleCause({ key: `rules product ${n}`, kind: 'rules', tone: 'wait' }),
    )
    shop.attention = { causes: products, unknown: [] }
    await shop.pass(HOUR)
    shop.attention = { causes: [...products, { ...PARKED, tone: 'wait' }], unknown: [] }
    await shop.pass(HOUR)
    expect(shop.said('a').slice(10)).toEqual(['opened parked held a'])
  })

  test('what was counted without being listed is not counted again in later messages', async () => {
    const shop = new AlertShop(sampleChannel({ id: 'a' }))
    const words = Array.from({ length: 1_500 }, (_, n) =>
      sampleCause({ key: `not understood ${n}`, kind: 'not understood', tone: 'wait' }),
    )
    shop.attention = { causes: words, unknown: [] }
    await shop.pass(HOUR)
    shop.attention = { causes: [...words, KEY], unknown: [] }
    await shop.pass(HOUR)
    const more = { key: 'not understood more', kind: 'not understood', tone: 'wait' } as const
    shop.attention = { causes: [...words, KEY, sampleCause(more), PARKED], unknown: [] }
    await shop.pass(HOUR)
    expect(shop.delivered.map(({ message }) => (message.kind === 'alert' ? message.more : null))).toEqual([1_490, 0, 1])
  })

  test('an end is listed however much opens at the same time', async () => {
    const shop = new AlertShop(sampleChannel({ id: 'a' }))
    shop.attention = { causes: [KEY], unknown: [] }
    await shop.pass(HOUR)
    const others = Array.from({ length: 50 }, (_, n) => sampleCause({ key: `rules ${n}`, kind: 'rules' }))
    shop.attention = { causes: others, unknown: [] }
    await shop.pass(HOUR)
    const [, second] = shop.delivered
    expect(second?.message).toMatchObject({ items: { length: 10 }, more: 41 })
    expect(shop.said('a').at(-1)).toBe('over credentials a')
    expect(shop.said('a').filter((line) => line.startsWith('opened rules'))).toHaveLength(9)
  })

  test('what failed and is retried is not over before its retry ends', async () => {
    const shop = new AlertShop(sampleChannel({ id: 'a' }))
    const failed = { causes: [sampleCause({ key: 'failed', kind: 'failed', today: 1 })], unknown: [] }
    shop.attention = failed
    await shop.pass(HOUR)
    shop.attention = { causes: [], unknown: [] }
    await shop.look()
    await shop.pass(5 * MINUTE)
    shop.attention = failed
    await shop.pass(HOUR)
    expect(shop.said('a')).toEqual(['opened failed'])
  })

  test('failures are said at the first, the tenth and the hundredth of a day, and at the first of the next', async () => {
    const shop = new AlertShop(sampleChannel({ id: 'a' }))
    const failed = (today: number) => {
      shop.attention = { causes: [sampleCause({ key: 'failed', kind: 'failed', today })], unknown: [] }
      return shop.look()
    }
    for (let today = 1; today <= 120; today += 1) {
      await failed(today)
    }
    expect(shop.said('a')).toEqual(['opened failed', 'grew failed', 'grew failed'])
    await shop.pass(DAY)
    await failed(0)
    await failed(1)
    await failed(2)
    expect(shop.said('a')).toHaveLength(4)
  })

  test('goes only to channels that want its cause', async () => {
    const shop = new AlertShop(sampleChannel({ id: 'a', causes: ['parked'] }))
    shop.attention = { causes: [KEY, PARKED], unknown: [] }
    await shop.pass(HOUR)
    expect(shop.said('a')).toEqual(['opened parked held a'])
  })

  test('a cause that could not be looked at is neither new nor over', async () => {
    const shop = new AlertShop(sampleChannel({ id: 'a' }))
    const paid = sampleCause({ key: 'paid without access', kind: 'paid without access' })
    shop.attention = { causes: [paid], unknown: [] }
    await shop.pass(HOUR)
    shop.attention = { causes: [], unknown: ['paid without access'] }
    await shop.pass(HOUR)
    expect(shop.said('a')).toEqual(['opened paid without access'])
  })

  test('costs three rows, and none while nothing changes', async () => {
    const shop = new AlertShop(sampleChannel({ id: 'a' }))
    await shop.pass(HOUR)
    shop.rowsWritten()
    await shop.pass(3 * HOUR)
    expect(shop.rowsWritten()).toBe(0)
    shop.attention = { causes: [KEY], unknown: [] }
    await shop.pass(HOUR)
    expect(shop.rowsWritten()).toBe(3)
    await shop.pass(3 * HOUR)
    expect(shop.rowsWritten()).toBe(0)
  })
})

describe('quiet hours', () => {
  test('hold alerts back, in the marketplace’s zone, and what was over by their end is never said', async () => {
    const shop = new AlertShop(sampleChannel({ id: 'a', quietFrom: 22, quietUntil: 7 }))
    shop.zone = 'America/New_York'
    await shop.pass(HOUR)
    // 04:00 in New York.
    shop.attention = { causes: [KEY, PARKED], unknown: [] }
    await shop.look()
    await shop.pass(HOUR)
    shop.attention = { causes: [PARKED], unknown: [] }
    await shop.pass(HOUR)
    expect(shop.delivered).toEqual([])
    await shop.pass(HOUR)
    expect(shop.said('a')).toEqual(['opened parked held a'])
    expect(new Date(shop.delivered[0]?.at ?? 0).toISOString()).toBe('2026-11-23T12:00:00.000Z')
  })

  test('hold back what failed to be sent before they began, too', async () => {
    const shop = new AlertShop(sampleChannel({ id: 'a', quietFrom: 22, quietUntil: 7 }))
    shop.zone = 'America/New_York'
    vi.setSystemTime(Date.parse('2026-11-24T02:55:00.000Z'))
    shop.attention = { causes: [PARKED], unknown: [] }
    shop.answer = () => ({ reached: false, result: { sent: false, sentence: 'It was down.', lasting: false } })
    await shop.look()
    await shop.pass(HOUR / 2)
    shop.answer = () => ({ reached: true, result: { sent: true, sentence: '' } })
    await shop.pass(12 * HOUR)
    expect(shop.delivered.map(({ at }) => new Date(at).toISOString())).toEqual(['2026-11-24T12:00:00.000Z'])
  })
})

describe('a cause that grew before a channel is alerted to it', () => {
  const one = sampleCause({ key: 'parked held a', kind: 'parked', title: 'One entry is parked', link: '/one' })
  const many = { ...one, title: '400 entries are parked', link: '/many' }

  test('is said as it is now, to a new channel and after quiet hours, and is no news to the others', async () => {
    const shop = new AlertShop(sampleChannel({ id: 'a' }), sampleChannel({ id: 'b', quietFrom: 7, quietUntil: 10 }))
    shop.attention = { causes: [one], unknown: [] }
    await shop.pass(HOUR)
    shop.attention = { causes: [many], unknown: [] }
    shop.channels = [...shop.channels, sampleChannel({ id: 'c' })]
    await shop.pass(2 * HOUR)
    const said = (channel: string) =>
      shop.delivered
        .filter((each) => each.channel === channel)
        .flatMap(({ message }) =>
          message.kind === 'alert' ? message.items.map(({ title, link }) => [title, link]) : [],
        )
    expect(said('a')).toEqual([['One entry is parked', '/one']])
    expect(said('b')).toEqual([['400 entries are parked', '/many']])
    expect(said('c')).toEqual(said('b'))
  })
})

describe('a channel', () => {
  test('the channel for alerts is down: it gets the same message, with the same id, once it works', async () => {
    const shop = new AlertShop(sampleChannel({ id: 'a' }))
    shop.attention = { causes: [KEY], unknown: [] }
    const ids: string[] = []
    shop.answer = () => {
      ids.push(shop.record('a')?.outbox[0]?.id ?? '')
      return DOWN
    }
    await shop.pass(3 * HOUR)
    expect(ids.length).toBeGreaterThan(4)
    expect(ids.length).toBeLessThan(12)
    shop.answer = () => ({ reached: true, result: { sent: true, sentence: '' } })
    await shop.pass(2 * HOUR)
    expect(new Set([...ids, shop.delivered[0]?.message.id])).toHaveProperty('size', 1)
    expect(shop.said('a')).toEqual(['opened credentials a'])
  })

  test('that fails is a cause of its own, said on the others, and so is its end', async () => {
    const shop = new AlertShop(sampleChannel({ id: 'a' }), sampleChannel({ id: 'b' }))
    shop.answer = (channel) => (channel === 'a' ? GONE : { reached: true, result: { sent: true, sentence: '' } })
    shop.attention = { causes: [KEY], unknown: [] }
    await shop.pass(5 * MINUTE)
    expect(shop.said('a')).toEqual([])
    expect(shop.said('b')).toEqual(['opened credentials a', 'opened alerts a'])
    shop.answer = () => ({ reached: true, result: { sent: true, sentence: '' } })
    shop.retry('a')
    await shop.look()
    await shop.pass(5 * MINUTE)
    expect(shop.said('a')).toEqual(['opened credentials a'])
    expect(shop.said('b').at(-1)).toBe('over alerts a')
  })

  test('one failed attempt is no news', async () => {
    const shop = new AlertShop(sampleChannel({ id: 'a' }), sampleChannel({ id: 'b' }))
    let attempts = 0
    shop.answer = (channel) => {
      attempts += channel === 'a' ? 1 : 0
      return channel === 'a' && attempts === 1 ? DOWN : { reached: true, result: { sent: true, sentence: '' } }
    }
    shop.attention = { causes: [KEY], unknown: [] }
    await shop.pass(HOUR)
    expect(shop.said('b')).toEqual(['opened credentials a'])
    expect(shop.said('a')).toEqual(['opened credentials a'])
  })

  test('a channel is deleted while an alert is under way: it gets nothing more, nor one that is switched off', async () => {
    const shop = new AlertShop(sampleChannel({ id: 'a' }), sampleChannel({ id: 'b' }))
    shop.attention = { causes: [KEY], unknown: [] }
    shop.answer = (channel) => (channel === 'a' ? DOWN : { reached: true, result: { sent: true, sentence: '' } })
    await shop.pass(MINUTE)
    shop.channels = [sampleChannel({ id: 'a', on: false }), sampleChannel({ id: 'b' })]
    shop.answer = () => ({ reached: true, result: { sent: true, sentence: '' } })
    await shop.pass(HOUR)
    expect(shop.said('a')).toEqual([])
    expect(shop.record('a')).toBeNull()
    shop.channels = []
    await shop.look()
    expect(shop.nextAt).toBeNull()
    expect(shop.record('b')).toBeNull()
  })

  test('that is new hears what is open, at once', async () => {
    const shop = new AlertShop(sampleChannel({ id: 'a' }))
    shop.attention = { causes: [KEY], unknown: [] }
    await shop.pass(HOUR)
    shop.channels = [sampleChannel({ id: 'a' }), sampleChannel({ id: 'b' })]
    await shop.look()
    expect(shop.said('b')).toEqual(['opened credentials a'])
  })
})

describe('a digest', () => {
  test('comes once a week, at its day and hour in the marketplace’s zone', async () => {
    const shop = new AlertShop(sampleChannel({ id: 'a', digestWeekday: 3, digestHour: 9 }))
    shop.zone = 'Europe/Vienna'
    shop.attention = { causes: [KEY], unknown: [] }
    await shop.pass(15 * DAY)
    const digests = shop.delivered.filter(({ message }) => message.kind === 'digest')
    expect(digests.map(({ at }) => new Date(at).toISOString())).toEqual([
      '2026-11-25T08:00:00.000Z',
      '2026-12-02T08:00:00.000Z',
    ])
    expect(digests[0]?.message).toMatchObject({ items: [{ key: 'credentials a' }], more: 0 })
  })

  test('has the beginning of each cause as the alert had it', async () => {
    const shop = new AlertShop(sampleChannel({ id: 'a', digestWeekday: 3, digestHour: 9 }))
    shop.attention = { causes: [KEY], unknown: [] }
    await shop.pass(7 * DAY)
    const begun = shop.delivered.map(({ message }) => (message.kind === 'test' ? null : message.items[0]?.since))
    expect(begun).toEqual([Date.parse('2026-11-23T08:00:00Z'), Date.parse('2026-11-23T08:00:00Z')])
  })

  test('does not come at once where it is chosen just after its hour', async () => {
    const updatedAt = Date.now()
    const shop = new AlertShop(sampleChannel({ id: 'a', digestWeekday: 1, digestHour: 7, updatedAt }))
    await shop.pass(6 * DAY)
    expect(shop.delivered).toEqual([])
  })
})

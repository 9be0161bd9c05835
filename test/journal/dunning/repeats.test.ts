import { describe, expect, test } from 'vitest'
import { observe } from '../../../src/journal/dunning/dunning'
import { type FirstPost, findRepeated, lastingKey } from '../../../src/journal/dunning/repeats'
import type { SubscriptionHistory } from '../../../src/journal/dunning/subscription-history'
import type { Fingerprint } from '../../../src/model/fingerprint'
import { fingerprint } from '../../../src/model/fingerprint'
import type { Trigger } from '../../../src/model/trigger'

/** The row the journal keeps of a line or transaction. */
function firstPost({ event, receivedAt }: { event: string; receivedAt: number }): FirstPost {
  return { at: receivedAt, event }
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const CLUB = {
  orderId: '1',
  productId: 'club',
  subscriptionId: '55' as string | null,
  transaction: null as string | null,
  email: 'a@b.c',
  test: false,
}

describe('an order line', () => {
  test('is a repeat for 90 days, however it comes', () => {
    const marketplace = journal()
    expect(marketplace.post('product.purchased', 0, { transaction: 'ch_1' })).toBe('new')
    expect(marketplace.post('product.purchased', 89 * DAY)).toBe('repeat')
    expect(marketplace.post('product.purchased', 91 * DAY)).toBe('new')
  })

  test('of a test is not that of a real order, nor the other way around', () => {
    const marketplace = journal()
    expect(marketplace.post('product.purchased', 0, { test: true })).toBe('new')
    expect(marketplace.post('product.purchased', DAY)).toBe('new')
    expect(marketplace.post('product.purchased', DAY, { test: true })).toBe('repeat')
  })

  test('is not the line of another product, nor its refund', () => {
    const marketplace = journal()
    marketplace.post('product.purchased', 0)
    expect(marketplace.post('product.purchased', 0, { productId: 'workbook' })).toBe('new')
    expect(marketplace.post('product.refunded', 0)).toBe('new')
    expect(marketplace.post('product.refunded', DAY)).toBe('repeat')
  })
})

describe('a transaction', () => {
  test('two renewals on one order are two, the same one reported twice is one', () => {
    const marketplace = journal()
    expect(marketplace.post('subscription.charged', 0, { transaction: 'ch_1' })).toBe('new')
    expect(marketplace.post('subscription.charged', HOUR, { transaction: 'ch_1' })).toBe('repeat')
    expect(marketplace.post('subscription.charged', 30 * DAY, { transaction: 'ch_2' })).toBe('new')
  })
})

describe('a failure', () => {
  test('is a repeat within six hours of its last copy, and new the next day', () => {
    const marketplace = journal()
    expect(marketplace.post('subscription.charge_failed', 0)).toBe('new')
    expect(marketplace.post('subscription.charge_failed', 5 * HOUR)).toBe('repeat')
    expect(marketplace.post('subscription.charge_failed', 10 * HOUR)).toBe('repeat')
    expect(marketplace.post('subscription.charge_failed', 34 * HOUR)).toBe('new')
  })

  test('is new when something else about that subscription came between', () => {
    const marketplace = journal()
    marketplace.post('subscription.charge_failed', 0)
    marketplace.post('subscription.charged', HOUR, { transaction: 'ch_1' })
    expect(marketplace.post('subscription.charge_failed', 2 * HOUR)).toBe('new')
  })
})

describe('a change of state', () => {
  test('is a repeat within ten minutes only', () => {
    const marketplace = journal()
    expect(marketplace.post('subscription.canceled', 0)).toBe('new')
    expect(marketplace.post('subscription.canceled', 9 * MINUTE)).toBe('repeat')
    expect(marketplace.post('subscription.canceled', 30 * MINUTE)).toBe('new')
  })

  test('cancel, restart, cancel within minutes is three events', () => {
    const marketplace = journal()
    expect(marketplace.post('subscription.canceled', 0)).toBe('new')
    expect(marketplace.post('subscription.restarted', MINUTE)).toBe('new')
    expect(marketplace.post('subscription.canceled', 2 * MINUTE)).toBe('new')
  })

  test('is a repeat of the first, however many copies came before', () => {
    const state = fingerprint({ ...CLUB, type: 'subscription.canceled' })
    const { history } = observe(null, observed('subscription.canceled', 0, state, 'first'))
    const copy = { ...observed('subscription.canceled', MINUTE, state, 'copy'), copyOf: 'first', repeat: true }
    const posted = { event: 'third', receivedAt: 2 * MINUTE, fingerprint: state }
    expect(findRepeated(posted, null, observe(history, copy).history)).toBe('first')
  })

  test('is judged by arrival, not by the order the queue brings it in', () => {
    const marketplace = journal()
    marketplace.post('subscription.canceled', 0)
    marketplace.post('subscription.restarted', 4 * MINUTE)
    expect(marketplace.post('subscription.canceled', MINUTE)).toBe('repeat')
  })

  test('of another subscription or product is another', () => {
    const marketplace = journal()
    marketplace.post('subscription.canceled', 0)
    expect(marketplace.post('subscription.canceled', 0, { subscriptionId: '56' })).toBe('new')
    expect(marketplace.post('subscription.canceled', 0, { productId: 'workbook' })).toBe('new')
  })

  test('names the customer only when nothing else names the subscription', () => {
    const nameless = { ...CLUB, type: 'subscription.canceled' as const, orderId: null, subscriptionId: null }
    expect(fingerprint(nameless).about).toBe('customer|a@b.c|club')
    expect(JSON.stringify(fingerprint({ ...nameless, orderId: '1' }))).not.toContain('a@b.c')
  })
})

describe('Repeats', () => {
  test('the event itself, delivered again, is no repeat of itself', () => {
    const line = fingerprint({ ...CLUB, type: 'product.purchased' })
    const posted = { event: 'e1', receivedAt: 5, fingerprint: line }
    expect(findRepeated(posted, firstPost(posted), null)).toBeNull()
    const state = fingerprint({ ...CLUB, type: 'subscription.canceled' })
    const { history } = observe(null, observed('subscription.canceled', 5, state, 'e1'))
    expect(findRepeated({ event: 'e1', receivedAt: 5, fingerprint: state }, null, history)).toBeNull()
  })

  test('an event with an id of its own needs no fingerprint', () => {
    expect(findRepeated({ event: 'e1', receivedAt: 5, fingerprint: null }, null, null)).toBeNull()
  })
})

/** Does with plain maps what the Journal does with its tables. */
function journal() {
  const seen = new Map<string, FirstPost>()
  const stories = new Map<string, SubscriptionHistory>()
  let events = 0
  return {
    post(type: Trigger, receivedAt: number, other: Partial<typeof CLUB> = {}): 'new' | 'repeat' {
      events += 1
      const print = fingerprint({ ...CLUB, ...other, type })
      const key = lastingKey(print)
      const history = stories.get(print.about) ?? null
      const posted = { event: `e${events}`, receivedAt, fingerprint: print }
      const repeat = findRepeated(posted, key === null ? null : (seen.get(key) ?? null), history) !== null
      if (key !== null && !repeat) {
        seen.set(key, firstPost(posted))
      }
      const derivation = observe(history, { ...observed(type, receivedAt, print, posted.event), repeat })
      stories.set(print.about, derivation.history)
      return repeat ? 'repeat' : 'new'
    },
  }
}

function observed(type: Trigger, received: number, print: Fingerprint, event: string) {
  const post = print.kind === 'state' || print.kind === 'failure' ? print.key : null
  return {
    event,
    type,
    at: received,
    received,
    reports: 'triggers' as const,
    failedAttempts: null,
    post,
    repeat: false,
  }
}

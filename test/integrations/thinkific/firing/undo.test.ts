/** Undo: what firings did is taken back as if they had never been made, and Thinkific is brought to that. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ThinkificJob } from '../../../../src/integrations/thinkific/thinkific-job'
import type { Settling } from '../../../../src/model/outcome'
import { type Academy, academy, advanceTime, DAY, DUO, type EventSpec, HOUR, PIANO, VIOLIN } from '../academy'

const refund = { trigger: 'product.refunded', does: 'expire' } as const

let shop: Academy

beforeEach(async () => {
  shop = await academy()
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** Settles an event's firing, and answers the job. */
async function fired(spec: EventSpec): Promise<ThinkificJob> {
  const job = await shop.job(spec)
  vi.setSystemTime(Math.max(Date.now(), job.happenedAt))
  await shop.settled(job)
  return job
}

async function undoOf(jobs: ThinkificJob[], id = 'undo-1'): Promise<ThinkificJob> {
  const [first] = jobs
  if (first === undefined) {
    throw new Error('nothing to undo')
  }
  const now = Date.now()
  const withdraws = jobs.map(({ firing, purchase, instruction }) => ({
    event: firing.impliedBy ?? firing.event,
    runs: [firing.id],
    product: purchase.productId,
    target: instruction.target,
  }))
  const firing = { ...first.firing, id: `${id}~1`, event: id, happenedAt: now }
  const instruction = { ...first.instruction, action: `expire_${first.instruction.target.kind}`, withdraws }
  const { periodEnd: _, ...purchase } = first.purchase
  return {
    ...first,
    firing,
    instruction,
    purchase,
    happenedAt: now,
    receivedAt: now,
    origin: 'person',
    person: 'Grace',
  }
}

async function undo(jobs: ThinkificJob[], id?: string): Promise<Settling> {
  const job = await undoOf(jobs, id)
  const foreseen = await shop.foresee(job)
  const settling = await shop.settled(job)
  if (settling.final && !foreseen.sentence.endsWith('(as far as is known without asking Thinkific)')) {
    expect(foreseen).toEqual({ outcome: settling.outcome, sentence: settling.sentence })
  }
  return settling
}

describe('undoing what a create gave', () => {
  test('ends the access it opened, with the one call that takes', async () => {
    const bought = await fired({})
    shop.calls()
    expect(await undo([bought])).toMatchObject({ outcome: 'expired', sentence: expect.stringContaining('Piano 101') })
    expect(shop.has(PIANO)).toBe('closed')
    expect(shop.calls()).toEqual(['PUT /enrollments/:id'])
  })

  test('leaves what was open before, with the end it had', async () => {
    const { id: userId } = shop.owner.addUser({ email: 'ada@example.com' })
    vi.setSystemTime(Date.now() + HOUR)
    shop.owner.enroll({ userId, courseId: 101, activatedAt: Date.now(), expiryDate: Date.now() + 40 * DAY })
    const bought = await fired({ at: 48 })
    expect(shop.has(PIANO)).toBe('open')
    expect(await undo([bought])).toMatchObject({
      outcome: 'kept',
      sentence: expect.stringMatching(
        / now ends sooner, given before, by hand or by another tool until June 10, 2026\.$/,
      ),
    })
    expect(shop.has(PIANO)).toBe(1 + 40 * 24)
  })

  test('says which purchase keeps the customer in', async () => {
    const wrong = await fired({ product: 'gift', order: 'o2' })
    await fired({ order: 'o1', at: 1 })
    shop.calls()
    expect(await undo([wrong])).toMatchObject({ outcome: 'kept', sentence: expect.stringContaining('Club (order o1)') })
    expect(shop.has(PIANO)).toBe('open')
    expect(shop.calls()).toEqual([])
  })

  test('gives back the end that another purchase set', async () => {
    await fired({ order: 'o1', options: { accessDays: 30 } })
    const wrong = await fired({ product: 'gift', order: 'o2', at: 1 })
    expect(shop.has(PIANO)).toBe('open')
    expect(await undo([wrong])).toMatchObject({ outcome: 'kept' })
    expect(shop.has(PIANO)).toBeLessThan(31 * 24)
  })

  test('closes what a bundle opened, also a course that has left it since', async () => {
    shop.site.contents.save('201', ['101', '102'], Date.now())
    const bought = await fired({ target: DUO })
    shop.owner.setBundleCourses(201, [101])
    await advanceTime(3 * DAY)
    expect(await undo([bought])).toMatchObject({ outcome: 'expired' })
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['closed', 'closed'])
  })

  test('takes back a grant whose access starts later, and nothing starts', async () => {
    const job = await shop.job({ options: { startsAfter: 5 } })
    const [waiting] = await shop.settle([job])
    expect(waiting).toMatchObject({ final: false, reason: 'starts later' })
    expect(await undo([job])).toMatchObject({ final: true })
    await advanceTime(6 * DAY)
    expect(await shop.settled(job)).toMatchObject({ outcome: 'given up' })
    expect(shop.has(PIANO)).toBe('closed')
  })
})

describe('undoing a bundle', () => {
  test('leaves a course of it to another grant that starts later', async () => {
    shop.site.contents.save('201', ['101', '102'], Date.now())
    const later = await shop.job({ event: 'e1', n: 1, options: { startsAfter: 14 } })
    await shop.settle([later])
    const bundle = await fired({ event: 'e1', n: 2, target: DUO })
    expect(shop.has(PIANO)).toBe('open')
    await undo([bundle])
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['closed', 'closed'])
    await advanceTime(15 * DAY)
    expect(await shop.settled(later)).toMatchObject({ outcome: 'renewed' })
    expect(shop.has(PIANO)).toBe('open')
  })
})

describe('undoing an ending or a removal', () => {
  test('opens access again', async () => {
    await fired({})
    const wrong = await fired({ ...refund, at: 1 })
    expect(shop.has(PIANO)).toBe('closed')
    expect(await undo([wrong])).toMatchObject({ outcome: 'enrolled' })
    expect(shop.has(PIANO)).toBe('open')
  })

  test('gives back what a purchase of another product removed', async () => {
    await fired({})
    const wrong = await fired({ product: 'full', order: 'o2', does: 'expire', at: 1 })
    expect(shop.has(PIANO)).toBe('closed')
    expect(await undo([wrong])).toMatchObject({ outcome: 'enrolled' })
    expect(shop.has(PIANO)).toBe('open')
  })

  test('what it superseded applies again, and its entry says so', async () => {
    const wrong = await fired({ ...refund, at: 2 })
    const bought = await fired({ at: 1 })
    expect(shop.has(PIANO)).toBe('closed')
    expect(await undo([wrong])).toMatchObject({
      outcome: 'enrolled',
      amendments: [{ firing: bought.firing.id, outcome: 'enrolled' }],
    })
    expect(shop.has(PIANO)).toBe('open')
  })
})

describe('after an undo', () => {
  test('a second one changes nothing, and neither does the first when it is delivered again', async () => {
    const bought = await fired({})
    await undo([bought])
    shop.calls()
    expect(await undo([bought], 'undo-2')).toMatchObject({ outcome: 'no change' })
    expect(await shop.settled(await undoOf([bought]))).toMatchObject({ outcome: 'expired' })
    expect(shop.calls()).toEqual([])
  })

  test('the event delivered again does not act, however long ago it was settled', async () => {
    const bought = await fired({})
    await undo([bought])
    const key = await shop.site.customerKey('ada@example.com')
    const account = shop.site.storage.load(key)
    shop.site.storage.save(key, { ...account, settled: [] }, account)
    shop.evict()
    expect(await shop.settled(bought)).toMatchObject({ outcome: 'given up' })
    expect(shop.has(PIANO)).toBe('closed')
  })

  test('a later event of the purchase does not bring it back', async () => {
    const bought = await fired({ subscription: 's1' })
    await undo([bought])
    await shop.note({ trigger: 'subscription.charged', subscription: 's1', at: 24 * 30 })
    await shop.note({ trigger: 'subscription.recovered', subscription: 's1', at: 24 * 31 })
    expect(shop.has(PIANO)).toBe('closed')
  })

  test('another run of the firing acts, since a person asked for it', async () => {
    const bought = await fired({})
    await undo([bought])
    await shop.settled({ ...bought, firing: { ...bought.firing, id: `${bought.firing.id}-2` } })
    expect(shop.has(PIANO)).toBe('open')
  })

  test('other customers and purchases made since are as they were', async () => {
    const wrong = await fired({})
    await fired({ email: 'grace@example.com', order: 'o7', at: 1 })
    await fired({ target: VIOLIN, order: 'o8', product: 'strings', at: 1 })
    await undo([wrong])
    expect([shop.has(PIANO), shop.has(VIOLIN), shop.has(PIANO, 'grace@example.com')]).toEqual([
      'closed',
      'open',
      'open',
    ])
  })

  test('nothing of it needs a person', async () => {
    await undo([await fired({}), await fired({ ...refund, at: 1 })])
    expect(shop.site.storage.concerns.groups('shop', Date.now())).toEqual([])
  })

  test('undoing the ending of a refunded purchase raises no concern', async () => {
    await fired({})
    await undo([await fired({ ...refund, at: 1 })])
    expect(shop.has(PIANO)).toBe('open')
    expect(shop.site.storage.concerns.groups('shop', Date.now())).toEqual([])
  })
})

describe('an undo in the middle of something', () => {
  test('a firing that was never recorded does not run afterwards', async () => {
    shop.simulator.faults.add({ kind: '502 html', times: 1 })
    const job = await shop.job({})
    const [waiting] = await shop.settle([job])
    expect(waiting).toMatchObject({ final: false })
    expect(await undo([job])).toMatchObject({ final: true })
    expect(await shop.settled(job)).toMatchObject({ outcome: 'given up' })
    expect(shop.has(PIANO)).toBe('closed')
  })

  test('what a call opened that was never answered is looked for, and closed', async () => {
    await fired({ target: VIOLIN, order: 'o9', product: 'strings' })
    shop.simulator.faults.add({ kind: 'connection lost', effect: true, times: 1 })
    const job = await shop.job({ at: 1 })
    await shop.settle([job])
    expect(shop.has(PIANO)).toBe('open')
    await undo([job])
    expect(shop.has(PIANO)).toBe('closed')
  })

  test('one that is stopped before its call goes on where it was', async () => {
    const bought = await fired({})
    shop.simulator.faults.add({ kind: '502 html', times: 1 })
    const job = await undoOf([bought])
    const [waiting] = await shop.settle([job])
    expect(waiting).toMatchObject({ final: false })
    shop.evict()
    expect(await shop.settled(job)).toMatchObject({ outcome: 'expired' })
    expect(shop.has(PIANO)).toBe('closed')
  })

  test('while Thinkific rejects the key, nothing is taken back', async () => {
    const bought = await fired({})
    const access = await shop.access('shop')
    shop.site.integrations.faults.record(access, 'Rejected.', Date.now())
    const [waiting] = await shop.settle([await undoOf([bought])])
    expect(waiting).toMatchObject({ final: false, parked: true, reason: 'credentials' })
    const { customer } = shop.site.storage.load(await shop.site.customerKey('ada@example.com'))
    expect(customer.history.flatMap(({ acts }) => acts)).toHaveLength(1)
  })

  test('finds what moved to a corrected email', async () => {
    const { correctEmailAtSite } = await import('../../../../src/integrations/thinkific/customers/correct-email')
    const bought = await fired({})
    await correctEmailAtSite(shop.site, 'shop', 'ada@example.com', 'byron@example.com', true)
    expect(await undo([bought])).toMatchObject({ outcome: 'expired' })
    expect(shop.has(PIANO)).toBe('closed')
  })
})

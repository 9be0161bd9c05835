/** Choose the purchase: a person's word settles an unclear event at its own date, and wins over what is inferred. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ChoosablePurchase } from '../../../../src/integrations/customer-access'
import { listChoosable } from '../../../../src/integrations/thinkific/customers/choosable-purchases'
import { UNCLEAR } from '../../../../src/integrations/thinkific/steps/verdict'
import type { ThinkificJob } from '../../../../src/integrations/thinkific/thinkific-job'
import type { Settling } from '../../../../src/model/outcome'
import type { PurchaseChoice } from '../../../../src/model/purchase'
import type { RuleOptions } from '../../../../src/model/rule'
import { type Academy, academy, DAY, type EventSpec, endOfDay, PIANO, START, VIOLIN } from '../academy'

const cancel = { trigger: 'subscription.canceled', does: 'expire' } as const
const refund = { trigger: 'product.refunded', does: 'expire' } as const

let shop: Academy

beforeEach(async () => {
  shop = await academy()
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** An event that ends unclear, and what there is to choose. */
async function unclear(spec: EventSpec): Promise<{ job: ThinkificJob; choices: ChoosablePurchase[] }> {
  const job = await shop.job(spec)
  vi.setSystemTime(Math.max(Date.now(), job.happenedAt))
  expect(await shop.settled(job)).toMatchObject({ outcome: 'unclear' })
  const { firing, customer, purchase } = job
  return { job, choices: await listChoosable(shop.site, { event: firing.event, email: customer.email, purchase }) }
}

/** Another run of the firing, as the journal queues it after the click. */
async function choose(
  { job, choices }: { job: ThinkificJob; choices: ChoosablePurchase[] },
  order: string,
): Promise<Settling> {
  const chosen = choices.find(({ orders }) => orders.includes(order))?.choice
  if (chosen === undefined) {
    throw new Error(`no purchase with order ${order} to choose`)
  }
  return shop.settled({ ...job, chosen, firing: { ...job.firing, id: `${job.firing.id}.2` } })
}

describe('an event that two purchases of its customer fit', () => {
  beforeEach(async () => {
    await shop.receive({ order: 'o1' })
    await shop.receive({ order: 'o2', at: 24 * 10 })
  })

  test('offers both, with their order and day', async () => {
    const { choices } = await unclear({ ...cancel, order: null, subscription: 's1', at: 24 * 20 })
    expect(choices).toMatchObject([
      { orders: ['o1'], begun: START, email: 'ada@example.com', productName: 'Club' },
      { orders: ['o2'], begun: START + 10 * DAY },
    ])
  })

  test('is settled for the one chosen, at its own date', async () => {
    const asked = await unclear({ ...cancel, order: null, subscription: 's1', at: 24 * 20 })
    vi.setSystemTime(START + 30 * DAY)
    expect(await choose(asked, 'o1')).toMatchObject({ outcome: 'kept', sentence: expect.stringContaining('order o2') })
    expect(await shop.outcome({ ...refund, order: 'o2', at: 24 * 31 })).toBe('expired')
    expect(shop.has(PIANO)).toBe('closed')
    const { customer } = shop.site.storage.load(await shop.site.customerKey('ada@example.com'))
    expect(customer.purchases.find(({ orders }) => orders.includes('o1'))).toMatchObject({
      subscriptions: ['s1'],
      ending: { at: START + 20 * DAY },
    })
  })

  test('a later event with its ids follows the choice', async () => {
    const asked = await unclear({ ...cancel, order: null, subscription: 's1', at: 24 * 20 })
    await choose(asked, 'o2')
    expect(await shop.outcome({ ...cancel, order: null, subscription: 's1', at: 24 * 21 })).not.toBe('unclear')
    await shop.receive({ ...refund, order: 'o1', at: 24 * 21 })
    expect(shop.has(PIANO)).toBe('closed')
    expect(
      await shop.outcome({ trigger: 'subscription.restarted', order: null, subscription: 's1', at: 24 * 22 }),
    ).toBe('renewed')
    expect(shop.has(PIANO)).toBe('open')
  })

  test('holds whatever arrives later', async () => {
    const asked = await unclear({ ...cancel, order: null, subscription: 's1', at: 24 * 20 })
    await choose(asked, 'o1')
    // Named together with the other order afterwards, which inference would follow.
    await shop.note({ trigger: 'subscription.charged', order: 'o2', subscription: 's1', at: 24 * 25 })
    const { customer } = shop.site.storage.load(await shop.site.customerKey('ada@example.com'))
    const ended = customer.purchases.filter(({ ending }) => ending !== null)
    expect(ended.map(({ orders }) => orders)).toEqual([['o1']])
  })

  test('gives the other entries of the event their outcome', async () => {
    const { job } = await unclear({ ...cancel, order: null, subscription: 's1', at: 24 * 20, event: 'canceled' })
    const other = { ...cancel, order: null, subscription: 's1', at: 24 * 20, event: 'canceled' }
    const asked = await unclear({ ...other, n: 1, target: VIOLIN })
    expect(await choose(asked, 'o1')).toMatchObject({
      outcome: 'already expired',
      amendments: [{ firing: job.firing.id, sentence: expect.stringContaining('A person chose') }, {}],
    })
  })
})

describe('Choose the purchase', () => {
  test('an event that purchases of two other customers fit goes to the one chosen, who is named', async () => {
    await shop.receive({ email: 'bea@example.com', order: 'shared' })
    await shop.receive({ email: 'cy@example.com', order: 'shared', at: 1 })
    const asked = await unclear({ ...refund, email: 'new@example.com', order: 'shared', at: 2 })
    expect(asked.choices.map(({ email }) => email).sort()).toEqual(['bea@example.com', 'cy@example.com'])
    const chosen = asked.choices.find(({ email }) => email === 'cy@example.com')
    const settling = await choose({ ...asked, choices: chosen === undefined ? [] : [chosen] }, 'shared')
    expect(settling).toMatchObject({
      outcome: 'expired',
      sentence: expect.stringContaining('The purchase belongs to cy@example.com'),
    })
    expect([shop.has(PIANO, 'bea@example.com'), shop.has(PIANO, 'cy@example.com')]).toEqual(['open', 'closed'])
    const left = shop.site.storage.load(await shop.site.customerKey('new@example.com'))
    expect(left.customer.history).toEqual([])
  })

  test('without a choice, a later event that leaves one purchase still settles it', async () => {
    await shop.receive({ order: 'o1' })
    await shop.receive({ order: 'o2', at: 1 })
    const { job } = await unclear({ ...cancel, order: null, subscription: 's1', at: 2 })
    const effect = await shop.note({ trigger: 'subscription.charged', order: 'o1', subscription: 's1', at: 3 })
    expect(effect?.amendments).toMatchObject([
      { firing: job.firing.id, sentence: expect.stringContaining('later event') },
    ])
  })

  test('the other entries an event changed are reported again where its answer was lost with the object', async () => {
    await shop.receive({ order: 'o1' })
    await shop.receive({ order: 'o2', at: 1 })
    const { job } = await unclear({ ...cancel, order: null, subscription: 's1', at: 2 })
    const charged = { trigger: 'subscription.charged', event: 'c1', order: 'o1', subscription: 's1', at: 3 } as const
    await shop.note(charged)
    shop.evict()
    const said = { firing: job.firing.id, outcome: 'kept', sentence: expect.stringContaining('later event') }
    expect((await shop.note(charged))?.amendments).toMatchObject([said])
    // Another event of the purchase has nothing to add.
    expect(await shop.note({ ...charged, event: 'c2', at: 4 })).toBe(null)
  })
})

describe('an event without a rule that two purchases of its customer fit', () => {
  const month = { accessDays: 30 }
  /** Names the order of both subscriptions. */
  const charged = { trigger: 'subscription.charged', event: 'c1', entry: 'c1~0', at: 24 * 40 } as const

  async function buyTwice(options: Partial<RuleOptions> = month) {
    await shop.receive({ order: 'o1', subscription: 's1', options })
    await shop.receive({ order: 'o1', subscription: 's2', options, at: 24 })
    vi.setSystemTime(START + 40 * DAY)
  }

  async function listChoices(): Promise<ChoosablePurchase[]> {
    const { customer, purchase } = await shop.job(charged)
    return listChoosable(shop.site, { event: 'c1', email: customer.email, purchase })
  }

  async function choiceOf(subscription: string): Promise<PurchaseChoice> {
    const chosen = (await listChoices()).find(({ subscriptions }) => subscriptions.includes(subscription))
    if (chosen === undefined) {
      throw new Error(`no purchase with subscription ${subscription} to choose`)
    }
    return chosen.choice
  }

  test('needs a person where it would let the customer in for longer, and changes nothing', async () => {
    await buyTwice()
    const before = shop.has(PIANO)
    expect(await shop.foreseeNote(charged)).toMatchObject({ own: UNCLEAR })
    expect(await shop.note(charged)).toEqual({ own: { ...UNCLEAR, attempts: [] }, amendments: [] })
    expect(shop.has(PIANO)).toBe(before)
    expect(await listChoices()).toMatchObject([{ subscriptions: ['s1'] }, { subscriptions: ['s2'] }])
    // Delivered twice.
    expect(await shop.note(charged)).toMatchObject({ own: UNCLEAR })
  })

  test('needs one where it would let them in again', async () => {
    await buyTwice()
    await shop.receive({ trigger: 'subscription.charge_failed', does: 'expire', subscription: 's1', at: 24 * 10 })
    await shop.receive({ trigger: 'subscription.charge_failed', does: 'expire', subscription: 's2', at: 24 * 10 })
    expect(shop.has(PIANO)).toBe('closed')
    vi.setSystemTime(START + 40 * DAY)
    expect(await shop.note(charged)).toMatchObject({ own: UNCLEAR })
    expect((await shop.note({ ...charged, chosen: await choiceOf('s2') }))?.own).toMatchObject({ outcome: 'enrolled' })
    expect(shop.has(PIANO)).toBe(endOfDay(70))
  })

  test('needs none where no choice changes access, or it is imported', async () => {
    await buyTwice({})
    expect(await shop.note(charged)).toBe(null)
    shop = await academy()
    await buyTwice()
    expect(await shop.note({ ...charged, quiet: true })).toBe(null)
  })

  test('is carried out for the purchase that a person chose, once', async () => {
    await buyTwice()
    await shop.note(charged)
    const chosen = { ...charged, entry: 'c1~0-2', chosen: await choiceOf('s1') }
    const renewed = { outcome: 'renewed', sentence: expect.stringContaining('now lasts until') }
    expect((await shop.note(chosen))?.own).toMatchObject(renewed)
    expect(shop.has(PIANO)).toBe(endOfDay(70))
    expect(await listChoices()).toEqual([])
    shop.evict()
    shop.calls()
    // Its answer was lost with the object.
    expect((await shop.note(chosen))?.own).toMatchObject(renewed)
    expect(shop.calls()).toEqual([])
  })

  test('keeps its purchase where a choice is for another product of the event', async () => {
    await buyTwice()
    await shop.note(charged)
    const chosen = await choiceOf('s2')
    await shop.note({ ...charged, chosen })
    await shop.note({ ...charged, chosen: { event: 'of another product', subscription: null } })
    expect(shop.has(PIANO)).toBe(endOfDay(70))
  })

  test('is settled by a later event that leaves one purchase', async () => {
    await shop.receive({ order: 'o1', options: month })
    await shop.receive({ order: 'o2', options: month, at: 24 })
    vi.setSystemTime(START + 40 * DAY)
    const first = { ...charged, order: null, subscription: 's1' }
    expect(await shop.note(first)).toMatchObject({ own: UNCLEAR })
    const failed = { trigger: 'subscription.charge_failed', event: 'c2', entry: 'c2~0', at: 24 * 41 } as const
    const clearing = { ...first, ...failed, order: 'o1' }
    const said = { firing: 'c1~0', outcome: 'renewed', sentence: expect.stringContaining('A later event showed') }
    vi.setSystemTime(START + 41 * DAY)
    expect((await shop.note(clearing))?.amendments).toEqual([said])
    shop.evict()
    expect((await shop.note(clearing))?.amendments).toEqual([said])
    expect((await shop.note({ ...clearing, event: 'c3', entry: 'c3~0' }))?.amendments ?? []).toEqual([])
    expect(shop.has(PIANO)).toBe(endOfDay(70))
  })

  test('of two other customers’ purchases is carried out for the one whose purchase is chosen', async () => {
    await shop.receive({ email: 'bea@example.com', order: 'o1', options: month })
    await shop.receive({ email: 'cy@example.com', order: 'o1', options: month, at: 24 })
    vi.setSystemTime(START + 20 * DAY)
    const theirs = { ...charged, at: 24 * 20, email: 'new@example.com' }
    expect(await shop.note(theirs)).toMatchObject({ own: UNCLEAR })
    const { purchase } = await shop.job(theirs)
    const choices = await listChoosable(shop.site, { event: 'c1', email: theirs.email, purchase })
    const chosen = choices.find(({ email }) => email === 'cy@example.com')?.choice
    if (chosen === undefined) {
      throw new Error('Cy’s purchase is not offered')
    }
    expect((await shop.note({ ...theirs, chosen }))?.own).toMatchObject({ outcome: 'renewed' })
    expect([shop.has(PIANO, 'bea@example.com'), shop.has(PIANO, 'cy@example.com')]).toEqual([
      endOfDay(30),
      endOfDay(50),
    ])
  })
})

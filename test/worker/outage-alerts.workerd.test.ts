/** What is alerted to over a day, with the real engine, queue, objects and alarms. */
import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { MarketplaceAlertCheck } from '../../src/alerts/check'
import { CHOICES } from '../../src/web/alerts/fields'
import { ACADEMY_COURSES } from '../simulator/academy'
import type { Simulator } from '../simulator/simulator'
import { Person, setUp } from './person'
import { Shop, thinkific } from './shop'

const SLACK = 'https://hooks.slack.test/services/T0/B0/x'
const TWO = ACADEMY_COURSES['Course Two']
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const PATIENCE = { timeout: 40_000, interval: 100 }

let simulator: Simulator
let shop: Shop
let mia: Person
/** Subjects of the messages that the channel took. */
let taken: string[]
let isDown: boolean
let looks: { begun: number; ended: number }

beforeEach(async () => {
  simulator = await thinkific()
  taken = []
  isDown = false
  vi.mocked(globalThis.fetch).mockImplementation(async (input, init) => {
    if (String(input) !== SLACK) {
      return simulator.fetch(input, init)
    }
    if (isDown) {
      return new Response('later', { status: 503 })
    }
    taken.push(JSON.parse(String(init?.body)).text.split('\n')[0])
    return new Response('ok')
  })
  looks = { begun: 0, ended: 0 }
  const run = MarketplaceAlertCheck.prototype.run
  vi.spyOn(MarketplaceAlertCheck.prototype, 'run').mockImplementation(async function (this: MarketplaceAlertCheck) {
    looks.begun += 1
    return run.call(this).finally(() => {
      looks.ended += 1
    })
  })
  mia = new Person()
  shop = await new Shop(await setUp(mia)).open(['academy'])
  await shop.rule('course', 'product.purchased', 'create_course', TWO)
  await shop.rule('course', 'product.refunded', 'expire_course', TWO)
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('A day’s outage', () => {
  test('sends exactly two alerts, though messages come twice, objects restart and the channel is down at first', async () => {
    await addChannel()
    deliverTwice()
    simulator.faults.startOutage('academy')
    await postAll(1, 2, 3)
    await shop.waiting(3)
    await look()
    expect(taken).toEqual([])

    later(13 * HOUR_MS)
    await shop.parked(3)
    isDown = true
    await look()
    await restart()
    isDown = false
    await look()
    expect(taken).toEqual(['*Mia’s shop: 3 entries are parked for academy*'])

    for (let hours = 0; hours < 12; hours += 3) {
      later(3 * HOUR_MS)
      await runDurableObjectAlarm(site())
      // The queue brings what a probe released in its own time, while the clock leaps.
      await shop.parked(hours === 0 ? 3 : 4)
      await look()
      await postAll(4)
      await shop.parked(4)
      await restart()
      await look()
    }
    expect(taken).toEqual(['*Mia’s shop: 3 entries are parked for academy*'])

    simulator.faults.endOutage('academy')
    later(6 * MINUTE_MS)
    await runDurableObjectAlarm(site())
    await runDurableObjectAlarm(site())
    const rows = await shop.log(4)
    expect(rows.map(({ outcome }) => outcome)).toEqual(rows.map(() => 'enrolled'))
    for (let looked = 0; looked < 4; looked += 1) {
      await look()
      await restart()
    }
    expect(taken.slice(1)).toEqual(['*Mia’s shop: over: 3 entries are parked for academy*'])
  })
})

describe('A weekly digest', () => {
  test('comes once at its hour, however often the journal looks and restarts, and again a week later', async () => {
    const due = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS + HOUR_MS
    const at = new Date(due)
    await addChannel({ digestWeekday: String(at.getUTCDay()), digestHour: String(at.getUTCHours()) })
    await postAll(1)
    await shop.log(1)
    await look()
    expect(taken).toEqual([])
    for (const week of [0, 7]) {
      later(due + week * 24 * HOUR_MS - Date.now())
      await look()
      await restart()
      await look()
      await look()
    }
    expect(taken.filter((subject) => subject.includes('your week'))).toHaveLength(2)
  })
})

async function addChannel(digest: Record<string, string> = {}): Promise<void> {
  const causes = Object.fromEntries(CHOICES.causes.map(({ name }) => [name, 'on']))
  const id = crypto.randomUUID()
  const typed = { id, name: 'Operations', address: SLACK, on: 'on', ...causes, ...digest }
  const { status } = await mia.post(`/m/${shop.marketplace}/alerts?kind=slack`, typed)
  expect(status).toBe(303)
}

async function postAll(...orders: number[]): Promise<void> {
  for (const n of orders) {
    const customer = { email: `customer-${n}@example.com`, first_name: 'Ada', last_name: 'Byron' }
    const data = { customer, order: { id: `order ${n}` }, items: [{ product_id: 'course' }] }
    await shop.send('product.purchased', data, { id: `purchase-${n}` })
  }
}

/** The queue brings each message twice, as it may. */
function deliverTwice(): void {
  const send = env.EVENTS.send.bind(env.EVENTS)
  vi.spyOn(env.EVENTS, 'send').mockImplementation(async (...message) => {
    await send(...message)
    return send(...message)
  })
}

const site = () => env.THINKIFIC_SITE.getByName('academy')

async function restart(): Promise<void> {
  await evictDurableObject(shop.journal)
}

/** Time passes for the Worker and its objects; the queue's own clock is the real one. */
function later(ms: number): void {
  vi.useFakeTimers({ now: Date.now() + ms, toFake: ['Date'] })
}

/** Twenty minutes on, the journal's alarm rings: it looks, and sends what is due. */
async function look(): Promise<void> {
  const { ended } = looks
  later(20 * MINUTE_MS)
  await runDurableObjectAlarm(shop.journal)
  await vi.waitFor(() => {
    expect(looks.ended).toBeGreaterThan(ended)
    expect(looks.ended).toBe(looks.begun)
  }, PATIENCE)
}

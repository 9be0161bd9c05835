/** What becomes of access, on the whole Worker: from a sale through Thinkific to posts a receiver verifies, each once. */
import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { deliver } from '../../src/dispatch/dispatch'
import { createPorts, type DispatchPorts } from '../../src/dispatch/ports'
import { RECEIVER_URL, TestReceiver } from '../integrations/notify-url/receiver'
import { sampleEvent, sampleItem } from '../journal/samples'
import type { Simulator } from '../simulator/simulator'
import { openAnother, Person, setUp } from './person'
import { Shop, thinkific } from './shop'

const HOOK = '00000000-0000-4000-8000-000000000024'
const DAY_MS = 86_400_000
const ADA = { email: 'ada@example.com', first_name: 'Ada', last_name: 'Byron', id: 'c-7' }

let receiver: TestReceiver
let simulator: Simulator
let mia: Person
let shop: Shop
let base: string

beforeEach(async () => {
  simulator = await thinkific()
  receiver = new TestReceiver()
  vi.mocked(globalThis.fetch).mockImplementation((input, init) =>
    receiver.takes(String(input)) ? receiver.fetch(input, init) : simulator.fetch(input, init),
  )
  mia = new Person()
  shop = await new Shop(await setUp(mia)).open(['academy'])
  base = `/m/${shop.marketplace}`
  receiver.secret = await connect(base, HOOK)
})

afterEach(() => void vi.useRealTimers())

describe('access given', () => {
  test('is posted once, with what was given and to whom, after the sale itself was settled', async () => {
    const rule = await addRule('access.given')
    await shop.rule('club', 'product.purchased', 'create_course', 1002)
    const at = Date.now()
    await buy('o-1', { at })
    const [, entry] = await shop.log(2)
    expect(entry).toMatchObject({
      outcome: 'sent',
      trigger: 'access.given',
      madeHere: true,
      sentence: 'Ada was given Target 1002; hooks.example.com accepted it (200).',
    })
    expect(posted()).toEqual(['access.given'])
    const [post] = receiver.events
    expect(post?.verified).toBe(true)
    expect(post?.body).toMatchObject({
      type: 'access.given',
      data: { test: false, customer: ADA, order: { id: 'o-1' }, items: [{ product_id: 'club', product_name: 'Club' }] },
      access: { status: 'given', target: { kind: 'course', id: '1002', name: 'Target 1002' }, ends_at: null },
      rule: { id: rule, trigger: 'access.given' },
      product: { id: 'club', name: 'Club' },
      ids: { marketplace: shop.marketplace, entry: entry?.id },
    })
    expect(Date.parse(post?.body.timestamp)).toBeGreaterThanOrEqual(at)
  })

  test('is posted once however often the sale is delivered, and not for what was already open', async () => {
    await addRule('access.given')
    await shop.rule('club', 'product.purchased', 'create_course', 1002)
    await shop.rule('club-2', 'product.purchased', 'create_course', 1002)
    const id = await buy('o-1')
    await shop.log(2)
    await buy('o-1', { id })
    await buy('o-2', { product: 'club-2' })
    const rows = await shop.log(3)
    expect(rows.map(({ outcome }) => outcome)).toEqual(['enrolled', 'sent', 'already enrolled'])
    expect(posted()).toEqual(['access.given'])
  })

  test('is posted for the product of its rule alone, and by a rule that is on', async () => {
    await mia.post(`${base}/products`, { productId: 'club', name: 'Club' })
    await addRule('access.given', { product: 'club' })
    await shop.rule('*', 'product.purchased', 'create_course', 1002)
    await buy('o-1', { product: 'other' })
    expect(await shop.log(1)).toMatchObject([{ outcome: 'enrolled' }])
    await buy('o-2', { email: 'bea@example.com' })
    await shop.log(3)
    expect(receiver.events.map(({ body }) => body.data.order.id)).toEqual(['o-2'])
  })

  test('again, once a payment gives access back', async () => {
    await addRule('access.given')
    await addRule('access.ended')
    await shop.rule('club', 'product.purchased', 'create_course', 1002)
    await shop.rule('club', 'subscription.charge_failed', 'expire_course', 1002)
    const sold = { order: { id: 'o-1' }, subscription: { id: 's-1' } }
    const at = Date.now() - 5_000
    await shop.send('product.purchased', { ...order(sold), payment: { id: 'ch_1' } }, { at })
    await shop.log(2)
    await shop.send('subscription.charge_failed', order(sold), { at: at + 1_000 })
    await shop.log(4)
    const charge = await shop.send(
      'subscription.charged',
      { ...order(sold), payment: { id: 'ch_2' } },
      { at: at + 2_000 },
    )
    await shop.log(6)
    expect(posted()).toEqual(['access.given', 'access.ended', 'access.given'])
    expect(receiver.events[2]?.body.data.subscription.id).toBe('s-1')
    await shop.send('subscription.charged', { ...order(sold), payment: { id: 'ch_2' } }, { id: charge, at: at + 2_000 })
    await expect.poll(async () => (await shop.log(6)).some(({ repeats }) => repeats === 1)).toBe(true)
    expect(receiver.events).toHaveLength(3)
  })
})

describe('a consumer that stops before it recorded the outcome', () => {
  test('has posted once when the message comes again', async () => {
    await addRule('access.given')
    await shop.rule('club', 'product.purchased', 'create_course', 1002)
    const event = sampleEvent({ marketplace: shop.marketplace, receivedAt: Date.now(), items: [sampleItem('club')] })
    const ports = createPorts(env)
    const stopping: DispatchPorts = {
      ...ports,
      journal: (marketplace) => {
        const journal = ports.journal(marketplace)
        return {
          receiveAll: (arrivals) => journal.receiveAll(arrivals),
          firings: (ids) => journal.firings(ids),
          record: () => Promise.reject(new Error('stopped')),
          recordEffects: (of, effects) => journal.recordEffects(of, effects),
          park: (message, reason) => journal.park(message, reason),
          fallback: (of) => journal.fallback(of),
        }
      },
    }
    const consume = async (by: DispatchPorts) => {
      const body = { v: 1, kind: 'event', event, copies: 0 }
      const batch = createMessageBatch('events', [{ id: '0', timestamp: new Date(), attempts: 1, body }])
      await deliver(batch, by)
      return getQueueResult(batch, createExecutionContext())
    }
    expect(await consume(stopping)).toMatchObject({ explicitAcks: [], retryMessages: [{ msgId: '0' }] })
    await expect.poll(posted).toEqual(['access.given'])
    expect(await consume(ports)).toMatchObject({ explicitAcks: ['0'] })
    const rows = await shop.log(2)
    expect(rows.map(({ outcome, repeats }) => [outcome, repeats]).sort()).toEqual([
      ['enrolled', 0],
      ['sent', 0],
    ])
    expect(posted()).toEqual(['access.given'])
  })
})

describe('another marketplace on the same site', () => {
  test('gets no post about this one’s customers, whatever its rules', async () => {
    const id = await openAnother(mia, 'Other shop')
    const theirs = await new Shop(id).open(['academy'])
    const other = '00000000-0000-4000-8000-000000000025'
    await connect(`/m/${id}`, other)
    await addRule('access.given', { integration: other }, `/m/${id}`)
    await shop.rule('club', 'product.purchased', 'create_course', 1002)
    await theirs.rule('club', 'product.purchased', 'create_course', 1002)
    await buy('o-1')
    await shop.log(1)
    expect(receiver.events).toEqual([])
    await theirs.send('product.purchased', {
      ...order({ order: { id: 'o-9' } }),
      customer: { email: 'bea@example.com' },
    })
    await theirs.log(2)
    expect(receiver.events.map(({ body }) => [body.ids.marketplace, body.data.customer.email])).toEqual([
      [id, 'bea@example.com'],
    ])
  })
})

describe('access that ends', () => {
  const lasts = { accessDays: 30 }
  const sold = { order: { id: 'o-1' }, subscription: { id: 's-1' } }

  async function buyFor30Days() {
    await shop.rule('club', 'product.purchased', 'create_course', 1002, lasts)
    const at = Date.now() - 5_000
    await shop.send('product.purchased', { ...order(sold), payment: { id: 'ch_1' } }, { at })
    await shop.log(1)
    await expect.poll(async () => (await shop.waiting(1))[0]?.waiting?.reason).toBe('ends later')
    const [row] = await shop.waiting(1)
    return { at, id: row?.id ?? '', turn: row?.waiting?.at ?? 0 }
  }

  /** As the queue would bring it then. */
  async function wake(id: string, at: number) {
    vi.useFakeTimers({ now: at, toFake: ['Date'] })
    await shop.journal.retry([id], 'Mia')
  }

  test('soon is posted on its day, and shown as waiting until then', async () => {
    await addRule('access.ends_soon', { noticeDays: '7' })
    const { at, id, turn } = await buyFor30Days()
    expect(turn).toBeGreaterThan(at + 22 * DAY_MS)
    expect(turn).toBeLessThanOrEqual(at + 24 * DAY_MS)
    const page = await mia.get(`${base}/logs/${encodeURIComponent(id)}`)
    expect(page.text).toContain('If it still does then, this is posted on')
    expect((await mia.get(`${base}/overview`)).text).not.toContain('1 waiting')
    await wake(id, turn - 60_000)
    await expect.poll(async () => (await shop.waiting(1))[0]?.waiting?.at).toBe(turn)
    expect(receiver.events).toEqual([])
    await wake(id, turn + 1_000)
    const rows = await shop.log(2)
    expect(rows[1]).toMatchObject({ outcome: 'sent', trigger: 'access.ends_soon' })
    expect(rows[1]?.sentence).toBe('Ada will soon lose Target 1002; hooks.example.com accepted it (200).')
    expect(receiver.events.map(({ body }) => body)).toMatchObject([
      {
        type: 'access.ends_soon',
        timestamp: new Date(turn).toISOString(),
        access: { status: 'ends_soon', ends_at: new Date(turn + 7 * DAY_MS).toISOString() },
      },
    ])
  })

  test('is not posted about once it was renewed: the new end has a reminder of its own', async () => {
    await addRule('access.ends_soon', { noticeDays: '7' })
    await shop.rule('club', 'subscription.charged', 'create_course', 1002, lasts)
    const { id, turn } = await buyFor30Days()
    vi.useFakeTimers({ now: Date.now() + 5 * DAY_MS, toFake: ['Date'] })
    await shop.send('subscription.charged', { ...order(sold), payment: { id: 'ch_2' } })
    await shop.log(2)
    await expect
      .poll(async () => (await shop.waiting(2)).map(({ waiting }) => waiting?.at).sort())
      .toEqual([turn, turn + 5 * DAY_MS])
    await wake(id, turn + 1_000)
    const rows = await shop.log(3)
    expect(rows[2]).toMatchObject({ outcome: 'superseded', trigger: 'access.ends_soon' })
    expect(rows[2]?.sentence).toMatch(/^Access to Target 1002 now lasts until .*, so nothing was posted\.$/)
    expect(receiver.events).toEqual([])
  })

  test('is not posted about once it was refunded', async () => {
    await addRule('access.ends_soon', { noticeDays: '7' })
    await shop.rule('club', 'product.refunded', 'expire_course', 1002)
    const { at, id, turn } = await buyFor30Days()
    await shop.send('product.refunded', { ...order(sold), payment: { id: 'ch_1' } }, { at: at + 1_000 })
    await shop.log(2)
    await wake(id, turn + 1_000)
    const rows = await shop.log(3)
    expect(rows[2]?.sentence).toMatch(/^Access to Target 1002 had ended already, on .*, so nothing was posted\.$/)
    expect(receiver.events).toEqual([])
  })

  test('is posted as ended when its day has come', async () => {
    await addRule('access.ended')
    const { id, turn } = await buyFor30Days()
    await wake(id, turn + 1_000)
    expect((await shop.log(2))[1]).toMatchObject({ outcome: 'sent', trigger: 'access.ended' })
    expect(receiver.events.map(({ body }) => body.access.ends_at)).toEqual([new Date(turn).toISOString()])
  })
})

describe('the rule form', () => {
  const chosen = `product=*&integration=${HOOK}&action=send_notify_url_post`

  test('offers the category to a Notify URL, and to Thinkific’s actions not at all', async () => {
    const two = await mia.get(`${base}/rules/new?${chosen}&step=2`)
    expect(two.text).toMatch(
      /optgroup label="Access".*Access Given.*Access Ended.*Access Failed.*Access Ends in N Days/s,
    )
    const enrolling = `product=*&integration=${shop.integration('academy')}&action=create_course`
    const other = await mia.get(`${base}/rules/new?${enrolling}&step=2`)
    expect(other.text).not.toMatch(/value="access|Access Given/)
    const form = { id: crypto.randomUUID(), product: '*', integration: shop.integration('academy'), q: '1002' }
    const posts = await mia.post(`${base}/rules`, { ...form, action: 'create_course', trigger: 'access.given' })
    expect(posts.status).not.toBe(303)
  })

  test('asks for the days of a reminder alone, refuses what is no day count, and shows and changes them', async () => {
    const three = (trigger: string) => mia.get(`${base}/rules/new?${chosen}&category=access&trigger=${trigger}&step=3`)
    expect((await three('access.given')).text).not.toContain('Days before the end')
    expect((await three('access.ends_soon')).text).toContain('Days before the end')
    const plain = { product: '*', integration: HOOK, action: 'send_notify_url_post', trigger: 'access.ends_soon' }
    for (const noticeDays of ['', '0', '366', '7.5', '-7', 'soon', '1e2']) {
      const answer = await mia.post(`${base}/rules`, { id: crypto.randomUUID(), ...plain, noticeDays })
      expect([noticeDays, answer.status]).toEqual([noticeDays, 422])
      expect(answer.text).toContain('Days before the end: enter a whole number from 1 to 365.')
    }
    const rule = await addRule('access.ends_soon', { noticeDays: ' 14 ' })
    const shown = await mia.get(`${base}/rules/${rule}`)
    expect(shown.text).toContain('14 days before access that any product gave ends, post the event to the Notify URL.')
    expect(shown.text).not.toContain('No such event received yet')
    const edited = await mia.get((await mia.get(`${base}/rules/${rule}/edit`)).headers.get('location') ?? '')
    expect(edited.text).toMatch(/name="noticeDays"[^>]*value="14"/)
    const saved = await mia.post(`${base}/rules/${rule}`, { id: rule, ...plain, noticeDays: '3' })
    expect(saved.status).toBe(303)
    expect((await mia.get(`${base}/rules/${rule}`)).text).toContain('3 days before access that any product gave ends')
  })

  test('tries a rule with a product and a customer: what would be posted, and when', async () => {
    await mia.post(`${base}/products`, { productId: 'club', name: 'Club' })
    const rule = await addRule('access.ends_soon', { noticeDays: '7' })
    const at = `${base}/rules/${rule}/try?email=ada%40example.com&product=club`
    const nothing = await mia.get(at)
    expect([nothing.status, nothing.text]).toEqual([
      422,
      expect.stringContaining('No rule gives access for this product yet'),
    ])
    await shop.rule('club', 'product.purchased', 'create_course', 1002)
    const tried = await mia.get(at)
    expect(tried.text).toContain('7 days before access ends, this would be posted to hooks.example.com, signed:')
    const [, shown = ''] = /<code[^>]*>(\{[^<]*)</.exec(tried.text) ?? []
    expect(JSON.parse(shown.replaceAll('&quot;', '"'))).toMatchObject({
      type: 'access.ends_soon',
      access: { status: 'ends_soon', target: { kind: 'course', id: '1002', name: 'Target 1002' } },
      rule: { id: rule },
    })
    expect(receiver.events).toEqual([])
  })

  test('a test event of the rule is posted, marked as a test', async () => {
    await mia.post(`${base}/products`, { productId: 'club', name: 'Club' })
    await shop.rule('club', 'product.purchased', 'create_course', 1002)
    const rule = await addRule('access.given')
    const sent = await mia.post(`${base}/rules/${rule}/test-events`, {
      id: crypto.randomUUID(),
      email: 'ada@example.com',
      product: 'club',
    })
    expect(sent.status).toBe(303)
    expect((await shop.log(1))[0]).toMatchObject({ outcome: 'sent', test: true })
    expect(receiver.events[0]?.body).toMatchObject({ data: { test: true }, access: { target: { id: '1002' } } })
  })
})

describe('a sender', () => {
  test('reports no access: its word ends not understood, and cannot be treated as one', async () => {
    await addRule('access.given')
    await shop.send('access.given', order({ order: { id: 'o-1' } }))
    const [row] = await shop.log(1)
    expect(row).toMatchObject({ outcome: 'not understood' })
    const page = await mia.get(`${base}/logs/${encodeURIComponent(row?.id ?? '')}`)
    expect(page.text).not.toContain('value="access.given"')
    expect(receiver.events).toEqual([])
  })
})

describe('access ended and access failed', () => {
  test('a refund that ends access is posted once it has; one that another purchase outlives is not', async () => {
    await addRule('access.ended')
    await shop.rule('*', 'product.purchased', 'create_course', 1002)
    await shop.rule('*', 'product.refunded', 'expire_course', 1002)
    const at = Date.now() - 5_000
    await buy('o-1', { at })
    await shop.log(1)
    await buy('o-2', { product: 'other', at: at + 500 })
    await shop.log(2)
    await refund('o-1', { at: at + 1_000 })
    expect((await shop.log(3))[2]).toMatchObject({ outcome: 'kept' })
    await refund('o-2', { product: 'other', at: at + 2_000 })
    const rows = await shop.log(5)
    expect(rows[4]?.sentence).toBe('Ada no longer has Target 1002; hooks.example.com accepted it (200).')
    expect(receiver.events.map(({ body }) => body.access)).toEqual([
      { status: 'ended', target: { kind: 'course', id: '1002', name: 'Target 1002' }, ends_at: null },
    ])
  })

  test('a person who enrolls or ends access by hand has it posted too', async () => {
    await addRule('access.given')
    await addRule('access.ended')
    await shop.rule('club', 'product.purchased', 'create_course', 1002)
    await buy('o-1')
    await shop.log(2)
    const held = { kind: 'course', id: '1002', site: 'academy', formId: crypto.randomUUID() }
    await mia.post(`${base}/customers/${encodeURIComponent(ADA.email)}/endings`, held)
    await shop.log(4)
    expect(posted()).toEqual(['access.given', 'access.ended'])
  })

  test('what Thinkific refuses for good is posted once, though a retry fails again', async () => {
    await addRule('access.failed')
    await addRule('access.given')
    await shop.rule('club', 'product.purchased', 'create_course', 9999)
    await buy('o-1')
    const rows = await shop.log(2)
    expect(rows.map(({ outcome }) => outcome)).toEqual(['target missing', 'sent'])
    expect(rows[1]?.sentence).toBe('Ada could not be given Target 9999; hooks.example.com accepted it (200).')
    await mia.post(`${base}/entries/${encodeURIComponent(rows[0]?.id ?? '')}/retries`)
    await expect
      .poll(async () => (await shop.log(2)).map(({ trigger }) => trigger))
      .toEqual(['access.failed', 'product.purchased'])
    expect(posted()).toEqual(['access.failed'])
  })
})

function posted(): string[] {
  return receiver.events.map(({ body }) => body.type)
}

function order(fields: Record<string, unknown>, product = 'club') {
  return { customer: ADA, items: [{ product_id: product, product_name: 'Club' }], ...fields }
}

interface Sold {
  product?: string
  email?: string
  id?: string
  at?: number
}

function buy(id: string, { product = 'club', email = ADA.email, ...sent }: Sold = {}): Promise<string> {
  const customer = { ...ADA, email }
  return shop.send('product.purchased', { ...order({ order: { id } }, product), customer }, sent)
}

function refund(id: string, { product = 'club', ...sent }: Sold = {}): Promise<string> {
  return shop.send('product.refunded', order({ order: { id } }, product), sent)
}

async function connect(at: string, id: string): Promise<string> {
  const saved = await mia.post(`${at}/integrations?kind=notify-url`, { id, name: 'CRM', url: RECEIVER_URL })
  return /whsec_[A-Za-z0-9+/=]+/.exec(saved.text)?.[0] ?? ''
}

async function addRule(trigger: string, fields: Record<string, string> = {}, at = base): Promise<string> {
  const id = crypto.randomUUID()
  const plain = { product: '*', integration: HOOK, action: 'send_notify_url_post', category: 'access', trigger }
  const answer = await mia.post(`${at}/rules`, { id, ...plain, ...fields })
  expect(answer.status).toBe(303)
  return id
}

/** What becomes of access, on the whole Worker: from a sale through Thinkific to posts a receiver verifies, each once. */
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { RECEIVER_URL, TestReceiver } from '../integrations/notify-url/receiver'
import type { Simulator } from '../simulator/simulator'
import { Person, setUp } from './person'
import { Shop, thinkific } from './shop'

const HOOK = '00000000-0000-4000-8000-000000000024'
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

async function addRule(trigger: string, fields: Record<string, string> = {}): Promise<string> {
  const id = crypto.randomUUID()
  const plain = { product: '*', integration: HOOK, action: 'send_notify_url_post', category: 'access', trigger }
  const answer = await mia.post(`${base}/rules`, { id, ...plain, ...fields })
  expect(answer.status).toBe(303)
  return id
}

/** A Notify URL on the whole Worker: from its form to posts that a receiver verifies, and what a bad receiver brings about. */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type PastOrder, toPastEvent } from '../../src/imports/orders/past-order'
import { toEventMessage } from '../../src/model/message'
import { RECEIVER_URL, TestReceiver } from '../integrations/notify-url/receiver'
import { Person, setUp } from './person'
import { Shop, thinkific } from './shop'

const HOOK = '00000000-0000-4000-8000-000000000022'
const PURCHASE = {
  customer: { email: 'ada@example.com', first_name: 'Ada', last_name: 'Byron', id: 'c-7' },
  order: { id: '19026152' },
  items: [{ product_id: 'club', product_name: 'Club', role: 'upsell' }],
  subscription: { id: 's-1', period_end: '2027-01-20T10:15:00Z' },
  payment: { id: 'ch_1' },
  custom_fields: { Company: 'Acme' },
}

let receiver: TestReceiver
let mia: Person
let shop: Shop
let base: string

beforeEach(async () => {
  const simulator = await thinkific()
  receiver = new TestReceiver()
  vi.mocked(globalThis.fetch).mockImplementation((input, init) =>
    receiver.takes(String(input)) ? receiver.fetch(input, init) : simulator.fetch(input, init),
  )
  mia = new Person()
  shop = await new Shop(await setUp(mia)).open([])
  base = `/m/${shop.marketplace}`
})

describe('its integration', () => {
  test('is saved with a signed test post, whose answer is shown beside the secret', async () => {
    receiver.reply = () => new Response('no', { status: 401 })
    const saved = await connect()
    expect(saved.status).toBe(200)
    expect(saved.text).toContain('We sent a signed test post: hooks.example.com refused it (401)')
    expect(saved.text).toContain('It is not shown again')
    expect(receiver.secret).toMatch(/^whsec_/)
    expect(receiver.posts).toMatchObject([
      { body: { type: 'notify_url.test', data: { integration: { name: 'CRM' } } } },
    ])
    const list = await mia.get(`${base}/integrations`)
    expect(list.text).toContain('hooks.example.com')
    expect(list.text).not.toContain('t0psecret')
    const edit = await mia.get(`${base}/integrations/${HOOK}`)
    expect(edit.text).not.toContain(receiver.secret)
    expect(edit.text).toContain('Rotate signing secret')
  })

  test('is refused with the field and a sentence where its address is not to be posted to', async () => {
    const typed = async (url: string) => (await connect({ url })).text
    expect(await typed('')).toContain('The Notify URL is missing.')
    expect(await typed('http://hooks.example.com/')).toContain('must begin with https://')
    expect(await typed('https://127.1/')).toContain('instead of an IP address')
    expect(await typed('https://enrollwire.test/hooks/a')).toContain('leads back to Enrollwire')
    expect(await typed('https://me:pw@hooks.example.com/')).toContain('before the @')
    expect(receiver.posts).toEqual([])
    expect((await connect({ name: '' })).text).toContain(RECEIVER_URL)
  })

  test('is called saved, not connected, where nothing answers at its address', async () => {
    receiver.reply = () => Promise.reject(new TypeError('no such host'))
    const { text } = await connect()
    expect(text).toContain('CRM is saved. We sent a signed test post: hooks.example.com could not be reached.')
    expect(text).not.toContain('CRM is connected')
  })

  test('is refused where the receiver says it is gone', async () => {
    receiver.reply = () => new Response('', { status: 410 })
    const answer = await connect()
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('answered 410 Gone: it no longer takes posts.')
  })

  test('rotates its secret once a form, and signs with both meanwhile', async () => {
    await connect()
    await addRule()
    const before = receiver.secret
    const form = await mia.get(`${base}/integrations/${HOOK}/secrets/rotation`)
    expect(form.text).toContain('Your current one stops working in 24 hours')
    expect(form.text).toContain('that was replaced within the last 24 hours stops working at once')
    const id = crypto.randomUUID()
    const rotated = await mia.post(`${base}/integrations/${HOOK}/secrets`, { id })
    const after = readSecret(rotated.text)
    expect(after).not.toBe(before)
    expect((await mia.post(`${base}/integrations/${HOOK}/secrets`, { id })).status).toBe(303)

    for (const [index, secret] of [before, after].entries()) {
      receiver.secret = secret
      await shop.send('product.purchased', { ...PURCHASE, order: { id: `o-${index}` } })
      await shop.log(index + 1)
      expect(receiver.events.at(-1)?.verified).toBe(true)
    }
    const trail = await mia.get(`${base}/team`)
    expect(trail.text).toContain('the signing secret of the integration “CRM”')
  })
})

describe('its rule', () => {
  beforeEach(async () => void (await connect()))

  test('has nothing to choose in its third step, and reads as a sentence', async () => {
    const chosen = `product=*&integration=${HOOK}&action=send_notify_url_post`
    expect((await mia.get(`${base}/rules/new?product=*`)).text).toContain('Send Notify URL POST')
    const three = await mia.get(`${base}/rules/new?${chosen}&trigger=product.purchased&step=3`)
    expect(three.text).toContain('post the event to the Notify URL.')
    expect(three.text).not.toMatch(/role="combobox"|Refresh|Access lasts/)
    const rule = await mia.get(`${base}/rules/${await addRule()}`)
    expect(rule.text).toContain('Product Purchased → Send Notify URL POST')
    expect(rule.text).toContain('CRM (hooks.example.com)')
    expect((await mia.get(`${base}/rules`)).text).not.toContain('no longer in')
  })

  test('shows the exact body before it fires, and posts nothing', async () => {
    const rule = await addRule()
    const tried = await mia.get(`${base}/rules/${rule}/try?email=ada%40example.com&product=club`)
    expect(tried.text).toContain('This would be posted to hooks.example.com, signed:')
    expect(tried.text).toContain('&quot;email&quot;: &quot;ada@example.com&quot;')
    expect(receiver.events).toEqual([])
  })

  test('shows of a logged event the very body that was posted, the entry’s id included', async () => {
    const rule = await addRule()
    await shop.send('product.purchased', PURCHASE)
    const [entry] = await shop.log(1)
    const tried = await mia.get(`${base}/rules/${rule}/try?entry=${encodeURIComponent(entry?.id ?? '')}`)
    const [, shown = ''] = /<code[^>]*>(\{[^<]*)</.exec(tried.text) ?? []
    expect(JSON.parse(shown.replaceAll('&quot;', '"'))).toEqual(receiver.events[0]?.body)
  })

  test('of the product fires beside the global one, each as a post of its own', async () => {
    await addRule()
    await mia.post(`${base}/products`, { productId: 'club', name: 'Club' })
    await addRule({ product: 'club', name: 'Mine' })
    await shop.send('product.purchased', PURCHASE)
    expect((await shop.log(2)).map(({ outcome }) => outcome)).toEqual(['sent', 'sent'])
    expect(new Set(receiver.events.map(({ id }) => id)).size).toBe(2)
    expect(receiver.events.map(({ body }) => body.rule.name).sort()).toContain('Mine')
  })
})

describe('what a course reports', () => {
  beforeEach(async () => void (await connect()))

  test('is offered once a sender posted it, fires its rule, and reaches no ledger', async () => {
    const two = `${base}/rules/new?product=*&integration=${HOOK}&action=send_notify_url_post&step=2`
    expect((await mia.get(two)).text).toContain('Courses triggers appear here once a sender has posted one')
    const done = { ...PURCHASE, order: undefined, payment: undefined }
    await shop.send('course.lesson_completed', done)
    expect((await shop.log(1))[0]).toMatchObject({ outcome: 'no rule', trigger: 'course.lesson_completed' })
    expect((await mia.get(two)).text).toMatch(/optgroup label="Courses".*Course Lesson Completed/s)

    const rule = await addRule({ trigger: 'course.lesson_completed', category: 'courses' })
    expect((await mia.get(`${base}/rules/${rule}`)).text).toContain(
      'When Course Lesson Completed is reported for any product',
    )
    await shop.send('course.lesson_completed', done)
    expect((await shop.log(2))[1]).toMatchObject({ outcome: 'sent' })
    const found = await mia.get(`${base}/logs?trigger=course.lesson_completed`)
    expect(found.text).toMatch(/<option value="course.lesson_completed"[^>]*>Course Lesson Completed</)
    expect(receiver.events[0]?.body).toMatchObject({
      type: 'course.lesson_completed',
      rule: { trigger: 'course.lesson_completed' },
    })
    expect((await mia.get(`${base}/overview`)).text).not.toContain('enrolls nobody')
  })

  test('is no trigger of Thinkific’s actions, nor is a word that only looks like it', async () => {
    await shop.open(['academy'])
    const chosen = { product: '*', integration: shop.integration('academy'), action: 'create_course', q: '1002' }
    const form = { id: crypto.randomUUID(), ...chosen, trigger: 'course.completed' }
    expect((await mia.post(`${base}/rules`, form)).status).not.toBe(303)
    await shop.send('course completed!', PURCHASE)
    expect((await shop.log(1))[0]).toMatchObject({ outcome: 'not understood' })
  })
})

describe('its post', () => {
  beforeEach(async () => void (await connect()))

  test('is the event with the names of rule and product, signed, and logged without secrets', async () => {
    const rule = await addRule()
    const event = await shop.send('product.purchased', PURCHASE, { at: Date.UTC(2026, 10, 20, 10, 15) })
    const [entry] = await shop.log(1)
    expect(entry).toMatchObject({ outcome: 'sent', sentence: 'hooks.example.com accepted it (200).' })
    const [post] = receiver.events
    expect(post).toMatchObject({ verified: true })
    expect(post?.body).toEqual({
      type: 'product.purchased',
      timestamp: '2026-11-20T10:15:00.000Z',
      data: {
        test: false,
        customer: PURCHASE.customer,
        order: PURCHASE.order,
        items: PURCHASE.items,
        subscription: { id: 's-1', failed_attempts: null, period_end: '2027-01-20T10:15:00.000Z' },
        payment: PURCHASE.payment,
        custom_fields: PURCHASE.custom_fields,
      },
      rule: { id: rule, name: 'Product Purchased → Send Notify URL POST', trigger: 'product.purchased' },
      product: { id: 'club', name: 'Club' },
      ids: { marketplace: shop.marketplace, event, entry: entry?.id },
    })
    expect([...(post?.headers.keys() ?? [])].sort()).toEqual([
      'content-type',
      'user-agent',
      'webhook-id',
      'webhook-signature',
      'webhook-timestamp',
    ])
    const page = await mia.get(`${base}/logs/${encodeURIComponent(entry?.id ?? '')}`)
    expect(page.text).toContain('hooks.example.com/…')
    expect(page.text).toContain('Notify URL accepted (200)')
    expect(page.text).toContain('&quot;Company&quot;: &quot;Acme&quot;')
    expect(page.text).not.toContain('t0psecret')
    expect(page.text).not.toContain(receiver.secret)
  })

  test('a receiver took the post, and its answer was lost: it comes again with the same webhook-id', async () => {
    await addRule()
    receiver.next.push(() => Promise.reject(new TypeError('connection reset')))
    await shop.send('product.purchased', PURCHASE)
    const said = async () => (await shop.waiting(1))[0]?.sentence
    await expect.poll(said).toBe('hooks.example.com could not be reached. We’ll retry automatically.')
    const [row] = await shop.waiting(1)
    await mia.post(`${base}/entries/${encodeURIComponent(row?.id ?? '')}/retries`)
    await shop.log(1)
    const [first, second] = receiver.events
    expect(second?.id).toBe(first?.id)
    expect(receiver.events).toHaveLength(2)
    expect(receiver.events.every(({ verified }) => verified)).toBe(true)
  })

  test('that is refused fails with a sentence, and runs by one click under its id', async () => {
    await addRule()
    receiver.next.push(() => new Response('bad key t0psecret', { status: 422 }))
    await shop.send('product.purchased', PURCHASE)
    const [failed] = await shop.log(1)
    expect(failed).toMatchObject({
      outcome: 'rejected by the receiver',
      sentence: 'hooks.example.com refused it (422).',
    })
    const page = await mia.get(`${base}/logs/${encodeURIComponent(failed?.id ?? '')}`)
    expect(page.text).toContain('bad key [hidden]')
    await mia.post(`${base}/entries/${encodeURIComponent(failed?.id ?? '')}/retries`)
    await expect.poll(async () => (await shop.log(1))[0]?.outcome).toBe('sent')
    expect(receiver.events[1]?.id).toBe(receiver.events[0]?.id)
  })

  test('that the receiver took and lost is posted again by one click, under its id', async () => {
    await addRule()
    await shop.send('product.purchased', PURCHASE)
    const [sent] = await shop.log(1)
    const page = await mia.get(`${base}/logs/${encodeURIComponent(sent?.id ?? '')}`)
    expect(page.text).toMatch(/>\s*Retry\s*</)
    await mia.post(`${base}/entries/${encodeURIComponent(sent?.id ?? '')}/retries`)
    await expect.poll(() => receiver.events.length).toBe(2)
    expect(receiver.events[1]).toMatchObject({ id: receiver.events[0]?.id, text: receiver.events[0]?.text })
    expect((await shop.log(1))[0]).toMatchObject({ outcome: 'sent' })
  })

  test('a receiver answers 429: its posts wait as long as it asks', async () => {
    await addRule()
    receiver.next.push(() => new Response('', { status: 429, headers: { 'retry-after': '2' } }))
    await shop.send('product.purchased', PURCHASE)
    const said = async () => (await shop.waiting(1))[0]?.sentence
    await expect.poll(said).toBe('hooks.example.com asked us to slow down (429).')
    expect((await shop.log(1))[0]).toMatchObject({ outcome: 'sent' })
  })

  test('a receiver is gone (410): the integration is switched off, and all run once it is saved again', async () => {
    await addRule()
    receiver.reply = () => new Response('', { status: 410 })
    await shop.send('product.purchased', PURCHASE)
    await shop.parked(1)
    await shop.send('product.purchased', { ...PURCHASE, order: { id: '2' } })
    const parked = await shop.parked(2)
    expect(receiver.events).toHaveLength(1)
    expect(parked[0]?.sentence).toContain('answered 410 Gone')
    await expect.poll(async () => (await mia.get(`${base}/integrations`)).text).toContain('Needs attention')
    expect((await mia.get(`${base}/overview`)).text).toContain('CRM needs attention')
    const tried = await mia.get(`${base}/try?entry=${encodeURIComponent(parked[0]?.id ?? '')}`)
    expect(tried.text).toContain('CRM needs attention. Once that is fixed: This would be posted to hooks.example.com')

    receiver.reply = () => new Response(null, { status: 204 })
    const saved = await mia.post(`${base}/integrations/${HOOK}`, { name: 'CRM', url: RECEIVER_URL, pace: '10' })
    expect(saved.status).toBe(303)
    expect((await shop.log(2)).map(({ outcome }) => outcome)).toEqual(['sent', 'sent'])
    expect((await mia.get(`${base}/integrations`)).text).not.toContain('Needs attention')
  })

  test('an integration is deleted while posts are under way: what waits ends with it', async () => {
    await addRule()
    receiver.reply = () => new Response('', { status: 503 })
    await shop.send('product.purchased', PURCHASE)
    await expect.poll(() => receiver.events.length).toBe(1)
    const asked = await mia.get(`${base}/integrations/${HOOK}/delete`)
    expect(asked.text).toContain('Entries waiting for one of these rules end as')
    await mia.post(`${base}/integrations/${HOOK}/deletions`)
    expect((await shop.log(1))[0]).toMatchObject({ outcome: 'rule off' })
  })

  test('comes once where a file brings an order that its store reported, and for one that it did not', async () => {
    await addRule()
    await addRule({ trigger: 'product.refunded', category: 'payment' })
    await shop.send('product.purchased', PURCHASE)
    await shop.log(1)
    const order: PastOrder = {
      type: 'product.purchased',
      customer: { email: 'ada@example.com', firstName: 'Ada', lastName: 'Byron', id: null },
      orderId: '19026152',
      product: { id: 'club', name: 'Club' },
      subscriptionId: null,
      periodEnd: null,
      paymentId: null,
      amount: null,
      happenedAt: Date.now() - 60_000,
      dated: true,
      test: null,
    }
    const orders = [order, { ...order, orderId: '2' }, { ...order, type: 'product.refunded' as const }]
    for (const [n, one] of orders.entries()) {
      const event = toPastEvent(one, { marketplace: shop.marketplace, format: 'csv', now: Date.now() })
      await env.EVENTS.send(toEventMessage(event))
      await shop.log(n + 2)
    }
    const entries = await shop.log(4)
    expect(entries.map(({ outcome }) => outcome).toSorted()).toEqual(['no change', 'sent', 'sent', 'sent'])
    expect(entries.find(({ outcome }) => outcome === 'no change')?.sentence).toBe(
      'It was posted when its store reported it.',
    )
    expect(receiver.events.map(({ body }) => [body.type, body.data.order.id]).toSorted()).toEqual([
      ['product.purchased', '19026152'],
      ['product.purchased', '2'],
      ['product.refunded', '19026152'],
    ])
  })

  test('is skipped for a test order where its rule says so', async () => {
    await addRule({ tests: 'skip' })
    await shop.send('product.purchased', { ...PURCHASE, test: true })
    expect((await shop.log(1))[0]).toMatchObject({ outcome: 'test order skipped' })
    expect(receiver.events).toEqual([])
  })
})

describe('another marketplace', () => {
  const OTHER = '00000000-0000-4000-8000-000000000023'
  let other: string

  beforeEach(async () => {
    await connect()
    const made = await mia.post('/marketplaces', { name: 'Other shop' })
    other = /\/m\/([^/]+)/.exec(made.headers.get('location') ?? '')?.[1] ?? ''
    expect(other).not.toBe('')
  })

  test('reaches neither this one’s integration nor its secret', async () => {
    const at = `/m/${other}/integrations/${HOOK}`
    const before = receiver.secret
    const asked = [
      await mia.get(at),
      await mia.get(`${at}/secrets/rotation`),
      await mia.post(`${at}/secrets`, { id: crypto.randomUUID() }),
      await mia.post(at, { name: 'Mine', url: RECEIVER_URL, pace: '10' }),
      await mia.post(`${at}/deletions`),
    ]
    expect(asked.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
    await addRule()
    await shop.send('product.purchased', PURCHASE)
    expect((await shop.log(1))[0]).toMatchObject({ outcome: 'sent' })
    receiver.secret = before
    expect(receiver.events[0]?.verified).toBe(true)
  })

  test('that posts to the same address is not switched off with this one', async () => {
    await mia.post(`/m/${other}/integrations?kind=notify-url`, { id: OTHER, name: 'Theirs', url: RECEIVER_URL })
    const theirs = await new Shop(other).open([])
    await addRule()
    const plain = { product: '*', integration: OTHER, action: 'send_notify_url_post', trigger: 'product.purchased' }
    const rule = await mia.post(`/m/${other}/rules`, { id: crypto.randomUUID(), ...plain })
    expect(rule.status).toBe(303)
    receiver.reply = ({ body }) => new Response('', { status: body.ids.marketplace === other ? 200 : 410 })
    await shop.send('product.purchased', PURCHASE)
    await shop.parked(1)
    await theirs.send('product.purchased', PURCHASE)
    expect((await theirs.log(1))[0]).toMatchObject({ outcome: 'sent' })
    expect((await mia.get(`/m/${other}/integrations`)).text).not.toContain('Needs attention')
  })
})

async function connect(fields: Record<string, string> = {}) {
  const typed = { id: HOOK, name: 'CRM', url: RECEIVER_URL, ...fields }
  const saved = await mia.post(`${base}/integrations?kind=notify-url`, typed)
  receiver.secret = readSecret(saved.text)
  return saved
}

function readSecret(page: string): string {
  return /whsec_[A-Za-z0-9+/=]+/.exec(page)?.[0] ?? ''
}

async function addRule(fields: Record<string, string> = {}): Promise<string> {
  const id = crypto.randomUUID()
  const plain = { product: '*', integration: HOOK, action: 'send_notify_url_post', trigger: 'product.purchased' }
  const answer = await mia.post(`${base}/rules`, { id, ...plain, ...fields })
  expect(answer.status).toBe(303)
  return id
}

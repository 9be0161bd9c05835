import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { writeCatalog } from '../../../src/integrations/thinkific/catalog/store'
import { triggersOfEvent } from '../../../src/rules/explain'
import { sampleEvent } from '../../journal/samples'
import { ruleFor, Visitor, withRule } from '../setup-pages'

const WOULD_ENROLL = (events: { jobs: unknown[] }[]) =>
  events.map(({ jobs }) => ({
    outcomes: jobs.map(() => ({ outcome: 'enrolled', sentence: 'Would enroll them in Course Two.' })),
    effects: [],
  }))

describe('Try it', () => {
  test('explains which rules fire and what would come of it, calling nothing else', async () => {
    const { ada, rule } = await withRule()
    await ada.post('/products', { productId: '350399', name: 'Power Yoga' })
    ada.site.foresee = WOULD_ENROLL
    ada.called.length = 0
    const { text } = await ada.get(`/rules/${rule}/try?email=ada@example.com&product=350399`)
    expect(text).toContain('Would enroll them in Course Two.')
    expect(ada.called.map((call) => call.split('(')[0]).sort()).toEqual(['customer', 'foresee', 'foresee', 'received'])
    expect(text).not.toContain('would not act')
    await ada.post(`/rules/${rule}/activation`, { on: 'no' })
    const off = await ada.get(`/rules/${rule}/try?email=ada@example.com&product=350399`)
    expect(off.text).toContain('It is switched off')
    expect((await ada.get(`/rules/${rule}/try?email=nobody`)).status).toBe(422)
  })
})

describe('Try it for a customer', () => {
  test('finds their purchases by the email however it is typed', async () => {
    const { ada, rule } = await withRule()
    await ada.post('/products', { productId: '350399', name: 'Power Yoga' })
    ada.site.foresee = WOULD_ENROLL
    ada.called.length = 0
    await ada.get(`/rules/${rule}/try?email=%20Ada@Example.COM&product=350399`)
    expect(ada.called.filter((call) => call.startsWith('customer'))).toEqual(['customer("ada@example.com")'])
  })
})

describe('Try it for a course that is gone', () => {
  test('says so, as the site would', async () => {
    const { ada, academy, rule } = await withRule()
    await ada.post('/products', { productId: '350399', name: 'Power Yoga' })
    ada.site.foresee = WOULD_ENROLL
    await writeCatalog(env.COPIES, academy, { v: 1, fetchedAt: Date.now(), courses: [], bundles: [], fields: [] })
    const { text } = await ada.get(`/rules/${rule}/try?email=ada@example.com&product=350399`)
    expect(text).toContain('Course Two is no longer in')
    expect(text).not.toContain('Would enroll them')
  })
})

describe('Try it with an event of the log', () => {
  test('says which rules fire and why the others do not, the one asked about first', async () => {
    const { ada, academy, rule } = await withRule()
    await ruleFor(ada, academy, { trigger: 'product.refunded', action: 'expire_course' })
    await ada.post('/products', { productId: 'p9', name: 'Yoga Mat' })
    const elsewhere = await ruleFor(ada, academy, { product: 'p9' })
    ada.site.foresee = WOULD_ENROLL
    const event = sampleEvent({ marketplace: ada.marketplace })
    ada.journal.entry = { marketEvent: event, fired: triggersOfEvent(event) }
    const { text } = await ada.get('/try?entry=e1')
    expect(text).toContain('Would enroll them in Course Two.')
    expect(text).toContain(`/rules/${rule}"`)
    expect(text).toContain('It runs on Product Refunded, and this event is Product Purchased.')
    expect(text).toContain('1 rule would not act')
    const asked = await ada.get(`/rules/${elsewhere}/try?entry=e1`)
    expect(asked.text).toMatch(/2 rules would not act.*It is for product p9, which this event is not about.*this rule/)
  })

  test('says so when the event left the log', async () => {
    const ada = new Visitor()
    ada.journal.received = [{ event: 'e2', entry: 'e2~1', type: null, typeWord: 'Lead', customer: null, product: null }]
    ada.journal.entry = null
    const { status, text } = await ada.get('/try?entry=e1')
    expect([status, text.includes('This event is no longer stored.')]).toEqual([422, true])
  })

  test('says so when no rule would act', async () => {
    const ada = new Visitor()
    const event = sampleEvent({ marketplace: ada.marketplace })
    ada.journal.entry = { marketEvent: event, fired: triggersOfEvent(event) }
    expect((await ada.get('/try?entry=e1')).text).toContain('No rule would act on this.')
  })
})

describe('Send test event', () => {
  test('takes the real path, marked as a test', async () => {
    const { ada, rule } = await withRule()
    await ada.post('/products', { productId: '350399', name: 'Power Yoga' })
    const id = crypto.randomUUID()
    ada.journal.log = { rows: [{ id: 'e~1' }], waiting: [] }
    const sent = await ada.post(`/rules/${rule}/test-events`, { id, email: 'ADA@example.com', product: '350399' })
    expect(sent.to).toBe(`/m/${ada.marketplace}/logs?search=test-${id}`)
    expect(ada.sent).toMatchObject([
      {
        kind: 'event',
        event: {
          id: `test-${id}`,
          marketplace: ada.marketplace,
          test: true,
          type: 'product.purchased',
          source: { kind: 'test' },
          customer: { email: 'ada@example.com' },
          items: [{ productId: '350399', productName: 'Power Yoga' }],
        },
      },
    ])
  })

  test('asks for an email and a product', async () => {
    const { ada, rule } = await withRule()
    const { status, text } = await ada.post(`/rules/${rule}/test-events`, { id: crypto.randomUUID(), email: 'nobody' })
    expect([status, text.includes('Enter an email address.')]).toEqual([422, true])
    const fields = { id: crypto.randomUUID(), email: 'a@example.com', product: 'nothing' }
    expect((await ada.post(`/rules/${rule}/test-events`, fields)).text).toContain('Choose a product.')
    expect(ada.sent).toEqual([])
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FORMATS } from '../../src/intake/formats'
import { samcart } from '../../src/intake/formats/samcart'
import { standard } from '../../src/intake/formats/standard'
import { fitToMessage, MAX_MESSAGE_BYTES } from '../../src/model/fit-to-message'
import { seed, sized } from '../depth'
import samcartPurchase from '../fixtures/samcart/product.purchased.json'
import purchased from '../fixtures/standard/product.purchased.json'
import { toEvent, understandPost } from './understanding'

const { data } = purchased
const TEXT = JSON.stringify(purchased)

describe('never grants', () => {
  test.each<[string, string, number]>([
    ['an empty body', '', 400],
    ['spaces', '  \n', 400],
    ['half a body', TEXT.slice(0, -5), 400],
    ['a hundred levels', `${'['.repeat(100)}${']'.repeat(100)}`, 400],
    ['a hundred levels inside an event', TEXT.replace('"Acme"', `${'{"a":'.repeat(100)}1${'}'.repeat(100)}`), 400],
    ['a key named twice', TEXT.replace('{', '{"type":"product.refunded",'), 400],
    ['a key named twice in disguise', TEXT.replace('{', '{"t\\u0079pe":"product.refunded",'), 400],
    ['an array', `[${TEXT}]`, 422],
    ['a text', '"product.purchased"', 422],
    ['null', 'null', 422],
    ['no customer', JSON.stringify({ ...purchased, data: { ...data, customer: null } }), 422],
    ['an email with a space inside', TEXT.replace('ada@', 'ada lovelace@'), 422],
    ['an email with half a character', TEXT.replace('ada@', 'ad\\ud800a@'), 422],
    ['an email with a character no byte made', TEXT.replace('ada@', 'ad\ufffda@'), 422],
    ['an email that no tool filled in', TEXT.replace('ada@example.com', '{{customer}}@{{host}}'), 422],
    ['a product id that no tool filled in', TEXT.replace('350399', '{{product_id}}'), 422],
    ['an email that is a list', TEXT.replace('"ada@example.com"', '["ada@example.com"]'), 422],
    ['an infinite id', TEXT.replace('"350399"', '1e999'), 422],
    ['an id longer than any', TEXT.replace('350399', '3'.repeat(300)), 422],
    ['501 items', JSON.stringify({ ...purchased, data: { ...data, items: many(501) } }), 422],
  ])('%s', async (_, body, status) => {
    const { event, refusal } = await understandPost(standard, body)
    expect(refusal?.status).toBe(status)
    expect(event).toMatchObject({ type: null, body })
    expect(event.problem).toMatch(/\w.*\.$/)
  })

  test('a prototype is no custom field, and an event from one is none', async () => {
    const polluted = TEXT.replace('"Company"', '"__proto__":{"admin":"yes"},"constructor":"x","Company"')
    const { customFields } = await toEvent(standard, polluted)
    expect(Object.entries(customFields)).toEqual([
      ['constructor', 'x'],
      ['Company', 'Acme'],
    ])
    expect(await understandPost(standard, `{"__proto__":${TEXT}}`)).toMatchObject({
      refusal: { status: 422, field: 'type' },
    })
    expect(await understandPost(samcart, '__proto__[type]=Order&constructor[x]=1')).toMatchObject({
      refusal: { field: 'type' },
    })
    expect(({} as Record<string, unknown>).admin).toBeUndefined()
  })
})

describe('is read all the same', () => {
  test('lone surrogates become the replacement character', async () => {
    const event = await toEvent(standard, TEXT.replace('"Ada"', '"A\\ud800da"'))
    expect(event.customer?.firstName).toBe('A\ufffdda')
    expect(JSON.stringify(event)).not.toContain('\\ud800"')
  })

  test('numbers as texts and texts as numbers', async () => {
    const event = await toEvent(
      standard,
      TEXT.replace('"350399"', '350399').replace('"19026152"', '12345678901234567890'),
    )
    expect(event).toMatchObject({ orderId: '12345678901234567890', items: [{ productId: '350399' }] })
  })

  test('spaces and capitals around an email', async () => {
    expect((await toEvent(standard, TEXT.replace('ada@example.com', '  ADA@Example.COM '))).customer?.email).toBe(
      'ada@example.com',
    )
  })

  test('control characters leave names', async () => {
    expect((await toEvent(standard, TEXT.replace('"Ada"', '"A\\u0000da\\n"'))).customer?.firstName).toBe('A da')
  })

  test('500 items', async () => {
    const event = await toEvent(standard, { ...purchased, data: { ...data, items: many(500) } })
    expect(event.items).toHaveLength(500)
    expect(JSON.stringify(fitToMessage(event)).length).toBeLessThan(MAX_MESSAGE_BYTES)
  })
})

describe('a message', () => {
  test('holds any event: first the body is shortened, then nothing acts on it', async () => {
    const wide = { ...data, items: many(500).map((item) => ({ ...item, product_name: 'ü'.repeat(20) })) }
    const event = fitToMessage(await toEvent(standard, { ...purchased, data: wide }))
    expect(event.items).toHaveLength(500)
    expect(event.body.length).toBeLessThan(5_000)
    const ids = Array.from({ length: 500 }, (_, index) => `${index}${'9'.repeat(180)}`).join(',')
    const endless = fitToMessage(await toEvent(samcart, { ...samcartPurchase, product: { id: ids } }))
    expect(endless).toMatchObject({ type: null, items: [], problem: expect.stringContaining('several parts') })
    for (const one of [event, endless]) {
      expect(new TextEncoder().encode(JSON.stringify(one)).length).toBeLessThanOrEqual(MAX_MESSAGE_BYTES)
    }
  })
})

describe('whatever comes', () => {
  const shaped = fc.record({
    type: fc.oneof(fc.constantFrom('Order', 'product.purchased', 'Cancel', 'subscription.charged'), fc.jsonValue()),
    timestamp: fc.oneof(fc.constant('2026-11-20T10:15:00Z'), fc.jsonValue()),
    data: fc.oneof(fc.constant(data), fc.jsonValue()),
    product: fc.oneof(fc.constant({ id: '1,2' }), fc.jsonValue()),
    products: fc.jsonValue(),
    customer: fc.oneof(fc.constant({ email: 'a@b.c' }), fc.jsonValue()),
    order: fc.oneof(fc.constant({ id: 1 }), fc.jsonValue()),
  })

  test.each(Object.values(FORMATS))('$name never throws, and acts on no type it was not given', async (format) => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.json(),
          shaped.map((body) => JSON.stringify(body)),
          fc.string(),
          fc.webQueryParameters(),
        ),
        async (body) => {
          const { event, refusal } = await understandPost(format, body)
          expect(event.body).toBe(body)
          expect(event.customer?.email ?? '@').toContain('@')
          expect(event.items.every((item) => item.productId !== '')).toBe(true)
          if (event.type === null) {
            expect(event.problem).not.toBeNull()
          } else {
            expect(refusal).toBeNull()
            expect(format.findType(event.typeWord)).toBe(event.type)
            expect([event.customer === null, event.items.length === 0]).toEqual([false, false])
          }
        },
      ),
      { numRuns: sized(200, 20_000), ...seed(19) },
    )
  })
})

function many(count: number) {
  return Array.from({ length: count }, (_, index) => ({ product_id: index }))
}

describe('a word we do not know', () => {
  const say = async (format: typeof standard | typeof samcart, body: object) =>
    (await understandPost(format, body)).event.problem

  test('is answered in two short sentences; only who sends our own types is sent to their list', async () => {
    const asked = 'We don’t know what “club.joined” means, so nothing was done. Choose Treat as… and say what happened.'
    expect(await say(samcart, { ...samcartPurchase, type: 'club.joined' })).toBe(asked)
    expect(await say(standard, { ...purchased, type: 'club.joined' })).toBe(
      `${asked} The API reference lists every type.`,
    )
  })
})

import { describe, expect, test } from 'vitest'
import { PLAIN_OPTIONS, type Rule } from '../../src/model/rule'
import { type Explanation, explain, triggersOfEvent } from '../../src/rules/explain'
import { sampleEvent, sampleItem, sampleRule } from '../journal/samples'

describe('Try it', () => {
  test('says which rules fire, in the order asked', () => {
    const rules = [sampleRule({ id: 'a' }), sampleRule({ id: 'b', product: '*' })]
    expect(tried(sampleEvent(), rules).map((one) => [one.rule.id, one.fires])).toEqual([
      ['a', true],
      ['b', true],
    ])
  })

  test.each<[string, Partial<Rule>, RegExp]>([
    [
      'another trigger',
      { trigger: 'product.refunded' },
      /runs on Product Refunded, and this event is Product Purchased/,
    ],
    ['another product', { product: 'p9' }, /It is for product p9, which this event is not about/],
    ['switched off', { on: false }, /switched off/],
    ['a test it skips', { options: { ...PLAIN_OPTIONS, skipTest: true } }, /test order, and the rule skips those/],
    ['another marketplace', { marketplace: 'm2' }, /another marketplace/],
  ])('says why a rule does not: %s', (_, different, why) => {
    expect(tried(sampleEvent({ test: true }), [sampleRule(different)])).toEqual([
      { rule: sampleRule(different), fires: false, why: expect.stringMatching(why) },
    ])
  })

  test('says which rule decides instead', () => {
    const rules = [
      sampleRule({ id: 'a', trigger: 'subscription.canceled' }),
      sampleRule({ id: 'b', name: 'Farewell', trigger: 'subscription.delinquent' }),
    ]
    const [canceled, delinquent] = tried(sampleEvent({ type: 'subscription.delinquent' }), rules)
    expect(canceled).toMatchObject({ fires: false, why: expect.stringMatching(/“Farewell” decides about Course Two/) })
    expect(delinquent).toMatchObject({ fires: true })
  })

  test('says when only another product of the event fires the trigger', () => {
    const event = sampleEvent({ items: [sampleItem('p1'), sampleItem('p2')] })
    const fired = [[], triggersOfEvent(event)[1] ?? []]
    expect(explain(event, fired, [sampleRule({ product: 'p1' })])).toMatchObject([
      { fires: false, why: 'Product Purchased is about another product of this event, not the rule’s.' },
    ])
  })

  test('says that an event which fires nothing fires nothing', () => {
    expect(tried(sampleEvent({ type: null }), [sampleRule()])).toMatchObject([
      { fires: false, why: 'It runs on Product Purchased, and this event triggers nothing.' },
    ])
  })
})

function tried(event: ReturnType<typeof sampleEvent>, rules: Rule[]): Explanation[] {
  return explain(event, triggersOfEvent(event), rules)
}

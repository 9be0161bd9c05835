import { describe, expect, test } from 'vitest'
import type { FiredTrigger } from '../../src/model/firing'
import { EVERY_PRODUCT, PLAIN_OPTIONS } from '../../src/model/rule'
import type { Trigger } from '../../src/model/trigger'
import { match } from '../../src/rules/match'
import { AT, sampleEvent, sampleItem, sampleRule } from '../journal/samples'

describe('match', () => {
  test('makes a firing of a rule that listens for the trigger of the product', () => {
    const [firing] = match(sampleEvent(), fires('product.purchased'), [sampleRule({ id: 'r1' })], 'c.e1')
    expect(firing).toMatchObject({
      id: 'c.e1~1',
      event: 'e1',
      item: 0,
      trigger: 'product.purchased',
      happenedAt: AT,
      ownTrigger: true,
      yieldsTo: null,
    })
    expect(firing?.rule.id).toBe('r1')
  })

  test('leaves out rules of another product, trigger or marketplace', () => {
    const others = [
      sampleRule({ product: 'other' }),
      sampleRule({ trigger: 'product.refunded' }),
      sampleRule({ marketplace: 'm2' }),
    ]
    expect(match(sampleEvent(), fires('product.purchased'), others, 'c.e1')).toEqual([])
  })

  test('access without end decides over access that ends, where one site and integration gives both', () => {
    const limited = sampleRule({ id: 'a', options: { ...PLAIN_OPTIONS, accessDays: 365 } })
    const endless = sampleRule({ id: 'b', options: { ...PLAIN_OPTIONS, startsAfter: 14 } })
    const yields = (rules: Parameters<typeof match>[2]) =>
      match(sampleEvent(), fires('product.purchased'), rules, 'c.e1').map(({ yieldsTo }) => yieldsTo)
    expect(yields([limited, endless])).toEqual(['c.e1~2', null])
    expect(yields([limited, { ...endless, on: false }])).toEqual([null, null])
    expect(yields([limited, { ...endless, integration: 'i2' }])).toEqual([null, null])
  })

  test('fires a product rule and a global rule that ask the same, the product rule first', () => {
    const rules = [sampleRule({ id: 'a', product: EVERY_PRODUCT }), sampleRule({ id: 'b' })]
    const firings = match(sampleEvent(), fires('product.purchased'), rules, 'c.e1')
    expect(firings.map((firing) => [firing.id, firing.rule.id, firing.yieldsTo])).toEqual([
      ['c.e1~1', 'b', null],
      ['c.e1~2', 'a', null],
    ])
  })

  test('gives the same ids whatever order the rules come in', () => {
    const rules = [sampleRule({ id: 'b' }), sampleRule({ id: 'a' }), sampleRule({ id: 'c', product: EVERY_PRODUCT })]
    const once = match(sampleEvent(), fires('product.purchased'), rules, 'c.e1')
    expect(match(sampleEvent(), fires('product.purchased'), [...rules].reverse(), 'c.e1')).toEqual(once)
  })

  test('fires for each item of an event separately', () => {
    const event = sampleEvent({ items: [sampleItem('p1'), sampleItem('p2')] })
    const firings = match(
      event,
      [fired('product.purchased'), fired('product.purchased')],
      [sampleRule({ product: '*' })],
      'c.e1',
    )
    expect(firings.map((firing) => firing.item)).toEqual([0, 1])
  })

  test('lets the rule on the event’s own trigger decide about a target two triggers reach', () => {
    const delinquent = sampleEvent({ type: 'subscription.delinquent' })
    const rules = [
      sampleRule({ id: 'a', trigger: 'subscription.canceled' }),
      sampleRule({ id: 'b', trigger: 'subscription.delinquent' }),
    ]
    const firings = match(delinquent, fires('subscription.delinquent', 'subscription.canceled'), rules, 'c.e1')
    expect(firings.map(({ rule: { id }, ownTrigger, yieldsTo }) => [id, ownTrigger, yieldsTo])).toEqual([
      ['a', false, 'c.e1~2'],
      ['b', true, null],
    ])
  })

  test.each([
    ['another target', { target: { kind: 'course', id: '99', name: 'Another' } }],
    ['a bundle of the same number', { target: { kind: 'bundle', id: '7', name: 'Bundle' } }],
    ['another site', { site: 'elsewhere' }],
    ['a rule that is off', { on: false }],
    ['a rule that skips this test', { options: { ...PLAIN_OPTIONS, skipTest: true } }],
    ['an ending made a removal', { options: { ...PLAIN_OPTIONS, removeAlways: true } }],
  ] as const)('does not yield to %s', (_, difference) => {
    const delinquent = sampleEvent({ type: 'subscription.delinquent', test: true })
    const own = sampleRule({ id: 'b', trigger: 'subscription.delinquent', ...difference })
    const rules = [sampleRule({ id: 'a', trigger: 'subscription.canceled' }), own]
    const firings = match(delinquent, fires('subscription.delinquent', 'subscription.canceled'), rules, 'c.e1')
    expect(firings.map((firing) => firing.yieldsTo)).toEqual([null, null])
  })

  test.each([
    ['a fourth failure', null],
    ['a late event about an earlier one', 'e0'],
  ])('lets Delinquent decide over the Canceled that comes with it when %s implies both', (_, impliedBy) => {
    const both = (['subscription.canceled', 'subscription.delinquent'] as const).map((trigger) => ({
      trigger,
      happenedAt: AT,
      impliedBy,
    }))
    const rules = both.map(({ trigger }) => sampleRule({ id: trigger, trigger }))
    const failed = sampleEvent({ type: 'subscription.charge_failed' })
    const firings = match(failed, [[...fired('subscription.charge_failed'), ...both]], rules, 'c.e1')
    expect(firings.map(({ trigger, yieldsTo }) => [trigger, yieldsTo])).toEqual([
      ['subscription.canceled', 'c.e1~2'],
      ['subscription.delinquent', null],
    ])
  })

  test('dates what a late event implies by the earlier one, and lets it yield to no other rule', () => {
    const late = sampleEvent({ type: 'subscription.charged' })
    const recovered: FiredTrigger = { trigger: 'subscription.recovered', happenedAt: AT - 1000, impliedBy: 'e0' }
    const rules = [
      sampleRule({ id: 'a', trigger: 'subscription.charged' }),
      sampleRule({ id: 'b', trigger: 'subscription.recovered' }),
    ]
    const firings = match(late, [[...fired('subscription.charged'), recovered]], rules, 'c.e1')
    expect(firings[1]).toMatchObject({ happenedAt: AT - 1000, impliedBy: 'e0', ownTrigger: false, yieldsTo: null })
  })
})

function fires(...triggers: Trigger[]): FiredTrigger[][] {
  return [fired(...triggers)]
}

function fired(...triggers: Trigger[]): FiredTrigger[] {
  return triggers.map((trigger) => ({ trigger, happenedAt: AT, impliedBy: null }))
}

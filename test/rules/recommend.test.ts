import { describe, expect, test } from 'vitest'
import { KINDS } from '../../src/integrations'
import { PLAIN_OPTIONS, type Rule } from '../../src/model/rule'
import type { Trigger } from '../../src/model/trigger'
import { isCreateRuleMissing, recommendRules } from '../../src/rules/recommend'

describe('recommended and missing', () => {
  test('is the refund that ends what a purchase opens', () => {
    expect(missing([rule('product.purchased', 'create_course')])).toEqual(['product.refunded expire_course 1002'])
  })

  test('is the purchase that opens what a refund ends', () => {
    expect(missing([rule('product.refunded', 'expire_bundle')])).toEqual(['product.purchased create_bundle 1002'])
  })

  test('is nothing for a product without rules: there is no target to speak of', () => {
    expect(missing([])).toEqual([])
  })

  test('adds canceled at the end of the paid period once a subscription event was seen', () => {
    const rules = [rule('product.purchased', 'create_course'), rule('product.refunded', 'expire_course')]
    expect(missing(rules)).toEqual([])
    expect(missing(rules, [], true)).toEqual(['subscription.canceled expire_course 1002'])
  })

  test('counts the paid period in the product’s own interval, and asks where no event showed it', () => {
    const own = [rule('product.purchased', 'create_course'), rule('product.refunded', 'expire_course')]
    const canceled = (interval: number | null) =>
      recommendRules({ own, others: [], subscriptionSeen: true, interval, actions: KINDS })[0]
    expect(canceled(365)).toMatchObject({ options: { end: { when: 'paid', days: 365 } }, needsDays: false })
    expect(canceled(null)).toMatchObject({ options: { end: { when: 'paid' } }, needsDays: true })
  })

  test.each(['subscription.charge_failed', 'subscription.delinquent'] as const)(
    'asks for nothing that giving back does where %s expires',
    (t) => {
      const rules = [rule('product.purchased', 'create_course'), rule('product.refunded', 'expire_course')]
      expect(missing([...rules, rule(t, 'expire_course')])).toEqual([])
    },
  )

  test('never asks for partially refunded or charge failed', () => {
    const all = missing([rule('product.purchased', 'create_course'), rule('subscription.delinquent', 'expire_course')])
    expect(all.join()).not.toMatch(/partially|charge_failed/)
  })

  test('asks for no partner of a trial that a purchase ends', () => {
    expect(missing([rule('product.purchased', 'expire_course', '9')])).toEqual([])
  })

  test('is covered by a global rule, and by one that is off', () => {
    const bought = rule('product.purchased', 'create_course')
    const refund = rule('product.refunded', 'expire_course')
    expect(missing([bought], [{ ...refund, product: '*' }])).toEqual([])
    expect(missing([bought, { ...refund, on: false }])).toEqual([])
  })

  test('distinguishes targets of two integrations', () => {
    const other = { ...rule('product.refunded', 'expire_course'), integration: 'studio' }
    expect(missing([rule('product.purchased', 'create_course')], [other])).toEqual([
      'product.refunded expire_course 1002',
    ])
  })

  test('lets a purchase give what the rule for charges gives', () => {
    const options = { ...PLAIN_OPTIONS, accessUntil: '2026-12-24', startsOn: '2026-12-01' }
    const charged = { ...rule('subscription.charged', 'create_course'), options }
    const [bought] = recommendRules({
      own: [charged],
      others: [],
      actions: KINDS,
      subscriptionSeen: true,
      interval: null,
    })
    expect(bought).toMatchObject({ trigger: 'product.purchased', options })
  })
})

describe('a product that was bought', () => {
  test('needs attention until something opens', () => {
    expect(isCreateRuleMissing(true, [], KINDS)).toBe(true)
    expect(isCreateRuleMissing(true, [rule('product.refunded', 'expire_course')], KINDS)).toBe(true)
    expect(isCreateRuleMissing(true, [rule('subscription.charged', 'create_bundle')], KINDS)).toBe(false)
    expect(isCreateRuleMissing(false, [], KINDS)).toBe(false)
  })
})

function missing(own: Rule[], others: Rule[] = [], subscriptionSeen = false): string[] {
  return recommendRules({ own, others, subscriptionSeen, interval: 30, actions: KINDS }).map((one) =>
    [one.trigger, one.action, one.target.id].join(' '),
  )
}

function rule(trigger: Trigger, action: string, id = '1002'): Rule {
  return {
    id: `${trigger} ${action}`,
    marketplace: 'm',
    name: '',
    integration: 'academy',
    integrationName: 'Academy',
    site: 'academy',
    action,
    trigger,
    target: { kind: KINDS.action(action).target, id, name: 'Course Two' },
    product: '350399',
    on: true,
    options: PLAIN_OPTIONS,
  }
}

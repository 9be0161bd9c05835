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

  test('adds canceled and restarted once a subscription event was seen', () => {
    const rules = [rule('product.purchased', 'create_course'), rule('product.refunded', 'expire_course')]
    expect(missing(rules)).toEqual([])
    expect(missing(rules, [], true)).toEqual([
      'subscription.canceled expire_course 1002',
      'subscription.restarted create_course 1002',
    ])
  })

  test.each(['subscription.charge_failed', 'subscription.delinquent'] as const)(
    'adds recovered where %s expires',
    (t) => {
      const rules = [rule('product.purchased', 'create_course'), rule('product.refunded', 'expire_course')]
      expect(missing([...rules, rule(t, 'expire_course')])).toEqual(['subscription.recovered create_course 1002'])
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

  test('tells targets of two integrations apart', () => {
    const other = { ...rule('product.refunded', 'expire_course'), integration: 'studio' }
    expect(missing([rule('product.purchased', 'create_course')], [other])).toEqual([
      'product.refunded expire_course 1002',
    ])
  })

  test('lets a restart last as long as a purchase does', () => {
    const bought = { ...rule('product.purchased', 'create_course'), options: { ...PLAIN_OPTIONS, accessDays: 30 } }
    const [, , restarted] = recommendRules({ own: [bought], others: [], subscriptionSeen: true, actions: KINDS })
    expect(restarted).toMatchObject({ trigger: 'subscription.restarted', options: { accessDays: 30 } })
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
  return recommendRules({ own, others, subscriptionSeen, actions: KINDS }).map((one) =>
    [one.trigger, one.action, one.target.id].join(' '),
  )
}

function rule(trigger: Trigger, action: string, id = '1002'): Rule {
  return {
    ...{ id: `${trigger} ${action}`, marketplace: 'm', name: '', integration: 'academy', integrationName: 'Academy' },
    ...{ site: 'academy', action, trigger, target: { kind: KINDS.action(action).target, id, name: 'Course Two' } },
    ...{ product: '350399', on: true, options: PLAIN_OPTIONS },
  }
}

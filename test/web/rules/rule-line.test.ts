import { describe, expect, test } from 'vitest'
import type { Offer } from '../../../src/integrations/catalog'
import { PLAIN_OPTIONS, type Rule } from '../../../src/model/rule'
import type { Trigger } from '../../../src/model/trigger'
import { describeState, findingKey, isLineMatch, toRuleLine } from '../../../src/web/rules/rule-line'

const listed: Offer[] = [{ id: '1002', name: 'Course Two', status: 'published', private: true }]

describe('a rule in a list', () => {
  test('says nothing while all is well', () => {
    expect(warnings('product.purchased', ['product.purchased'])).toEqual([])
  })

  test('says that its trigger never arrived', () => {
    expect(warnings('product.refunded', ['product.purchased'])).toEqual(['No such event received yet.'])
  })

  test.each([
    ['subscription.canceled', 'subscription.delinquent'],
    ['subscription.charged', 'subscription.completed'],
    ['subscription.recovered', 'subscription.charged'],
    ['subscription.delinquent', 'subscription.charge_failed'],
  ] as const)('takes %s as arriving where it is derived from %s', (trigger, type) => {
    expect(warnings(trigger, [type])).toEqual([])
  })

  test('says that its target is gone', () => {
    const gone = {
      missing: 'Course missing',
      warnings: ['Course Two is no longer in Thinkific. Choose another course.'],
    }
    const purchased = rule('product.purchased')
    const facts = { triggersSeen: new Set(['product.purchased']), listed: () => listed, missing: new Set<string>() }
    expect(describeState(purchased, { ...facts, listed: () => [] })).toEqual(gone)
    const missing = new Set([findingKey('a', { kind: 'course', id: '1002' })])
    expect(describeState(purchased, { ...facts, missing })).toEqual(gone)
    expect(describeState({ ...purchased, integration: 'b' }, { ...facts, missing }).missing).toBeNull()
  })

  test('is found by any word it shows', () => {
    const line = toRuleLine(rule('product.purchased'), {
      triggersSeen: new Set(),
      listed: () => listed,
      missing: new Set(),
    })
    for (const typed of ['yoga', 'COURSE t', 'purchased', 'academy', '1002', 'bundle'.slice(0, 0)]) {
      expect(isLineMatch(line, 'Power Yoga', typed)).toBe(true)
    }
    expect(isLineMatch(line, 'Power Yoga', 'refund')).toBe(false)
  })
})

function warnings(trigger: Trigger, seen: Trigger[]): string[] {
  return describeState(rule(trigger), { triggersSeen: new Set(seen), listed: () => listed, missing: new Set() })
    .warnings
}

function rule(trigger: Trigger): Rule {
  return {
    id: 'r',
    marketplace: 'm',
    name: 'VIP',
    integration: 'a',
    integrationName: 'Academy',
    site: 'academy',
    action: 'create_course',
    trigger,
    product: '350399',
    on: true,
    options: PLAIN_OPTIONS,
    target: { kind: 'course', id: '1002', name: 'Course Two' },
  }
}

import { describe, expect, test } from 'vitest'
import { PLAIN_OPTIONS, type Rule } from '../../../src/model/rule'
import {
  complete,
  findFirstProblems,
  findSecondProblems,
  parseDraft,
  pickStep,
  stepAddress,
  toDraft,
} from '../../../src/web/rules/draft'

describe('a rule in the making', () => {
  test('travels whole in the address, and nothing unknown with it', () => {
    const draft = parseDraft({ product: '350399', integration: 'a', q: 'יוגה & 🧘', sneaky: 'x' })
    const address = new URL(stepAddress('/m/m1', draft, 3), 'http://here')
    const carried = Object.fromEntries(address.searchParams)
    expect(carried).toEqual({ id: draft.id, product: '350399', integration: 'a', q: 'יוגה & 🧘', step: '3' })
    expect(parseDraft(carried)).toEqual(draft)
  })

  test('travels cut to what its fields take, so that an address stays one that servers read', () => {
    const draft = parseDraft({ name: '🧘'.repeat(10_000), q: 'x'.repeat(10_000) })
    expect(stepAddress('/m/m1', draft, 3).length).toBeLessThan(5_000)
  })

  test('keeps its own id through the steps, so that sending it twice makes one rule', () => {
    const draft = parseDraft({})
    expect(draft.id).toMatch(/^[0-9a-f-]{36}$/)
    expect(parseDraft(draft).id).toBe(draft.id)
  })

  test('stays at the first step with something wrong', () => {
    expect(pickStep('3', { first: true, second: true })).toBe(1)
    expect(pickStep('3', { first: false, second: true })).toBe(2)
    expect(pickStep('3', { first: false, second: false })).toBe(3)
    expect(pickStep('2', { first: false, second: true })).toBe(2)
    expect(pickStep('banana', { first: false, second: false })).toBe(1)
  })

  test('knows what is wrong with each step', () => {
    expect(
      Object.keys(
        findFirstProblems(parseDraft({ integration: 'gone', action: 'delete_everything' }), [
          { id: 'a', kind: 'thinkific', name: 'Academy' },
        ]),
      ),
    ).toEqual(['integration', 'action'])
    expect(
      findFirstProblems(parseDraft({ integration: 'a', action: 'create_course' }), [
        { id: 'a', kind: 'thinkific', name: 'Academy' },
      ]),
    ).toEqual({})
    const receiver = { id: 'crm', kind: 'notify-url', name: 'My CRM' }
    expect(findFirstProblems(parseDraft({ integration: 'crm', action: 'create_course' }), [receiver])).toEqual({
      action: 'My CRM cannot do that. Choose Send Notify URL POST.',
    })
    expect(Object.keys(findSecondProblems(parseDraft({ category: 'courses', trigger: 'lesson.completed' })))).toEqual([
      'category',
      'trigger',
    ])
    expect(complete(parseDraft({ action: 'create_course', trigger: 'toString' }))).toBeNull()
  })

  test('of an edit starts as the rule is', () => {
    const rule: Rule = {
      id: 'r',
      marketplace: 'm',
      name: 'VIP',
      integration: 'a',
      integrationName: 'Academy',
      site: 'academy',
      action: 'expire_course',
      trigger: 'product.refunded',
      product: '*',
      on: false,
      target: { kind: 'course', id: '1002', name: 'Course Two' },
      options: { ...PLAIN_OPTIONS, end: { when: 'later', days: 7 }, removeAlways: true },
    }
    expect(toDraft(rule)).toMatchObject({
      rule: 'r',
      product: '*',
      integration: 'a',
      action: 'expire_course',
      trigger: 'product.refunded',
      target: '1002',
      q: 'Course Two',
      end: 'later',
      endDays: '7',
      removeAlways: 'on',
      tests: 'run',
      name: 'VIP',
    })
  })
})

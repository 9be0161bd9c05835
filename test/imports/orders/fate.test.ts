import { describe, expect, test } from 'vitest'
import { summarizeAnswers } from '../../../src/imports/orders/fate'
import type { Outcome } from '../../../src/model/outcome'

const fateOf = (...outcomes: Outcome[]) =>
  summarizeAnswers(outcomes.map((outcome) => ({ outcome, sentence: outcome }))).fate

describe('what a preview counts an order as', () => {
  test('is not an enrollment where it is only posted to a Notify URL', () => {
    expect(fateOf('sent')).toBe('sent')
    expect(fateOf('sent', 'no change')).toBe('sent')
  })

  test('is what happens to access, where it is posted as well', () => {
    expect([fateOf('sent', 'enrolled'), fateOf('expired', 'sent'), fateOf('sent', 'already enrolled')]).toEqual([
      'enroll',
      'end',
      'already',
    ])
  })

  test('is what a person should know first, where rules differ', () => {
    expect(fateOf('enrolled', 'target missing', 'unclear')).toBe('failed')
    expect(fateOf()).toBe('nothing')
  })
})

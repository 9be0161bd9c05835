import { describe, expect, test } from 'vitest'
import { newCustomer } from '../../../../src/integrations/thinkific/ledger/customer'
import { NO_MARKS, withMark } from '../../../../src/integrations/thinkific/steps/marks'
import type { PlanState } from '../../../../src/integrations/thinkific/steps/plan-state'
import { withHabits } from '../../../../src/integrations/thinkific/steps/site-habits'
import { UNKNOWN_HABITS } from '../../../../src/integrations/thinkific/steps/site-knowledge'

const QUEUED = { id: null, activatedAt: 1, end: null, order: 1, queuedAt: 1 }

/** After a PUT with `expiry_date: null`. */
function state(known: PlanState['customer']['known']): PlanState {
  const customer = { ...newCustomer('ada@example.com'), known }
  const sent = { customer, marks: NO_MARKS, habits: UNKNOWN_HABITS } as PlanState
  return withMark(sent, 'course:101', 'unsure')
}

describe('What a look shows of how Thinkific treats a missing end', () => {
  test('an end that is gone was cleared', () => {
    const before = state({})
    expect(withHabits(before, before, 'course:101', null).habits.nullExpiry).toBe('clears')
  })

  test('one that is still there was ignored', () => {
    const before = state({ 'bundle:201': QUEUED })
    expect(withHabits(before, before, 'course:101', 5).habits.nullExpiry).toBe('ignored')
  })

  test('while a bundle is being opened, that may be what removed it', () => {
    const before = state({ 'bundle:201': QUEUED })
    expect(withHabits(before, before, 'course:101', null).habits.nullExpiry).toBe('unknown')
  })
})

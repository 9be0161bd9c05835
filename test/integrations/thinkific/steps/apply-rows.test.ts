import { describe, expect, test } from 'vitest'
import { newCustomer } from '../../../../src/integrations/thinkific/ledger/customer'
import { applyCourseRow } from '../../../../src/integrations/thinkific/steps/apply-rows'
import { NO_MARKS } from '../../../../src/integrations/thinkific/steps/marks'
import type { PlanState } from '../../../../src/integrations/thinkific/steps/plan-state'
import { UNKNOWN_HABITS } from '../../../../src/integrations/thinkific/steps/site-knowledge'

const NOW = 2_000_000
const QUEUED = { id: null, activatedAt: 700_000, end: null, at: 1_000_000, order: 1, queuedAt: 1_000_000 }
const ROW = { id: '9', courseId: '101', courseName: 'One', createdAt: 1_500_000, activatedAt: 700_000, expiresAt: null }

/** What is taken for access that no purchase explains. */
function found(row: typeof ROW): number {
  const state = {
    target: { kind: 'course', id: '101', name: 'One' },
    customer: { ...newCustomer('ada@example.com'), known: { 'bundle:201': QUEUED } },
    contents: {},
    marks: NO_MARKS,
    changes: {},
    habits: UNKNOWN_HABITS,
    record: { purchase: '1', fact: { kind: 'none' } },
    job: { firing: { happenedAt: 600_000 } },
    before: null,
  } as unknown as PlanState
  return applyCourseRow(state, { course: '101', row } as never, NOW).customer.found.length
}

describe('A course found open', () => {
  test('is explained by a bundle call that was queued with the same date, though the bundle was never read', () => {
    expect(found(ROW)).toBe(0)
  })

  test('is not where it was open before that call, or has another date', () => {
    expect(found({ ...ROW, createdAt: 500_000 })).toBe(1)
    expect(found({ ...ROW, activatedAt: 800_000 })).toBe(1)
  })
})

import { describe, expect, test } from 'vitest'
import { newCustomer } from '../../../../src/integrations/thinkific/ledger/customer'
import { ENDLESS } from '../../../../src/integrations/thinkific/ledger/ends'
import { applyBundleRows } from '../../../../src/integrations/thinkific/steps/apply-bundle-rows'
import { NO_MARKS } from '../../../../src/integrations/thinkific/steps/marks'
import type { PlanState } from '../../../../src/integrations/thinkific/steps/plan-state'
import { UNKNOWN_HABITS } from '../../../../src/integrations/thinkific/steps/site-knowledge'
import { findThinkificAccess } from '../../../../src/integrations/thinkific/steps/thinkific-access'

const KEY = 'bundle:202'
const NOW = 1_000
const QUEUED = { id: null, activatedAt: 7, end: null, at: 900, order: 6, queuedAt: 900, isRenewal: true } as const
const LATER = { at: 900, activatedAt: 26, end: 2_000, mayBeQueued: true } as const

/** Two calls to open the bundle again: one that Thinkific queued, and one of a run that died. */
const state = {
  target: { kind: 'bundle', id: '202', name: 'Duo' },
  customer: { ...newCustomer('ada@example.com'), known: { [KEY]: QUEUED }, unanswered: { [KEY]: LATER } },
  contents: { '202': ['102', '103'] },
  marks: NO_MARKS,
  changes: {},
  habits: UNKNOWN_HABITS,
} as unknown as PlanState

function look(activatedAt: number, expiresAt: number | null) {
  const rows = ['102', '103'].map((courseId) => ({ courseId, activatedAt, createdAt: 900, expiresAt }))
  const { customer } = applyBundleRows(state, { bundle: '202', rows } as never, NOW)
  return { known: customer.known[KEY], unanswered: customer.unanswered[KEY] }
}

describe('Of two calls to one bundle, a look shows', () => {
  test('the earlier, queued one to be carried out by its dates, and leaves the other in doubt', () => {
    const { known, unanswered } = look(7, null)
    expect(known).toMatchObject({ activatedAt: 7, end: null })
    expect(known).not.toHaveProperty('queuedAt')
    expect(unanswered).toEqual(LATER)
  })

  test('the later one to be carried out by its dates, and nothing in doubt', () => {
    const { known, unanswered } = look(26, 2_000)
    expect(known).toMatchObject({ activatedAt: 26, end: 2_000 })
    expect(unanswered).toBeUndefined()
  })

  test('neither while its rows have other dates', () => {
    const { known, unanswered } = look(3, 950)
    expect(known).toEqual(QUEUED)
    expect(unanswered).toEqual(LATER)
  })
})

const openRows = ['102', '103'].map((courseId) => ({ courseId, activatedAt: 7, createdAt: 900, expiresAt: null }))

describe('A look at a bundle whose call may not have been carried out', () => {
  test('learns nothing from a course that a call under way to another bundle that holds it may have opened', () => {
    const customer = {
      ...newCustomer('ada@example.com'),
      known: { 'bundle:201': { id: null, activatedAt: 7, end: null, at: 900, order: 1, queuedAt: 900 } },
      unanswered: { [KEY]: { at: 900, activatedAt: 7, end: null, mayBeQueued: true } },
    }
    const rows = [{ courseId: '102', activatedAt: 7, createdAt: 950, expiresAt: null }]
    const asked = { ...state, customer, contents: { ...state.contents, '201': ['102'] } } as unknown as PlanState
    const looked = applyBundleRows(asked, { bundle: '202', rows } as never, NOW)
    expect(looked.customer.known).not.toHaveProperty(KEY)
  })

  test('takes no course that a call of its own may have dated for one that the bundle’s call did', () => {
    const call = { at: 900, activatedAt: 7, end: null }
    const customer = {
      ...newCustomer('ada@example.com'),
      known: { [KEY]: { id: null, activatedAt: 7, end: 980, at: 800, order: 1 } },
      unanswered: { [KEY]: { ...call, order: 2, mayBeQueued: true }, 'course:102': { ...call, order: 3 } },
    }
    const rows = openRows.map((row) => ({ ...row, expiresAt: row.courseId === '102' ? null : 980 }))
    const asked = { ...state, customer } as unknown as PlanState
    const looked = applyBundleRows(asked, { bundle: '202', rows } as never, NOW)
    expect(looked.customer.known[KEY]?.end).toBe(980)
  })

  test('does not take dates that each course had before for those a queued renewal brings', () => {
    const had = { id: null, activatedAt: 7, end: null, at: 800 }
    const known = { [KEY]: QUEUED, 'course:102': { ...had, order: 4 }, 'course:103': { ...had, order: 5 } }
    const customer = { ...newCustomer('ada@example.com'), known }
    const looked = applyBundleRows({ ...state, customer }, { bundle: '202', rows: openRows } as never, NOW)
    expect(looked.customer.known[KEY]).toEqual(QUEUED)
  })

  test('learns of each course what its own row shows where they differ', () => {
    const customer = { ...newCustomer('ada@example.com'), known: {} }
    const rows = openRows.map((row) => ({ ...row, expiresAt: row.courseId === '102' ? 950 : 980 }))
    const looked = applyBundleRows({ ...state, customer }, { bundle: '202', rows } as never, NOW)
    expect(looked.customer.known).toMatchObject({ [KEY]: { end: 980 }, 'course:102': { end: 950 } })
  })

  test.each([
    ['a row for each course', openRows],
    ['one row for all', [{ courseId: null, activatedAt: 7, createdAt: 900, expiresAt: null }]],
  ])('learns that a course that was closed alone is open again with its bundle: %s', (_, rows) => {
    const course = { id: '9', activatedAt: 7, end: 950, at: 950, order: 5 }
    const customer = {
      ...newCustomer('ada@example.com'),
      known: { 'course:103': course, [KEY]: { ...QUEUED, end: 950, queuedAt: undefined, order: 1 } },
      unanswered: { [KEY]: { at: 960, activatedAt: 7, end: null, order: 6 } },
    }
    const marks = { ...NO_MARKS, targets: { [KEY]: ['unsure'] } }
    const doubted = { ...state, marks, customer } as unknown as PlanState
    const looked = applyBundleRows(doubted, { bundle: '202', rows } as never, NOW)
    expect(findThinkificAccess(looked.customer, 'course:103', state.contents)?.end).toBe(ENDLESS)
  })
})

import { describe, expect, test } from 'vitest'
import { newCustomer } from '../../../../src/integrations/thinkific/ledger/customer'
import { withKnownBundleDates } from '../../../../src/integrations/thinkific/ledger/opened-courses'

const OPEN = { id: '9', activatedAt: 7, end: null, at: 100, order: 1 }
const CLOSED = { id: null, activatedAt: 7, end: 200, at: 200, order: 2 }
const CONTENTS = { '202': ['102', '103'] }

describe('A bundle that was closed after its course was opened', () => {
  test('leaves its dates with the course, for when nothing gives the bundle any more', () => {
    const customer = { ...newCustomer('ada@example.com'), known: { 'course:103': OPEN, 'bundle:202': CLOSED } }
    expect(withKnownBundleDates(customer, CONTENTS).known['course:103']).toEqual({ ...CLOSED, id: '9' })
  })

  test('leaves none while its call is queued, or where the course was dated since', () => {
    for (const bundle of [
      { ...CLOSED, queuedAt: 200 },
      { ...CLOSED, order: 0 },
    ]) {
      const customer = { ...newCustomer('ada@example.com'), known: { 'course:103': OPEN, 'bundle:202': bundle } }
      expect(withKnownBundleDates(customer, CONTENTS)).toBe(customer)
    }
  })
})

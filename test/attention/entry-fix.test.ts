import { describe, expect, test } from 'vitest'
import { findEntryFix } from '../../src/attention/entry-fix'
import type { LogRow, WaitState } from '../../src/journal/queries'
import { logRow } from '../web/logs/log-row'

const fixOf = (more: Partial<LogRow>) => findEntryFix({ ...logRow(), waiting: null, ...more })
const waiting = (more: Partial<WaitState>): Partial<LogRow> => ({
  outcome: 'waiting',
  waiting: { at: 1, since: 1, reason: 'credentials', parked: true, ...more },
})

describe('The fix of an entry', () => {
  test('fits its cause', () => {
    expect(fixOf({ outcome: 'credentials rejected' })).toBe('reconnect')
    expect(fixOf({ outcome: 'target missing' })).toBe('choose target')
    expect(fixOf({ outcome: 'unclear' })).toBe('choose purchase')
    expect(fixOf({ outcome: 'not understood' })).toBe('treat as')
    expect(fixOf({ outcome: 'rejected by Thinkific' })).toBeNull()
  })

  test('of one that waits is a new credential only where it waits for that', () => {
    expect(fixOf(waiting({}))).toBe('reconnect')
    expect(fixOf(waiting({ reason: 'held' }))).toBeNull()
    expect(fixOf(waiting({ reason: 'pace', parked: false }))).toBeNull()
  })

  test('is none once it ended well or was resolved', () => {
    expect(fixOf({ outcome: 'enrolled' })).toBeNull()
    expect(fixOf({ outcome: 'unclear', resolved: { how: 'ignored', at: 1, person: 'Ben', note: '' } })).toBeNull()
  })
})

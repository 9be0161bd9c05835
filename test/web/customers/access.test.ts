/** What a customer's page says of each target. */
import { describe, expect, test } from 'vitest'
import type { TargetView } from '../../../src/integrations/customer-access'
import type { LogRow } from '../../../src/journal/queries'
import { isReplaced, toAccess } from '../../../src/web/customers/access'

const target = { kind: 'course', id: '7', name: 'Course Two' }
const covered: TargetView = {
  target,
  open: true,
  end: null,
  why: 'From Club (order 1).',
  atSite: null,
}

function entry(different: Partial<LogRow>): LogRow {
  return { target, at: 1, outcome: 'enrolled', sentence: 'Enrolled.', ...different } as LogRow
}

function says(view: TargetView, entries: LogRow[] = []): string {
  const { state, because } = toAccess(view, { kind: 'Thinkific', where: null, view: null, entries, endHref: '/end' })
  return `${state}: ${because.join(' ')}`
}

describe('access on a customer’s page', () => {
  test('is open only where the site opened it', () => {
    expect(says({ ...covered, atSite: { open: true, end: null } })).toBe('open: From Club (order 1).')
    expect(says(covered)).toBe('granted: From Club (order 1).')
  })

  test('that never opened says why, by the newest entry about it', () => {
    const failed = entry({ outcome: 'rejected by Thinkific', sentence: 'Thinkific rejected the email.', at: 2 })
    const parked = entry({ outcome: 'waiting', sentence: 'Thinkific does not accept the key.', at: 3 })
    const elsewhere = entry({ target: { ...target, id: '8' }, outcome: 'given up', sentence: 'Given up.', at: 4 })
    expect(says(covered, [failed, entry({}), elsewhere])).toBe('granted: Thinkific rejected the email.')
    expect(says(covered, [failed, parked])).toBe('granted: Thinkific does not accept the key.')
  })

  test('that failed to open is left out once another course was given for it', () => {
    const failed = entry({ outcome: 'target missing', at: 2 })
    const replayed = entry({ ...failed, resolved: { how: 'replayed', entry: 'e~2', at: 3, person: 'Ada' } })
    const ignored = entry({ ...failed, resolved: { how: 'ignored', note: '', at: 3, person: 'Ada' } })
    expect([failed, replayed, ignored].map((one) => isReplaced(covered, [one]))).toEqual([false, true, false])
    expect(isReplaced({ ...covered, atSite: { open: true, end: null } }, [replayed])).toBe(false)
  })

  test('that begins later says so, and can be ended before', () => {
    const later = { ...covered, open: false, starts: 9, why: 'Access starts on May 9, 2026.' }
    expect(says(later)).toBe('granted: Access starts on May 9, 2026.')
    expect(toAccess(later, { kind: 'T', where: null, view: null, entries: [], endHref: '/end' }).endHref).toBe('/end')
  })

  test('that nothing explains is marked, and can be ended', () => {
    const found = { ...covered, why: 'Given before, by hand or by another tool.', unexplained: true as const }
    expect(says({ ...found, atSite: { open: true, end: null } })).toBe(
      'unexplained: Given before, by hand or by another tool.',
    )
  })
})

import { describe, expect, test } from 'vitest'
import { formatSpan } from '../../../src/attention/span'
import { listAttention, type Troubles } from '../../../src/web/overview/attention'

const NOW = Date.parse('2026-11-23T10:45:00Z')
const HOUR_MS = 3_600_000
const QUIET = { parked: [], failed: null, unclear: null, silent: false, lastEvent: NOW, usualGap: HOUR_MS, refused: 0 }
const WELL: Troubles = { integrations: [], goneTargets: [], withoutCreate: [], unended: [], concerns: [] }
const ACADEMY = { id: 'academy', name: 'Academy', site: 'academy' }

function titles(facts: Partial<Parameters<typeof listAttention>[1]>, troubled: Partial<Troubles> = {}) {
  return listAttention('/m/x', { ...QUIET, ...facts }, { ...WELL, ...troubled }, NOW).map(({ title }) => title)
}

describe('what needs a person', () => {
  test('nothing does while all is well', () => {
    expect(titles({}, { integrations: [{ ...ACADEMY, problem: null }] })).toEqual([])
  })

  test('rejected credentials come first, once, with how many wait for them', () => {
    const parked = [
      { reason: 'credentials' as const, integration: ACADEMY, count: 14, oldest: NOW, sentence: 'The key is refused.' },
    ]
    const [first, ...others] = listAttention(
      '/m/x',
      { ...QUIET, parked },
      { ...WELL, integrations: [{ ...ACADEMY, problem: 'Thinkific rejects the API key.' }] },
      NOW,
    )
    expect(first?.title).toBe('Academy needs attention')
    expect(first?.text).toContain('14 entries are waiting')
    expect(first?.action.href).toBe('/m/x/integrations/academy')
    expect(others).toEqual([])
  })

  test('parked entries say for which site', () => {
    const parked = [{ reason: 'held' as const, integration: ACADEMY, count: 1, oldest: NOW, sentence: 'No answer.' }]
    expect(titles({ parked })).toEqual(['One entry is parked for Academy'])
  })

  test('what failed leads to its entry, and several to all of them', () => {
    const newest = { id: 'a~1', who: 'Nadia Koch', sentence: 'Course 7 is gone.' }
    const [one] = listAttention('/m/x', { ...QUIET, failed: { count: 1, newest } }, WELL, NOW)
    expect(one?.text).toBe('Nadia Koch: Course 7 is gone.')
    expect(one?.action.href).toBe('/m/x/logs/a~1')
    const [many] = listAttention('/m/x', { ...QUIET, failed: { count: 3, newest } }, WELL, NOW)
    expect(many?.title).toBe('3 entries failed')
    expect(many?.action.href).toBe('/m/x/logs?outcome=failed&state=open')
  })

  test('an unclear entry leads to its choice, and several to all of them', () => {
    const newest = { id: 'a~1', who: 'Nadia Koch', sentence: 'More than one purchase fits.' }
    const [one] = listAttention('/m/x', { ...QUIET, unclear: { count: 1, newest } }, WELL, NOW)
    expect(one).toMatchObject({
      title: 'One event fits several purchases',
      action: { label: 'Choose the purchase', href: '/m/x/logs/a~1' },
    })
    const [many] = listAttention('/m/x', { ...QUIET, unclear: { count: 3, newest } }, WELL, NOW)
    expect(many?.action.href).toBe('/m/x/logs?outcome=unclear&state=open')
  })

  test('payments and access that do not match are one alarm a cause, with the newest named', () => {
    const named = {
      id: '1',
      formId: 'f',
      site: 'academy',
      email: 'ada@example.com',
      address: '/m/x/customers/ada%40example.com',
    }
    const concerns: Troubles['concerns'] = [
      { cause: 'paid without access', count: 12, newest: [{ ...named, sentence: 'Paid for Club.', fix: 'enroll' }] },
      { cause: 'plan left behind', count: 1, newest: [] },
    ]
    const [paid, plan] = listAttention('/m/x', QUIET, { ...WELL, concerns }, NOW)
    expect(paid?.title).toBe('12 customers paid and have no access')
    expect(paid?.concerns).toHaveLength(1)
    expect(plan?.title).toBe('One customer switched plans and still has the old one')
  })

  test('silence is measured and said', () => {
    expect(titles({ silent: true, lastEvent: NOW - 72 * HOUR_MS })).toEqual(['No events for 3 days'])
  })

  test('many of one kind are summed up', () => {
    const goneTargets = Array.from({ length: 40 }, (_, n) => ({
      id: `r${n}`,
      name: `Rule ${n}`,
      target: `Course ${n}`,
      kind: 'Thinkific',
    }))
    expect(titles({}, { goneTargets })).toEqual([
      '“Course 0” is no longer in Thinkific',
      '“Course 1” is no longer in Thinkific',
      '38 more rules target what is no longer in Thinkific',
    ])
  })

  test('recommendations are one line, however many products lack one', () => {
    const unended = ['Yoga', 'Club', 'Mat', 'Tea', 'Rug'].map((name) => ({ id: name, name, why: 'Why.' }))
    expect(titles({}, { unended: unended.slice(0, 1) })).toEqual(['“Yoga” lacks a recommended rule'])
    const [one, ...others] = listAttention('/m/x', QUIET, { ...WELL, unended }, NOW)
    expect(one?.text).toContain('Yoga, Club, Mat, and 2 more')
    expect(others).toEqual([])
  })

  test('a name of any length leaves room for the rest of the sentence', () => {
    const unended = ['Yoga '.repeat(30), 'Mat'].map((name) => ({ id: name, name, why: 'Why.' }))
    const [one] = listAttention('/m/x', QUIET, { ...WELL, unended }, NOW)
    expect(one?.text).toMatch(/^Yoga( Yoga){7}… and Mat\. /)
  })

  test('a product sold that opens nothing leads to its new rule', () => {
    const [one] = listAttention('/m/x', QUIET, { ...WELL, withoutCreate: [{ id: '44/9', name: 'Yoga' }] }, NOW)
    expect(one?.action.href).toBe('/m/x/rules/new?product=44%2F9')
  })
})

describe('Attention', () => {
  test('spans are said as people say them', () => {
    expect([formatSpan(HOUR_MS / 2), formatSpan(5 * HOUR_MS), formatSpan(72 * HOUR_MS)]).toEqual([
      'an hour',
      '5 hours',
      '3 days',
    ])
  })
})

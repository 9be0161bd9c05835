import type { Child } from 'hono/jsx'
import { describe, expect, test } from 'vitest'
import { AccessCard } from '../../views/customers/access-card'
import { Marketplaces } from '../../views/marketplaces/marketplaces'
import { type Viewer, ViewerContext } from '../../views/parts/viewer'
import { Trail } from '../../views/team/trail'

const NOW = Date.parse('2026-11-23T12:00:00Z')
const DAY_MS = 86_400_000
const VIEWER: Viewer = { zone: 'UTC', locale: 'en-US', now: NOW }

function html(node: Child): string {
  return String(<ViewerContext.Provider value={VIEWER}>{node}</ViewerContext.Provider>)
}

describe('who changed what', () => {
  const line = {
    id: '1',
    at: NOW,
    person: 'Ada Byron (ada@example.com)',
    did: 'changed',
    what: 'the rule “Club”',
    changes: [{ field: 'Target', from: 'Course One', to: 'Course Two' }],
    through: null,
    link: '/rules/r1',
  }

  test('is listed by day, with a link to what changed and its old and new value', () => {
    const trail = html(
      <Trail base="/m/x" lines={[line, { ...line, id: '2' }, { ...line, id: '3', at: NOW - DAY_MS }]} />,
    )
    expect([...trail.matchAll(/<h3>(.*?)<\/h3>/g)].map(([, day]) => day)).toEqual(['November 23', 'November 22'])
    expect(trail).toContain('<a href="/m/x/rules/r1">the rule “Club”</a>')
    expect(trail).toContain('Target: <del>Course One</del> → <ins>Course Two</ins>')
    expect(trail).toContain('Ada Byron<span class="muted small"> (ada@example.com)</span> changed ')
  })
})

describe('the health of a marketplace', () => {
  const health = (
    facts: { lastEvent: number | null; silent: boolean; waiting: number; parked: number },
    ailing = 0,
  ) => {
    const rows = [{ marketplace: { id: 'x', name: 'Shop' }, role: 'admin' as const, facts, ailing }]
    const page = html(<Marketplaces rows={rows} closed={0} mayOpen />)
    return ['Not set up', 'Needs attention', 'All well'].filter((word) => page.includes(word))
  }

  test('is unknown before its first event: not set up is not well', () => {
    const quiet = { lastEvent: null, silent: false, waiting: 0, parked: 0 }
    expect(health(quiet)).toEqual(['Not set up'])
    expect(health(quiet, 1)).toEqual(['Needs attention'])
    expect(health({ ...quiet, lastEvent: NOW })).toEqual(['All well'])
  })
})

describe('the access of a customer', () => {
  const card = (zone: string) =>
    html(
      <AccessCard
        title="Access"
        zone={zone}
        access={[{ kind: 'course', name: 'Yoga', state: 'open', because: ['until May 3, 2027.'], endHref: null }]}
      />,
    )

  test('names the marketplace’s zone where its days end at another hour than the viewer’s', () => {
    expect(card('America/New_York')).toContain('Days of access end in America/New York.')
    expect(card('UTC')).not.toContain('Days of access end')
  })
})

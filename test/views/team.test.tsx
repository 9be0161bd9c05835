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

  test('says once what one person did several times in a day', () => {
    const exported = { ...line, did: 'exported', what: 'a customer’s data', changes: null, link: null }
    const at = (minutes: number) => ({ ...exported, id: `${minutes}`, at: NOW - minutes * 60_000 })
    const trail = html(<Trail base="/m/x" lines={[at(0), at(1), at(2), line, at(9)]} />)
    expect(trail.match(/<li>/g)).toHaveLength(2)
    expect(trail.replace(/<[^>]+>/g, '')).toMatch(/exported a customer’s data · 4 times since 11:51\sAM/)
  })
})

describe('the health of a marketplace', () => {
  const quiet = { lastEvent: NOW, silent: false, waiting: 0, parked: 0, needs: [] as string[] | null, setup: null }
  const show = (
    facts: typeof quiet | (Omit<typeof quiet, 'setup'> & { setup: { done: number; of: number } }),
    ailing = 0,
  ) => {
    const rows = [{ marketplace: { id: 'x', name: 'Shop' }, role: 'admin' as const, facts, ailing }]
    const page = html(<Marketplaces rows={rows} closed={0} mayOpen />)
    const words = [
      'Not set up',
      'Needs attention',
      'All well',
      'See its Overview',
      'steps of setup',
      ' more',
      'reconnect',
    ]
    return words.filter((word) => page.includes(word))
  }

  test('is well only once it is set up and nothing needs a person', () => {
    const setup = { done: 2, of: 5 }
    expect(show(quiet)).toEqual(['All well'])
    expect(show({ ...quiet, setup })).toEqual(['Not set up', 'steps of setup'])
    expect(show({ ...quiet, setup, needs: ['A post was refused'] })).toEqual(['Needs attention', 'steps of setup'])
    expect(show({ ...quiet, needs: ['a', 'b', 'c'] })).toEqual(['Needs attention', ' more'])
  })

  test('where not everything was looked at, is what is known, and never well', () => {
    expect(show({ ...quiet, needs: null })).toEqual(['See its Overview'])
    expect(show({ ...quiet, needs: null }, 1)).toEqual(['Needs attention', 'reconnect'])
  })
})

describe('the access of a customer', () => {
  const card = (zone: string) =>
    html(
      <AccessCard
        title="Access"
        zone={zone}
        access={[
          { kind: 'course', name: 'Yoga', where: null, state: 'open', because: ['until May 3, 2027.'], endHref: null },
        ]}
      />,
    )

  test('names the marketplace’s zone where its days end at another hour than the viewer’s', () => {
    expect(card('America/New_York')).toContain('Days of access end in America/New York.')
    expect(card('UTC')).not.toContain('Days of access end')
  })
})

import type { Child } from 'hono/jsx'
import { describe, expect, test } from 'vitest'
import type { Sharer } from '../../src/integrations/customer-access'
import type { Entry, EntryButton, WaitState } from '../../src/journal/queries'
import type { EventSource } from '../../src/model/event'
import { PHRASES } from '../../src/web/http/phrases'
import { EntryButtons } from '../../views/logs/entry-buttons'
import { EntryTimeline } from '../../views/logs/entry-timeline'
import { EventDetails } from '../../views/logs/event-details'
import { NO_FILTERS } from '../../views/logs/filters'
import { LogTable, NextTry } from '../../views/logs/log-table'
import type { FixView } from '../../views/logs/main-fix'
import { SharedOrder } from '../../views/logs/shared-order'
import { type Viewer, ViewerContext } from '../../views/parts/viewer'
import { sampleEvent } from '../journal/samples'
import { logRow, TODAY } from '../web/logs/log-row'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const VIEWER: Viewer = { zone: 'UTC', locale: 'en-US', now: TODAY }

function html(node: Child): string {
  return String(<ViewerContext.Provider value={VIEWER}>{node}</ViewerContext.Provider>)
}

describe('an entry whose ids others bought under', () => {
  const ben = { email: 'ben@example.com', by: 'order', id: '321', open: true } as const
  const says = (sharer: Partial<Sharer>, isEnding = true) =>
    html(<SharedOrder base="/m/x" email="ada@example.com" sharers={[{ ...ben, ...sharer }]} isEnding={isEnding} />)
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
  const ASKS = 'Should the other customer’s access end, too?'

  test('asks about the others’ access only where an ending is of an order, and they have it', () => {
    expect(says({})).toContain(`${ASKS} ben@example.com also bought under order 321 and still has access.`)
    expect([says({ open: false }), says({}, false), says({ by: 'subscription' })].join()).not.toMatch(
      /Should|has access|Access of/,
    )
  })

  test('names what they share, and offers to correct either email', () => {
    expect(says({ open: false })).toContain('bought under order 321 ada@example.com and ben@example.com did.')
    expect(says({ by: 'subscription', id: 'plan_monthly' })).toContain(
      'bought under subscription plan_monthly ada@example.com and ben@example.com did; the id may be a plan’s',
    )
    expect(says({}, false)).toMatch(/Correct email ada@example.com .*Correct email ben@example.com/)
  })
})

describe('the buttons of an entry', () => {
  const standsOut = (outcome: Entry['outcome'], buttons: EntryButton[], fix: FixView | null = null) => {
    const page = html(<EntryButtons base="/m/x" entry={{ ...logRow({ outcome }), buttons } as Entry} fix={fix} />)
    return [...page.matchAll(/main-action.*?<span>(.*?)</g)].map(([, words]) => words)
  }

  test('of what failed, the button that fixes it stands out', () => {
    expect(standsOut('rejected by Thinkific', ['retry', 'replay', 'open rule'])).toEqual(['Retry'])
    expect(standsOut('waiting', ['run again', 'give up', 'open rule'])).toEqual(['Run now'])
  })

  test('where its cause has a fix, that alone stands out', () => {
    const fix = { label: 'Choose another course', href: '/m/x/rules/r1/edit' }
    expect(standsOut('target missing', ['retry', 'replay', 'open rule'], fix)).toEqual(['Choose another course'])
    expect(standsOut('waiting', ['run again', 'give up'], { label: 'Reconnect Academy', href: '/i' })).toEqual([
      'Reconnect Academy',
    ])
    expect(standsOut('not understood', ['treat as'], { label: 'Treat as…', href: '/t' })).toEqual(['Treat as…'])
  })

  test('where someone else has to fix it, none does, and the page says who', () => {
    const fix = { label: 'Reconnecting Academy is for an admin: Ada', href: null }
    expect(standsOut('waiting', ['run again'], fix)).toEqual([])
  })

  test('of what ended well, none does', () => {
    expect(standsOut('kept', ['retry', 'replay', 'open rule'])).toEqual([])
  })
})

describe('the event of an entry', () => {
  const from = (source: EventSource) => {
    const entry = { ...logRow(), marketEvent: sampleEvent(), source } as Entry
    return html(<EventDetails base="/m/x" phrases={PHRASES} entry={entry} />)
      .replace(/<[^>]+>/g, ' ')
      .match(/From\s+(.*?)\s+Kind/)?.[1]
  }
  const endpoint = (sender: string) => from({ kind: 'endpoint', endpoint: 'e', sender, format: 'standard' })

  test('says who reported it', () => {
    expect([endpoint('samcart'), endpoint('standard')]).toEqual(['SamCart', 'Your store'])
    expect(from({ kind: 'test' })).toBe('A test event')
  })
})

describe('the story of an entry', () => {
  test('does not repeat why a post was not understood, which stands above it', () => {
    const marketEvent = { ...sampleEvent(), type: null, problem: 'The email is missing.' }
    const source = { kind: 'test' }
    const about = { marketEvent, source, attempts: [], asked: [], attemptsKept: true, firing: null }
    const entry = { ...logRow({ outcome: 'not understood' }), ...about } as unknown as Entry
    const shown = html(<EntryTimeline base="/m/x" phrases={PHRASES} entry={entry} />)
    expect(shown).toContain('We could not read it')
    expect(shown).not.toContain('The email is missing.')
  })
})

describe('a word that does not explain itself', () => {
  test('has a hint where it is shown', () => {
    const shown = html(<LogTable base="/m/x" phrases={PHRASES} caption="Log" rows={[logRow({ outcome: 'kept' })]} />)
    expect(shown).toMatch(/title="Access stays although[^"]+"/)
    // Without a pointer, too: opening the row says it.
    expect(shown).toMatch(/<\/summary><p[^>]*><b>kept<\/b>: Access stays although/)
    const parked: WaitState = { at: TODAY, since: TODAY, reason: 'credentials', parked: true }
    expect(html(<NextTry waiting={parked} />)).toMatch(/<abbr title="[^"]+">Parked<\/abbr>/)
  })

  test('entries lead back to the filters of their list', () => {
    const filters = { ...NO_FILTERS, outcome: 'kept', span: 'week' }
    const rows = [logRow({ id: 'e1' })]
    const shown = html(<LogTable base="/m/x" phrases={PHRASES} caption="Log" rows={rows} filters={filters} />)
    expect(shown).toContain('href="/m/x/logs/e1?outcome=kept&amp;span=week"')
  })
})

describe('a line of the log', () => {
  const line = (changes: Parameters<typeof logRow>[0]) =>
    html(<LogTable base="/m/x" phrases={PHRASES} caption="Log" rows={[logRow(changes)]} />)

  test('of an event that arrived a day late or more says when it happened once it is unfolded, in no third line', () => {
    const [late, prompt] = [9 * DAY_MS, MINUTE_MS].map((before) => line({ happenedAt: TODAY - before }))
    const asides = (row = '') => [...row.matchAll(/<th .*?<\/th>/g)].join().match(/class="aside">[^<]*/g)
    expect(late).toMatch(/<\/summary><p[^>]*>Happened on November 14\.<\/p>/)
    expect(prompt).not.toContain('Happened')
    expect(asides(late)).toEqual(asides(prompt))
    expect(asides(prompt)).toEqual(['class="aside">Power Yoga · order 19026152'])
  })

  test('that waits names its next try, and does not name one that is due', () => {
    const next = (minutes: number, parked = false) => {
      const waiting: WaitState = { at: TODAY + minutes * MINUTE_MS, since: TODAY, reason: 'temporary', parked }
      return html(<NextTry waiting={waiting} />).replace(/<[^>]+>/g, '')
    }
    expect(next(3)).toBe('Next try in 3 minutes.')
    expect(next(-2)).toBe('Next try any moment.')
    expect(next(-2, true)).toBe('Parked 2 minutes ago; nothing is lost.')
  })
})

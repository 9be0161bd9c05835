import { describe, expect, test } from 'vitest'
import type { Catalog } from '../../../../src/integrations/thinkific/catalog/catalog'
import { describeChanges } from '../../../../src/integrations/thinkific/catalog/changes'
import { refreshSiteCatalog } from '../../../../src/integrations/thinkific/catalog/refresh'
import { thinkificClient } from '../../../../src/integrations/thinkific/client/client'
import { addBigCatalog } from '../../../simulator/big-catalog'
import type { NewFault } from '../../../simulator/faults'
import { createSimulator } from '../../../simulator/simulator'

const KEY = 'k'.repeat(32)

function school() {
  let now = 1_800_000_000_000
  const waits: number[] = []
  const simulator = createSimulator({ now: () => now })
  const site = simulator.addSite({ subdomain: 'academy', apiKey: KEY })
  const lists = thinkificClient({
    apiUrl: 'https://thinkific.test/api/public/v1',
    site: 'academy',
    scheme: 'api_key',
    credential: KEY,
    fetch: simulator.fetch,
    now: () => now,
  })
  const pages: [number, number][] = []
  const refresh = (before: Catalog | null = null) =>
    refreshSiteCatalog({
      lists,
      before,
      progress: (done, of) => pages.push([done, of]),
      wait: async (ms) => {
        waits.push(ms)
        now += ms
      },
      now: () => now,
    })
  return { simulator, site, lists, refresh, pages, waits }
}

describe('a refresh', () => {
  test('of 3,000 courses and 500 bundles takes 27 calls and reports its progress by page', async () => {
    const { simulator, site, refresh, pages } = school()
    addBigCatalog(site)
    site.addProfileField({ label: 'Company' })
    const refreshed = await refresh()
    expect(refreshed).toMatchObject({ ok: true, calls: 27 })
    expect(simulator.calls).toHaveLength(27)
    expect(refreshed.ok && refreshed.catalog.courses).toHaveLength(3_000)
    expect(refreshed.ok && refreshed.catalog.bundles).toHaveLength(500)
    expect(pages[0]).toEqual([1, 25])
    expect(pages.at(-1)).toEqual([27, 27])
    expect(pages.map(([done]) => done)).toEqual(Array.from({ length: 27 }, (_, n) => n + 1))
  })

  test('marks drafts and private ones, and knows bundles by their own id', async () => {
    const { site, refresh } = school()
    const draft = site.addCourse({ name: 'Draft', status: 'draft' })
    const quiet = site.addCourse({ name: 'Quiet', private: true })
    const bundle = site.addBundle({ name: 'Both', courseIds: [draft.id, quiet.id] })
    const field = site.addProfileField({ label: 'Country', fieldType: 'country', required: true })
    const refreshed = await refresh()
    expect(refreshed.ok && refreshed.catalog).toMatchObject({
      courses: [
        { id: String(draft.id), name: 'Draft', status: 'draft', private: false },
        { id: String(quiet.id), name: 'Quiet', status: 'published', private: true },
      ],
      bundles: [{ id: String(bundle.id), name: 'Both', status: 'published', private: false }],
      fields: [{ id: String(field.id), label: 'Country', type: 'country', required: true }],
    })
  })

  test('of an empty site is an empty catalog', async () => {
    const refreshed = await school().refresh()
    expect(refreshed.ok && refreshed.catalog).toMatchObject({ courses: [], bundles: [], fields: [] })
  })

  test('says what changed', async () => {
    const { site, refresh } = school()
    const old = site.addCourse({ name: 'Old' })
    const first = await refresh()
    if (!first.ok) {
      throw new Error(first.sentence)
    }
    expect(describeChanges(first.changes)).toBe('no changes')
    site.deleteCourse(old.id)
    const names = ['A', 'B', 'C', 'D', 'E']
    const ids = names.map((name) => site.addCourse({ name }).id)
    site.addBundle({ name: 'All', courseIds: ids })
    const second = await refresh(first.catalog)
    expect(second.ok && describeChanges(second.changes)).toBe('6 new (A, B, C and 3 more), 1 gone (Old)')
  })

  test('outlives a page that fails for the moment, and a 429', async () => {
    const { simulator, site, refresh, waits } = school()
    site.addCourse({ name: 'Yoga' })
    simulator.faults.add({ kind: '502 html' })
    simulator.faults.add({ kind: '429 empty' })
    expect(await refresh()).toMatchObject({ ok: true, calls: 5 })
    expect(waits[0]).toBe(3_000)
    expect(waits[1]).toBeGreaterThan(0)
  })

  const lasting: [NewFault['kind'], number, string][] = [
    ['401', 1, 'The courses could not be read. Thinkific does not accept this site'],
    ['403 plan', 1, 'The courses could not be read. Thinkific accepts the API key but denies access'],
    ['500', 3, 'The courses could not be read. Thinkific answered with a server error (500).'],
    ['truncated json', 3, 'The courses could not be read. Thinkific’s answer could not be read: it is not whole.'],
  ]
  test.each(lasting)('that meets %s says why, after %i calls', async (kind, calls, sentence) => {
    const { simulator, refresh } = school()
    simulator.faults.add({ kind, times: 10 })
    const refreshed = await refresh()
    expect(refreshed).toMatchObject({ ok: false, calls })
    expect(refreshed.ok ? '' : refreshed.sentence).toContain(sentence)
  })

  test('a list that changes between its pages is read again', async () => {
    const { site, lists, refresh } = school()
    const ids = Array.from({ length: 300 }, (_, n) => site.addCourse({ name: `Course ${n}` }).id)
    const plain = lists.listCourses
    let removed = false
    lists.listCourses = async (page) => {
      if (page === 2 && !removed) {
        removed = true
        site.deleteCourse(ids[0] ?? 0)
      }
      return plain(page)
    }
    const refreshed = await refresh()
    expect(refreshed.ok && refreshed.catalog.courses.map(({ id }) => Number(id))).toEqual(ids.slice(1))
  })

  test('ends though Thinkific points to the same page for ever', async () => {
    const { site, lists, refresh } = school()
    site.addCourse({ name: 'Yoga' })
    const plain = lists.listCourses
    lists.listCourses = async (page) => {
      const answer = await plain(page)
      return answer.ok ? { ...answer, value: { ...answer.value, next: 1 } } : answer
    }
    expect(await refresh()).toMatchObject({ ok: true, calls: 3 })
  })
})

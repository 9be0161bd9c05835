import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { MOST_FILTERS, saveFilter } from '../../../src/accounts/saved-filter-commands'
import { deleteFiltersNaming, listSavedFilters } from '../../../src/accounts/saved-filters'
import { leaveTeam, removeMember } from '../../../src/accounts/team-commands'
import { savedFilters } from '../../../src/db/schema'
import { openScene } from '../../crashes/scene'
import { createSimulator } from '../../simulator/simulator'
import { get, post } from './signed-in'

let marketplace: string
let made = 0

beforeEach(() => {
  made += 1
  marketplace = `filters-${made}`
})

const saved = (of = marketplace) => listSavedFilters(env.DB, { marketplace: of, person: 'mia' })

function save(name: string, query = 'outcome=failed', id: string = crypto.randomUUID()): Promise<Response> {
  return post(`/m/${marketplace}/filters`, { id, name, query })
}

describe('A filter of the log', () => {
  test('is offered where something is filtered, saved under a name, linked above the log and removed', async () => {
    expect((await get(`/m/${marketplace}/logs`)).html).not.toContain('Save this filter')
    const { html: log } = await get(`/m/${marketplace}/logs?outcome=failed&search=yoga`)
    expect(log).toContain(`href="/m/${marketplace}/filters/new?search=yoga&amp;outcome=failed"`)
    const { html: form } = await get(`/m/${marketplace}/filters/new?search=yoga&outcome=failed`)
    expect(form).toContain('name="query" value="search=yoga&amp;outcome=failed"')

    const answer = await save('Failed yoga', 'search=yoga&outcome=failed')
    expect(answer.headers.get('location')).toBe(`/m/${marketplace}/logs?search=yoga&outcome=failed`)
    const { html } = await get(`/m/${marketplace}/logs?search=yoga&outcome=failed`)
    expect(html).toMatch(/href="[^"]*\?search=yoga&amp;outcome=failed" aria-current="true"><bdi>Failed yoga/)
    expect((await get(`/m/${marketplace}/logs`)).html).not.toContain('aria-current="true"><bdi>')

    const [one] = await saved()
    await post(`/m/${marketplace}/filters/${one?.id}/deletions`)
    expect((await get(`/m/${marketplace}/logs`)).html).not.toContain('Failed yoga')
  })

  test('the same form sent twice saves one', async () => {
    const id = crypto.randomUUID()
    await save('Twice', 'outcome=failed', id)
    expect((await save('Twice', 'outcome=failed', id)).status).toBe(303)
    expect(await saved()).toHaveLength(1)
  })

  for (const [what, name, query, sentence] of [
    ['no name', '  ', 'outcome=failed', 'The name is missing.'],
    ['a name of 61 characters', 'ä'.repeat(61), 'outcome=failed', 'has more than 60 characters'],
    ['a name taken, in other letters', 'fAILED', 'outcome=enrolled', 'You already have a filter with this name.'],
    ['nothing filtered', 'All', '', 'There is no filter to save'],
    ['only what the log does not know', 'All', 'color=red', 'There is no filter to save'],
  ] as const) {
    test(`${what} is refused with what to do, and what was typed stays`, async () => {
      await save('Failed')
      const answer = await save(name, query)
      const html = await answer.text()
      expect([answer.status, await saved()]).toEqual([422, [expect.objectContaining({ name: 'Failed' })]])
      expect(html).toContain(sentence)
      expect(html).toContain(`value="${name}"`)
    })
  }

  test('one more than 20 is refused, until one is removed', async () => {
    for (let n = 0; n < MOST_FILTERS; n += 1) {
      await save(`Filter ${n}`)
    }
    expect(await (await save('One more')).text()).toContain('You have 20 saved filters')
    await post(`/m/${marketplace}/filters/${(await saved())[0]?.id}/deletions`)
    expect((await save('One more')).status).toBe(303)
  })

  test('is its person’s alone, in one marketplace, and no one else removes it', async () => {
    const ben = { id: 'ben', name: 'Ben', email: 'ben@example.com' }
    await saveFilter(env, { marketplace, person: ben }, { id: `${marketplace}-b`, name: 'Ben’s', query: 'search=x' })
    await saveFilter(
      env,
      { marketplace: 'elsewhere', person: { ...ben, id: 'mia' } },
      {
        id: `${marketplace}-m`,
        name: 'There',
        query: 'search=x',
      },
    )
    expect((await get(`/m/${marketplace}/logs`)).html).not.toMatch(/Ben’s|There/)
    await post(`/m/${marketplace}/filters/${marketplace}-b/deletions`)
    await post(`/m/${marketplace}/filters/${marketplace}-m/deletions`)
    expect(await listSavedFilters(env.DB, { marketplace, person: 'ben' })).toHaveLength(1)
    expect(await saved('elsewhere')).toHaveLength(1)
  })

  test('goes when a customer it names is erased', async () => {
    await save('Ada', 'search=ADA%40example.com')
    await save('about ada@example.com')
    await save('Others', 'search=ada')
    await deleteFiltersNaming(env.DB, marketplace, 'ada@example.com')
    expect((await saved()).map(({ name }) => name)).toEqual(['Others'])
  })

  test('goes with its person, who is removed from the team or leaves, and from that marketplace alone', async () => {
    const simulator = createSimulator()
    vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => simulator.fetch(input, init))
    const { ada, ben, tag, other } = await openScene(simulator)
    const rows = [
      [ada.marketplace, ben.id],
      [other, ben.id],
      [ada.marketplace, ada.person.id],
      [other, ada.person.id],
    ] as const
    const filter = { name: 'Failed', query: 'outcome=failed', createdAt: 1 }
    const each = rows.map(([shop, person], n) => ({ ...filter, id: `${tag}-${n}`, marketplace: shop, person }))
    await drizzle(env.DB).insert(savedFilters).values(each)
    await removeMember(env, ada, `${ben.id}-in-${ada.marketplace}`)
    const left = async () => (await drizzle(env.DB).select().from(savedFilters)).map(({ id }) => id).sort()
    expect(await left()).toEqual([`${tag}-1`, `${tag}-2`, `${tag}-3`])
    // The last admin stays, with what is theirs.
    expect(await leaveTeam(env, ada)).toMatchObject({ ok: false })
    expect(await left()).toEqual([`${tag}-1`, `${tag}-2`, `${tag}-3`])
  })
})

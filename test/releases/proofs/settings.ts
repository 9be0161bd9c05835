import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { toConnection } from '../../../src/integrations/connection'
import { changeIntegration } from '../../../src/integrations/settings-commands'
import { findIntegration, type Integration } from '../../../src/integrations/store'
import { adminOf } from '../../accounts/admin'
import type { Captured } from '../release'
import { Started } from '../start'
import { run } from '../statements'

/** What 0.1.0 wrote of an integration; the statements captured name the columns in this order. */
interface OldRow {
  id: string
  marketplace: string
  site: string
  scheme: string
  requests_per_minute: number
  site_welcome: number
}

export function settings(captured: Captured): void {
  const started = Started.forAll(captured)
  const rows = (captured.d1.rows.integrations ?? []) as unknown as OldRow[]
  const read = async ({ marketplace, id }: Pick<OldRow, 'id' | 'marketplace'>): Promise<Integration> => {
    const found = await findIntegration(env.DB, marketplace, id)
    if (found === null) {
      throw new Error(`integration ${id} is gone`)
    }
    return found
  }

  test('are in its rows once the migrations ran', async () => {
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows) {
      const found = await read(row)
      const { site, scheme, requests_per_minute: requestsPerMinute, site_welcome } = row
      expect(JSON.parse(found.settings ?? '')).toEqual({
        site,
        scheme,
        requestsPerMinute,
        siteWelcome: site_welcome === 1,
      })
      expect(toConnection(found)).toMatchObject({ kind: 'thinkific', site, settings: JSON.parse(found.settings ?? '') })
    }
  })

  test('are today’s where it wrote an integration meanwhile, knowing none', async () => {
    const [row] = rows
    if (row === undefined) {
      throw new Error('no integration was captured')
    }
    await env.DB.prepare('UPDATE integrations SET settings = NULL WHERE id = ?').bind(row.id).run()
    expect(toConnection(await read(row)).settings).toMatchObject({ site: row.site, scheme: row.scheme })
  })

  // Later releases write the settings themselves, so a way back leaves nothing to choose between.
  if (captured.version === '0.1.0') {
    test('are what it wrote last after a way back, until they are saved again', async () => {
      const write = captured.statements.writes.find(({ sql }) =>
        /^update "integrations" set "name".*"site_welcome"/.test(sql),
      )
      if (write === undefined) {
        throw new Error('no edit was captured')
      }
      const [marketplace, id] = write.params.slice(-2) as [string, string]
      const author = await adminOf(marketplace)
      const before = await read({ marketplace, id })
      const saved = { site: before.site, scheme: before.scheme, requestsPerMinute: 300, siteWelcome: true }
      const save = () => changeIntegration(env, author, id, { name: before.name, settings: saved, secret: null })
      expect(await save()).toMatchObject({ ok: true })
      const stored = (await read({ marketplace, id })).settings
      expect(toConnection(await read({ marketplace, id })).settings).toEqual(saved)

      await run(write)
      const [, site, requestsPerMinute, welcome] = write.params
      const after = await read({ marketplace, id })
      expect(after.settings).toBe(stored)
      expect(toConnection(after).settings).toEqual({
        site,
        scheme: before.scheme,
        requestsPerMinute,
        siteWelcome: welcome === 1,
      })

      await save()
      expect(toConnection(await read({ marketplace, id })).settings).toEqual(saved)
    })
  }

  test('are saved in both by today’s form, so that it finds them where it looks', async () => {
    const { id } = captured.release.marketplaces.yoga
    const row = rows.find(({ marketplace }) => marketplace === id)
    if (row === undefined) {
      throw new Error('the yoga shop has no integration')
    }
    const fields = { name: 'Renamed', site: row.site, pace: '77', welcome: 'on' }
    await started().submit(`/integrations/${row.id}`, fields)
    const found = await read(row)
    expect(found).toMatchObject({ name: 'Renamed', site: row.site, requestsPerMinute: 77, siteWelcome: true })
    expect(JSON.parse(found.settings ?? '')).toMatchObject({ site: row.site, requestsPerMinute: 77, siteWelcome: true })
  })
}

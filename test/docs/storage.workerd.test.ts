/// <reference types="vite/client" />
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { STATUS_COPY } from '../../src/http/status-copy'
import { endpointCopyKey } from '../../src/intake/endpoint-copy'
import { catalogKey } from '../../src/integrations/thinkific/catalog/store'

const GUIDE = import.meta.glob<string>('../../docs/storage.md', { eager: true, query: '?raw', import: 'default' })
const SOURCES = Object.values(
  import.meta.glob<string>('../../src/**/*.ts', { eager: true, query: '?raw', import: 'default' }),
)
const [guide = ''] = Object.values(GUIDE)

/** The platform's own tables. */
const NOT_OURS = /^(_cf_|sqlite_)/

describe('Storage names', () => {
  test('every table of D1, and no other', async () => {
    const { results } = await env.DB.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all<{
      name: string
    }>()
    expect(namesBelow('D1 `DB`')).toEqual(ours(results))
  })

  test('every table of a journal, and no other', async () => {
    expect(namesBelow('Object `Journal`')).toEqual(await tablesOf(env.JOURNAL.getByName('shop')))
  })

  test('every table of a site, and no other', async () => {
    expect(namesBelow('Object `ThinkificSite`')).toEqual(await tablesOf(env.THINKIFIC_SITE.getByName('academy')))
  })

  test('every table of a receiver, and no other', async () => {
    expect(namesBelow('Object `NotifyUrlReceiver`')).toEqual(await tablesOf(env.NOTIFY_URL_RECEIVER.getByName('crm')))
  })

  test('every kind of key in KV: there are three places that write one', () => {
    expect(namesBelow('KV `COPIES`')).toEqual(
      [catalogKey('<integration>'), endpointCopyKey('<id>'), STATUS_COPY].sort(),
    )
    const writes = SOURCES.flatMap((source) => source.match(/copies\.put\(/gi) ?? [])
    expect(writes).toHaveLength(3)
  })

  test('every fact objects keep under a name', () => {
    const names = SOURCES.flatMap((source) => [
      ...all(source, /(?:writeFact\([^,]+,|saveFact\((?:sql,)?)\s*'([^']+)'/g),
      ...all(source, /saveFact\(`(\w+) \$\{/g).map((name) => `${name} <integration>`),
    ])
    expect(new Set(names).size).toBeGreaterThan(12)
    for (const name of names) {
      expect(guide, `the fact ${name}`).toContain(`\`${name}\``)
    }
  })
})

/** The names that the list below a heading begins its lines with. */
function namesBelow(heading: string): string[] {
  const [, section = ''] = guide.split(`\n## ${heading}`)
  const [list = ''] = section.split('\n##')
  return all(list, /^- `([^`]+)`/gm).sort()
}

async function tablesOf<T extends Rpc.DurableObjectBranded>(stub: DurableObjectStub<T>): Promise<string[]> {
  return runInDurableObject(stub, (_, { storage }) =>
    ours(storage.sql.exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'").toArray()),
  )
}

function ours(tables: { name: string }[]): string[] {
  return tables
    .map(({ name }) => name)
    .filter((name) => !NOT_OURS.test(name))
    .sort()
}

function all(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, found = '']) => found)
}

import { describe, expect, test } from 'vitest'
import type { Catalog } from '../../../../src/integrations/thinkific/catalog/catalog'
import { deleteCatalog, readCatalog, writeCatalog } from '../../../../src/integrations/thinkific/catalog/store'

const CATALOG: Catalog = { v: 1, courses: [], bundles: [], fields: [], fetchedAt: 1_800_000_000_000 }

/** The three operations of KV that are used. */
function copies(): KVNamespace {
  const kept = new Map<string, string>()
  const kv = {
    get: async (key: string) => JSON.parse(kept.get(key) ?? 'null'),
    put: async (key: string, value: string) => void kept.set(key, value),
    delete: async (key: string) => void kept.delete(key),
  }
  return kv as unknown as KVNamespace
}

describe("an integration's copy", () => {
  test('is null until written, and after it is forgotten', async () => {
    const kv = copies()
    expect(await readCatalog(kv, 'one')).toBeNull()
    await writeCatalog(kv, 'one', CATALOG)
    expect(await readCatalog(kv, 'one')).toEqual(CATALOG)
    expect(await readCatalog(kv, 'two')).toBeNull()
    await deleteCatalog(kv, 'one')
    expect(await readCatalog(kv, 'one')).toBeNull()
  })

  test('of a site with very many long names fits all the same, with shorter ones', async () => {
    let bytes = 0
    const put = async (_: string, value: string) => {
      bytes = new TextEncoder().encode(value).length
    }
    const courses = Array.from({ length: 50_000 }, (_, n) => ({
      id: String(n),
      name: '語'.repeat(300),
      status: 'published',
      private: true,
    }))
    await writeCatalog({ put } as unknown as KVNamespace, 'one', { ...CATALOG, courses })
    expect(bytes).toBeGreaterThan(1_000_000)
    // Workers KV: a value holds 25 MiB.
    expect(bytes).toBeLessThan(25 * 1024 * 1024)
  })

  test('of another version is none', async () => {
    const kv = copies()
    await kv.put('catalog:one', JSON.stringify({ ...CATALOG, v: 2 }))
    expect(await readCatalog(kv, 'one')).toBeNull()
  })
})
